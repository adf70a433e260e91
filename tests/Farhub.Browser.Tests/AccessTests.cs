using System.Text.Json.Nodes;

namespace Farhub.Browser.Tests;

/// <summary>Grants, schedules and why: who may use what, when.</summary>
public sealed class AccessTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task Grant_MadeFromAShare_ShowsItToItsUserAtOnce()
    {
        await door.ShareAsync("gift", "200-1");
        IPage uma = await _visits.AsAsync("user");
        await Assertions.Expect(uma.Locator("[data-stream=open]")).ToBeAttachedAsync();
        await Assertions.Expect(Link(uma, "gift")).ToHaveCountAsync(0);
        IPage ada = await _visits.AsAsync("admin", "/shares/gift");
        await Link(ada, "Let somebody use it").ClickAsync();
        await Assertions.Expect(ada.GetByLabel("gift", Exact)).ToBeCheckedAsync();
        await Assertions.Expect(ada.GetByLabel("Name", Exact)).ToHaveValueAsync("gift-users");
        await Users(ada).GetByLabel("uma").CheckAsync();
        await ada.GetByLabel("Longest use, in minutes").FillAsync("120");
        await Button(ada, "Allow it").ClickAsync();
        await ada.WaitForURLAsync("**/access");
        await Assertions.Expect(Row(ada, "gift-users")).ToContainTextAsync("uma may use gift, for at most 2 hours.");
        await Assertions.Expect(ada.GetByText("It is allowed.")).ToBeVisibleAsync();
        // Without that anybody reloads anything.
        await Assertions.Expect(Link(uma, "gift")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Grant_WithMistakes_SaysThemAtItsFieldsAndKeepsTheRest()
    {
        IPage page = await _visits.AsAsync("admin", "/grants/new");
        await Users(page).GetByLabel("anna").CheckAsync();
        await page.GetByLabel("Only from these addresses").FillAsync("10.0.0.0/8\nthe kitchen");
        await page.GetByLabel("A one-time code").CheckAsync();
        await page.GetByLabel("Note").FillAsync("for the audit");
        await Button(page, "Allow it").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".mistake").Filter(new LocatorFilterOptions { HasText = "Shares names no share" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".mistake").Filter(new LocatorFilterOptions { HasText = "the kitchen" })).ToBeVisibleAsync();
        await Assertions.Expect(Users(page).GetByLabel("anna")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("Only from these addresses")).ToHaveValueAsync("10.0.0.0/8\nthe kitchen");
        await Assertions.Expect(page.GetByLabel("A one-time code")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("Note")).ToHaveValueAsync("for the audit");
        await Visits.LookAsync(page, "grant-mistakes");
        Assert.DoesNotContain((await door.Root.ReadAsync("/grants")).Json.AsArray(), g => (string)g!["note"]! == "for the audit");
    }

    [Fact]
    public async Task Grant_WithoutScript_IsMadeChangedAndRemoved()
    {
        await door.ShareAsync("plain", "200-2");
        IPage page = await _visits.AsAsync("admin", "/grants/new?share=plain", hasScript: false);
        await page.GetByLabel("Only from these addresses").FillAsync("192.0.2.0/24");
        await page.GetByLabel("Name", Exact).FillAsync("no-script");
        await Button(page, "Allow it").ClickAsync();
        await Assertions.Expect(Row(page, "no-script")).ToContainTextAsync("Whoever comes from 192.0.2.0/24 may use plain.");
        await Link(page, "no-script").ClickAsync();
        await page.GetByLabel("It holds").UncheckAsync();
        await Users(page).GetByLabel("otto").CheckAsync();
        await page.GetByLabel("The answer to a challenge").CheckAsync();
        await Button(page, "Save").ClickAsync();
        await Assertions.Expect(Row(page, "no-script")).ToContainTextAsync("otto may use plain, from 192.0.2.0/24, with the answer to a challenge.");
        await Assertions.Expect(Row(page, "no-script")).ToContainTextAsync("Disabled");
        await Link(page, "no-script").ClickAsync();
        await page.GetByText("Remove this grant").ClickAsync();
        await Button(page, "Remove the grant no-script").ClickAsync();
        await Assertions.Expect(page.GetByText("The grant no-script is no more.")).ToBeVisibleAsync();
        (await door.Root.ReadAsync("/grants/no-script")).Is(404);
    }

    [Fact]
    public async Task Grants_LookAsTheyShould()
    {
        await FillAsync();
        IPage page = await _visits.AsAsync("admin", "/access");
        await Assertions.Expect(Row(page, "lab-night")).ToContainTextAsync("group lab may use everything tagged usb-keys");
        await Visits.LookAsync(page, "grants");
        await Link(page, "lab-night").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "This week, Europe/Berlin" })).ToBeVisibleAsync();
        await Visits.LookAsync(page, "grant");
        await page.GotoAsync("/grants/new");
        await Visits.LookAsync(page, "grant-new");
        await page.GotoAsync("/schedules");
        await Visits.LookAsync(page, "schedules");
        await page.GotoAsync("/schedules/nights");
        await Assertions.Expect(page.GetByText("Closes").Or(page.GetByText("Opens")).First).ToBeVisibleAsync();
        await Visits.LookAsync(page, "schedule");
    }

    [Fact]
    public async Task Schedule_BuiltByClicking_IsDrawn()
    {
        IPage page = await _visits.AsAsync("admin", "/schedules/new");
        ILocator first = Group(page, "Hours, line 1"), second = Group(page, "Hours, line 2");
        foreach (string day in (string[])["Mon", "Tue", "Wed", "Thu", "Fri"]) await first.GetByLabel(day).CheckAsync();
        await first.GetByLabel("from").FillAsync("08:00");
        await first.GetByLabel("to").FillAsync("18:00");
        await second.GetByLabel("Sat").CheckAsync();
        await page.GetByLabel("Clocks of").SelectOptionAsync("Europe/Berlin");
        await Group(page, "Other days, line 1").GetByLabel("Day", new LocatorGetByLabelOptions { Exact = true }).FillAsync("2031-12-25");
        await Group(page, "Other days, line 1").GetByLabel("Why").FillAsync("holiday");
        await page.GetByLabel("Name", Exact).FillAsync("clicked");
        await Visits.LookAsync(page, "schedule-new");
        await Button(page, "Make the schedule").ClickAsync();
        await Assertions.Expect(Row(page, "clicked")).ToContainTextAsync("Mon-Fri 08:00-18:00 and Sat 00:00-24:00 Europe/Berlin, except 2031-12-25 closed (holiday)");
        await Link(page, "clicked").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "This week, Europe/Berlin" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("figure li").First).ToHaveTextAsync("Mon to Fri 08:00 to 18:00");
        await Assertions.Expect(page.Locator("figure .open")).ToHaveCountAsync(6);
        // What was clicked is there again, with two more lines.
        await Assertions.Expect(Group(page, "Hours, line 2").GetByLabel("Sat")).ToBeCheckedAsync();
        await Group(page, "Hours, line 3").GetByLabel("Sun").CheckAsync();
        await Group(page, "Hours, line 3").GetByLabel("to").FillAsync("12:00");
        await Button(page, "Save").ClickAsync();
        await Assertions.Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        JsonNode kept = (await door.Root.ReadAsync("/schedules/clicked")).Json;
        Assert.Equal(["Mon-Fri 08:00-18:00", "Sat 00:00-24:00", "Sun 00:00-12:00"], kept["windows"]!.AsArray().Select(w => (string)w!));
        Assert.Single(kept["exceptions"]!.AsArray());
        await page.GetByText("Remove this schedule").ClickAsync();
        await Button(page, "Remove the schedule clicked").ClickAsync();
        await Assertions.Expect(page.GetByText("The schedule clicked is no more.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Schedule_WithMistakes_KeepsWhatWasClicked()
    {
        IPage page = await _visits.AsAsync("admin", "/schedules/new");
        ILocator first = Group(page, "Hours, line 1");
        await first.GetByLabel("Mon").CheckAsync();
        await first.GetByLabel("from").FillAsync("08:00");
        await first.GetByLabel("to").FillAsync("08:00");
        await Group(page, "Other days, line 1").GetByLabel("Why").FillAsync("no day");
        await page.GetByLabel("Name", Exact).FillAsync("mistaken");
        await Button(page, "Make the schedule").ClickAsync();
        await Assertions.Expect(page.GetByText("Each line needs its first day.")).ToBeVisibleAsync();
        await Group(page, "Other days, line 1").GetByLabel("Why").FillAsync("");
        await Button(page, "Make the schedule").ClickAsync();
        await Assertions.Expect(page.Locator(".mistake")).ToContainTextAsync("starts and ends at the same time");
        await Assertions.Expect(Group(page, "Hours, line 1").GetByLabel("Mon")).ToBeCheckedAsync();
        await Assertions.Expect(Group(page, "Hours, line 1").GetByLabel("from")).ToHaveValueAsync("08:00");
        (await door.Root.ReadAsync("/schedules/mistaken")).Is(404);
    }

    [Fact]
    public async Task Why_OfAUser_IsAboutThemselves()
    {
        await door.ShareAsync("asked", "200-3");
        await door.ShareAsync("foreign", "9-1");
        await door.GrantAsync("asked", "\"users\":[\"uma\"],\"proof\":\"code\"");
        IPage page = await _visits.AsAsync("user", "/why?share=asked");
        await Assertions.Expect(Heading(page, "No")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("It takes a one-time code")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("by", Exact)).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Option, new PageGetByRoleOptions { Name = "foreign" })).ToHaveCountAsync(0);
        await Visits.LookAsync(page, "why-no");
        await page.GetByLabel("a one-time code").CheckAsync();
        await Button(page, "Ask").ClickAsync();
        await Assertions.Expect(Heading(page, "Yes")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("grant asked-to", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await page.GotoAsync("/why?share=foreign");
        await Assertions.Expect(page.GetByText("There is no share 'foreign' for you.")).ToBeVisibleAsync();
        await page.GotoAsync("/why?share=asked&user=otto");
        await Assertions.Expect(page.GetByText("To ask about others takes the role auditor.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Why_OfAnAuditor_IsAboutAnybodyAtAnyTime()
    {
        await door.ShareAsync("timed", "9-2");
        (await door.Root.PutAsync("/schedules/mondays", """{"windows":["Mon 08:00-18:00"]}""")).Is(201);
        await door.GrantAsync("timed", "\"users\":[\"uma\"],\"schedule\":\"mondays\",\"from\":[\"10.0.0.0/8\"]");
        IPage page = await _visits.AsAsync("auditor", "/why");
        await Visits.LookAsync(page, "why");
        await page.GetByLabel("May this be used").SelectOptionAsync("timed");
        await page.GetByLabel("by", Exact).SelectOptionAsync("uma");
        await page.GetByLabel("from the address").FillAsync("10.1.2.3");
        await page.GetByLabel("at (UTC)").FillAsync("2027-03-15T09:00");
        await Button(page, "Ask").ClickAsync();
        await Assertions.Expect(Heading(page, "Yes")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("uma, from 10.1.2.3, may use timed on Mon 15 Mar 2027, 09:00 UTC");
        await Visits.LookAsync(page, "why-yes");
        await page.GetByLabel("at (UTC)").FillAsync("2027-03-16T09:00");
        await Button(page, "Ask").ClickAsync();
        await Assertions.Expect(Heading(page, "No")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("schedule 'mondays': closed");
        await page.GetByLabel("from the address").FillAsync("the kitchen");
        await Button(page, "Ask").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The address is no address: 'the kitchen'.");
        await page.GetByLabel("from the address").FillAsync("10.1.2.3");
        await page.GetByLabel("by", Exact).SelectOptionAsync("whoever sits at the address");
        await Button(page, "Ask").ClickAsync();
        await Assertions.Expect(page.Locator(".rules")).ToContainTextAsync("nobody has said who they are");
    }

    [Fact]
    public async Task Auditor_SeesEverythingAndChangesNothing()
    {
        await FillAsync();
        IPage page = await _visits.AsAsync("auditor", "/access");
        await Assertions.Expect(Row(page, "lab-night")).ToBeVisibleAsync();
        foreach (string path in (string[])["/access", "/grants/lab-night", "/schedules", "/schedules/nights"])
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("main form[method=post]")).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator("main .btn")).ToHaveCountAsync(0);
        }
        await page.GotoAsync("/grants/lab-night");
        await Visits.LookAsync(page, "grant-auditor");
        foreach (string path in (string[])["/grants/new", "/schedules/new"]) Assert.Equal(403, (await page.GotoAsync(path))!.Status);
        Assert.Equal(404, (await page.GotoAsync("/grants/none"))!.Status);
        Assert.Equal(404, (await page.GotoAsync("/schedules/none"))!.Status);
    }

    [Fact]
    public async Task User_IsRefused()
    {
        IPage page = await _visits.AsAsync("user");
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Main" }).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Access", Exact = true })).ToHaveCountAsync(0);
        foreach (string path in (string[])["/access", "/grants/lab-night", "/grants/new", "/schedules", "/schedules/nights"]) Assert.Equal(403, (await page.GotoAsync(path))!.Status);
        await page.GotoAsync("/why");
        await Assertions.Expect(Heading(page, "Why?")).ToBeVisibleAsync();
    }

    async Task FillAsync()
    {
        if ((await door.Root.ReadAsync("/grants/lab-night")).Status == 200) return;
        (await door.Root.PutAsync("/schedules/nights", """{"note":"for long runs","timeZone":"Europe/Berlin","windows":["Mon-Fri 20:00-06:00","Sat,Sun 00:00-24:00"],"exceptions":[{"from":"2031-12-24","until":"2031-12-31","note":"closed for the year"}]}""")).Is(201);
        (await door.Root.PutAsync("/schedules/office", """{"windows":["Mon-Fri 08:00-12:00","Mon-Fri 13:00-18:00"]}""")).Is(201);
        (await door.Root.PutAsync("/groups/lab", """{"members":["uma","otto"]}""")).Is(201);
        (await door.Root.PutAsync("/groups/chiefs", """{"members":["ada"]}""")).Is(201);
        foreach ((string share, string port) in ((string, string)[])[("printer", "9-10"), ("scanner", "9-11"), ("signing-key", "9-12")])
        {
            (await door.Root.PutAsync($"/shares/{share}", $$"""{"device":{"port":"{{port}}"},"tags":["{{(share == "signing-key" ? "usb-keys" : "office")}}"]}""")).Is(201);
        }
        (await door.Root.PutAsync("/grants/lab-night", """{"note":"Agreed with the works council in March.","groups":["lab"],"tags":["usb-keys"],"schedule":"nights","proof":"code","approvedBy":"chiefs","longestLeaseMinutes":120}""")).Is(201);
        (await door.Root.PutAsync("/grants/front-desk", """{"shares":["printer","scanner"],"from":["10.0.0.0/8","192.0.2.17"],"schedule":"office"}""")).Is(201);
        (await door.Root.PutAsync("/grants/old-desk", """{"shares":["scanner"],"users":["anna"],"enabled":false}""")).Is(201);
    }

    static PageGetByLabelOptions Exact => new() { Exact = true };

    static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = name, Exact = true }).First;

    static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    static ILocator Heading(IPage page, string name) => page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name, Exact = true });

    static ILocator Group(IPage page, string name) => page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = name });

    static ILocator Users(IPage page) => Group(page, "Users");

    static ILocator Row(IPage page, string name) => page.Locator($"li[data-key='{name}']");
}
