namespace Farhub.Browser.Tests;

/// <summary>Users, groups and tokens, as those see them who look after the hub.</summary>
public sealed class PeopleTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    const string Next = "eight purple kettles whistle";

    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task User_FromTheirMakingToTheirEnd()
    {
        IPage page = await _visits.AsAsync("admin", "/users");
        await page.FollowAsync("New user");
        await Visits.LookAsync(page, "user-new");
        await page.GetByLabel("Name").FillAsync("ada");
        await page.PressAsync("Make the user");
        await page.SaysAsync("There is a user 'ada' already.");
        await page.GetByLabel("Name").FillAsync("Greta!");
        await page.PressAsync("Make the user");
        await page.SaysAsync("1 to 31 of a-z");
        await page.GetByLabel("Name").FillAsync("greta");
        await page.GetByLabel("Note").FillAsync("Greta Gold, test lab");
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Auditor" }).CheckAsync();
        await page.PressAsync("Make the user");
        await page.WaitForURLAsync("**/users/greta");
        await page.SaysAsync("Now set a password");
        await page.GetByLabel("New password").FillAsync("short");
        await page.PressAsync("Set it");
        await page.SaysAsync("12");
        await page.GetByLabel("New password").FillAsync(Next);
        await page.PressAsync("Set it");
        await page.SaysAsync("The password of greta is set.");

        IPage greta = await _visits.NobodyAsync();
        await greta.GotoAsync("/login?then=/users");
        await greta.FillLoginAsync("greta", Next);
        await greta.SaysAsync("Greta Gold, test lab");
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Operator" }).CheckAsync();
        await page.GetByLabel("Priority in queues").FillAsync("7");
        await page.PressAsync("Save");
        await page.SaysAsync("Saved.");
        Farhub.Control.Model.User stored = door.Hub.Registry.State.Users["greta"];
        Assert.Equal((Farhub.Control.Model.Role.Operator, 7, true, "Greta Gold, test lab"), (stored.Role, stored.Priority, stored.Enabled, stored.Note));
        await page.PressAsync("Log out everywhere");
        await page.SaysAsync("greta is logged out everywhere.");
        await greta.GotoAsync("/users");
        await greta.WaitForURLAsync("**/login?then=*");

        await page.Locator("summary", new PageLocatorOptions { HasText = "Remove this user" }).ClickAsync();
        await page.PressAsync("Remove the user greta");
        await page.SaysAsync("greta is removed.");
        Assert.DoesNotContain("greta", door.Hub.Registry.State.Users.Keys);
    }

    [Fact]
    public async Task User_WhoIsSomewhereNamed_IsShownWithIt()
    {
        await door.MakeAsync("hugo", note: "Hugo Hahn, second floor");
        await door.EnrolAsync("hugo", "totp");
        await door.MakeTokenAsync("hugo", "use");
        await door.ShareAsync("scope", "200-1");
        await door.GrantAsync("scope", """ "users":["hugo"],"from":["10.0.0.0/8"],"proof":"code" """);
        (await door.Root.PutAsync("/groups/floor2", """{"members":["hugo","uma"],"note":"Second floor"}""")).Is(201);
        IPage page = await _visits.AsAsync("admin", "/users");
        await page.SaysAsync("password, 1 code generator, 1 token");
        await page.GetByLabel("Find a user").FillAsync("second floor");
        await Assertions.Expect(page.Locator("#people > li:visible")).ToHaveCountAsync(1);
        await page.GetByLabel("Find a user").FillAsync("");
        await Visits.LookAsync(page, "users");
        await page.FollowAsync("hugo");
        await page.SaysAsync("from 10.0.0.0/8, with a one-time code");
        await page.Locator("summary", new PageLocatorOptions { HasText = "Remove this user" }).ClickAsync();
        await page.SaysAsync("First take them out of group floor2, grant scope-to");
        await Visits.LookAsync(page, "user");
        await page.PressAsync("Remove my totp");
        await page.SaysAsync("its codes are good for nothing any more");
        Assert.DoesNotContain(door.Hub.Registry.State.Credentials.Values, c => c.User == "hugo");
    }

    [Fact]
    public async Task Groups_AreMadeFilledAndRemoved()
    {
        await using var fresh = new TestDoor();
        await fresh.InitializeAsync();
        await using var visits = new Visits(fresh, chromium);
        IPage page = await visits.AsAsync("admin", "/groups");
        await page.SaysAsync("No groups yet");
        await Visits.LookAsync(page, "groups-empty");
        await page.FollowAsync("Make the first group");
        await page.GetByLabel("Name").FillAsync("lab");
        await page.GetByLabel("Note").FillAsync("Everybody in the lab");
        await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "uma" }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "otto" }).CheckAsync();
        await Visits.LookAsync(page, "group-new");
        await page.PressAsync("Make the group");
        await page.WaitForURLAsync("**/groups/lab");
        await page.SaysAsync("2 members");
        Assert.Equal(["otto", "uma"], fresh.Hub.Registry.State.Groups["lab"].Members.Order(StringComparer.Ordinal));
        await Visits.LookAsync(page, "group");
        await page.FollowAsync("Groups");
        await Visits.LookAsync(page, "groups");
        await page.FollowAsync("lab");
        await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "uma" }).UncheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "otto" }).UncheckAsync();
        await page.PressAsync("Save");
        await page.SaysAsync("0 members");
        Assert.Empty(fresh.Hub.Registry.State.Groups["lab"].Members);
        await page.Locator("summary", new PageLocatorOptions { HasText = "Remove this group" }).ClickAsync();
        await page.PressAsync("Remove the group lab");
        await page.SaysAsync("No groups yet");
        await page.FollowAsync("Tokens");
        await page.SaysAsync("No API tokens");
        await Visits.LookAsync(page, "tokens-empty");
    }

    [Fact]
    public async Task Tokens_OfEverybody_AreShownAndRevoked()
    {
        (string id, string _) = await door.MakeTokenAsync("otto", "full", days: 30);
        IPage page = await _visits.AsAsync("admin", "/tokens");
        await page.SaysAsync("do everything its owner may");
        await Visits.LookAsync(page, "tokens");
        await page.PressAsync($"Revoke {id} of otto");
        await page.SaysAsync("Revoked");
        Assert.DoesNotContain(id, door.Hub.Registry.State.Tokens.Keys);
    }

    [Fact]
    public async Task Auditor_ReadsAndChangesNothing()
    {
        (await door.Root.PutAsync("/groups/readers", """{"members":["anna"]}""")).Is(201);
        IPage page = await _visits.AsAsync("auditor", "/users");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("New user");
        foreach (string path in (string[])["/users/uma", "/groups", "/groups/readers", "/tokens"])
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("main form[method=post]")).ToHaveCountAsync(0);
        }
        await page.GotoAsync("/users/uma");
        await Visits.LookAsync(page, "user-for-auditor");
        foreach (string path in (string[])["/users/new", "/groups/new"])
        {
            await page.GotoAsync(path);
            await page.SaysAsync("Not for you");
        }
    }

    [Fact]
    public async Task User_SeesNothingOfOthers()
    {
        IPage page = await _visits.AsAsync("user");
        await Assertions.Expect(page.Locator(".menu")).Not.ToContainTextAsync("People");
        foreach (string path in (string[])["/users", "/users/ada", "/groups", "/tokens"])
        {
            await page.GotoAsync(path);
            await page.SaysAsync("Not for you");
        }
    }
}
