using System.Text.Json.Nodes;

namespace Farhub.Browser.Tests;

/// <summary>What happens by itself, as people say it and see it.</summary>
public sealed class ScenarioTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task ScenarioAtTimes_IsMadeByClicking_AndForetold()
    {
        await ForgetAsync();
        await ShareAsync("printer", "200-1");
        IPage page = await _visits.AsAsync("admin", "/scenarios");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing happens by itself yet" })).ToBeVisibleAsync();
        await Visits.LookAsync(page, "scenarios-empty");
        await page.GetByRole(AriaRole.Link, new() { Name = "New scenario" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Time of day")).ToBeHiddenAsync();
        await page.GetByLabel("Name").FillAsync("closing-time");
        await page.GetByLabel("Note").FillAsync("Nobody uses the lab at night");
        await page.GetByLabel("Every week, at a time").CheckAsync();
        foreach (string day in (string[])["Mon", "Tue", "Wed", "Thu", "Fri"]) await page.GetByLabel(day, new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Time of day").FillAsync("18:00");
        await page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
        await page.GetByLabel("Everything tagged lab").CheckAsync();
        await page.GetByLabel("Action 1", new() { Exact = true }).SelectOptionAsync("release");
        await Assertions.Expect(page.GetByLabel("Command or address of action 2")).ToBeHiddenAsync();
        await page.GetByLabel("Action 2", new() { Exact = true }).SelectOptionAsync("disable");
        await Visits.LookAsync(page, "scenario-new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the scenario" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Mon to Fri at 18:00 Europe/Berlin: release everything tagged lab, then disable them.")).ToBeVisibleAsync();
        ILocator next = page.GetByRole(AriaRole.Region, new() { Name = "The next ten things" });
        await Assertions.Expect(next.GetByText("18:00")).ToHaveCountAsync(10);
        await Assertions.Expect(next.GetByText("Times are Europe/Berlin")).ToBeVisibleAsync();
        Assert.Equal("at Mon-Fri 18:00", (string)(await ReadAsync("closing-time"))["when"]!);
        await MakeAsync("""{"name":"noon","shares":["printer"],"when":"at daily 12:00","timeZone":"Europe/Berlin","do":["reset","webhook https://chat.example/hook"],"enabled":true}""");
        await MakeAsync("""{"name":"tell","shares":["printer"],"when":"error","do":["run /usr/local/bin/tell-somebody --loud"],"enabled":false}""");
        await Assertions.Expect(page.GetByText("When printer fails")).ToBeVisibleAsync();
        await Visits.LookAsync(page, "scenarios");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "closing-time", Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "When it runs next" }).GetByText("18:00")).ToHaveCountAsync(5);
        await Visits.LookAsync(page, "scenario");
    }

    [Fact]
    public async Task ScenarioOnAnEvent_IsEdited_AndComesBackAsItWas()
    {
        await ForgetAsync();
        await ShareAsync("scanner", "200-2");
        IPage page = await _visits.AsAsync("admin", "/scenarios");
        await page.GetByRole(AriaRole.Link, new() { Name = "idle for 30 minutes" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("For how long")).ToHaveValueAsync("30");
        await page.GetByLabel("scanner", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the scenario" }).ClickAsync();
        await Assertions.Expect(page.GetByText("When scanner has been idle for 30 minutes: release it.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "free-when-idle" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Somebody has it, but has not used it")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("scanner", new() { Exact = true })).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("Action 1", new() { Exact = true })).ToHaveValueAsync("release");
        await page.GetByLabel("For how long").FillAsync("2");
        await page.GetByLabel("Unit").SelectOptionAsync("hours");
        await page.GetByLabel("Action 2", new() { Exact = true }).SelectOptionAsync("webhook");
        await page.GetByLabel("Command or address of action 2").FillAsync("https://chat.example/hook");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("When scanner has been idle for 2 hours: release it, then call chat.example about it.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Command or address of action 2")).ToHaveValueAsync("https://chat.example/hook");
        await Assertions.Expect(page.GetByLabel("Unit")).ToHaveValueAsync("h");
        JsonNode made = await ReadAsync("free-when-idle");
        Assert.Equal(("idle 2h", """["release","webhook https://chat.example/hook"]"""), ((string)made["when"]!, made["do"]!.ToJsonString()));

        // What was changed is written down as nothing but that; turned off and on in one press; and removed only when asked twice.
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn off" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Turn on" })).ToBeVisibleAsync();
        Assert.False((bool)(await ReadAsync("free-when-idle"))["enabled"]!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is on now.")).ToBeVisibleAsync();
        await page.GetByText("Remove", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the scenario free-when-idle" }).ClickAsync();
        await Assertions.Expect(page.GetByText("free-when-idle is removed.")).ToBeVisibleAsync();
        (await door.Root.ReadAsync("/scenarios/free-when-idle")).Is(404);
    }

    [Fact]
    public async Task Mistakes_AreAtTheirFields_AndNothingIsLost()
    {
        await ForgetAsync();
        await ShareAsync("plotter", "200-3");
        IPage page = await _visits.AsAsync("admin", "/scenarios/new");
        await page.GetByLabel("Name").FillAsync("wrong");
        await page.GetByLabel("Every week, at a time").CheckAsync();
        await page.GetByLabel("Action 2", new() { Exact = true }).SelectOptionAsync("run");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the scenario" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Days have to be at least one", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Time of day is needed", new() { Exact = true })).ToBeVisibleAsync();
        // The empty row before it is gone.
        await Assertions.Expect(page.GetByText("This needs a command", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Action 1", new() { Exact = true })).ToHaveValueAsync("run");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("wrong");
        await Visits.LookAsync(page, "scenario-mistakes");

        await page.GetByLabel("Sun", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Time of day").FillAsync("02:30");
        await page.GetByLabel("Time zone").FillAsync("Europe/Nowhere");
        await page.GetByLabel("Command or address of action 1").FillAsync("/bin/true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the scenario" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is about no share yet")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("fieldset.when > .mistake")).ToContainTextAsync("Europe/Nowhere");
        await Assertions.Expect(page.GetByLabel("Sun", new() { Exact = true })).ToBeCheckedAsync();
        await page.GetByLabel("Time zone").FillAsync("Asia/Tokyo");
        await page.GetByLabel("plotter", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Name").FillAsync("right");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the scenario" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Sun at 02:30 Asia/Tokyo: run “/bin/true” for plotter.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task WhatItSays_Happens_AndIsSeenAtOnce()
    {
        await ForgetAsync();
        await ShareAsync("late", "200-4");
        IPage page = await _visits.AsAsync("admin", "/scenarios/new");
        await page.GetByLabel("Name").FillAsync("not-yet");
        await page.GetByLabel("Its device is plugged in").CheckAsync();
        await page.GetByLabel("late", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Action 1", new() { Exact = true }).SelectOptionAsync("disable");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the scenario" }).ClickAsync();
        await Assertions.Expect(page.GetByText("When the device of late is plugged in: disable it.")).ToBeVisibleAsync();
        IPage other = await _visits.AsAsync("operator", "/shares/late");
        await Assertions.Expect(other.GetByRole(AriaRole.Button, new() { Name = "Disable" })).ToBeVisibleAsync();
        door.Plug("loopback");
        await Assertions.Expect(other.GetByRole(AriaRole.Button, new() { Name = "Enable" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("disable (share.appeared): disabled")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Auditor_Reads_AndUser_IsRefused()
    {
        await ForgetAsync();
        await ShareAsync("shelf", "200-1");
        IPage auditor = await _visits.AsAsync("auditor", "/scenarios");
        await Assertions.Expect(auditor.GetByText("Such as:")).ToBeVisibleAsync();
        await MakeAsync("""{"name":"read","shares":["shelf"],"when":"at 2031-03-31T07:30:00Z","do":["disable"]}""");
        await Assertions.Expect(auditor.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "read" }).First).ToBeVisibleAsync();
        await Assertions.Expect(auditor.GetByRole(AriaRole.Button, new() { Name = "Turn off" })).ToHaveCountAsync(0);
        await auditor.GotoAsync("/scenarios/read");
        await Assertions.Expect(auditor.GetByRole(AriaRole.Heading, new() { Name = "read" })).ToBeVisibleAsync();
        await Assertions.Expect(auditor.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToHaveCountAsync(0);
        Assert.Equal(403, (await auditor.GotoAsync("/scenarios/new"))!.Status);
        IPage user = await _visits.AsAsync("user");
        await Assertions.Expect(user.GetByRole(AriaRole.Link, new() { Name = "Scenarios" })).ToHaveCountAsync(0);
        Assert.Equal(403, (await user.GotoAsync("/scenarios"))!.Status);

        // What the form has no fields for it keeps as it was written; without a script, too.
        IPage page = await _visits.AsAsync("admin", "/scenarios/read", hasScript: false);
        await page.GetByLabel("Note").FillAsync("Once in a lifetime");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        JsonNode now = await ReadAsync("read");
        Assert.Equal(("at 2031-03-31T07:30:00Z", "Once in a lifetime"), ((string)now["when"]!, (string)now["note"]!));
    }

    async Task ForgetAsync()
    {
        foreach (JsonNode? one in (await door.Root.ReadAsync("/scenarios")).Is(200).Json.AsArray()) (await door.Root.AskAsync("DELETE", $"/scenarios/{one!["name"]}")).Is(204);
    }

    async Task ShareAsync(string name, string port) => (await door.Root.PutAsync($"/shares/{name}", $$"""{"device":{"port":"{{port}}"},"tags":["lab"] }""")).Is(201);

    async Task MakeAsync(string scenario) => (await door.Root.PostAsync("/scenarios", scenario)).Is(201);

    async Task<JsonNode> ReadAsync(string name) => (await door.Root.ReadAsync($"/scenarios/{name}")).Is(200).Json;
}
