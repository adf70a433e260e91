using System.Text.RegularExpressions;
using Farhub.Client;
using Farhub.Usb;

namespace Farhub.Browser.Tests;

/// <summary>Shares, as those see them who use them and those who look after them.</summary>
public sealed class ShareTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task List_WithoutAnyShare_SaysHowTheyCome()
    {
        foreach (string share in door.Hub.Registry.State.Shares.Keys) await RemoveAsync(share);
        IPage admin = await _visits.AsAsync("admin"), user = await _visits.AsAsync("user");
        await See(admin.GetByText("Nothing is shared yet"));
        await Visits.LookAsync(admin, "shares-empty");
        await See(user.GetByText("Nothing is shared with you yet"));
        await See(user.GetByText("uma", new PageGetByTextOptions { Exact = true }));
        await Visits.LookAsync(user, "shares-empty-user");
    }

    [Fact]
    public async Task List_ShowsStates_AndFindsOne()
    {
        await ShareAsync("listed-free", "200-1", """ "tags":["lab","keys"],"note":"in the rack" """);
        await ShareAsync("listed-off", "200-2", """ "enabled":false """);
        await ShareAsync("listed-gone", "7-7");
        await ShareAsync("listed-used", "200-3");
        await door.GrantAsync("listed-used", """ "from":["any"] """);
        await using RemoteDevice used = await door.ImportAsync("listed-used");
        IPage page = await _visits.AsAsync("operator");
        foreach ((string share, string state) in ((string, string)[])[("listed-free", "Free"), ("listed-off", "Disabled"), ("listed-gone", "Missing"), ("listed-used", "In use")])
        {
            await See(Row(page, share).GetByText(state, new LocatorGetByTextOptions { Exact = true }));
        }
        await Visits.LookAsync(page, "shares");
        await page.GetByLabel("Find a share").FillAsync("rack lab");
        await See(Row(page, "listed-free"));
        await Assertions.Expect(Row(page, "listed-used")).ToBeHiddenAsync();
        await page.GetByLabel("Find a share").FillAsync("");
        await page.GetByLabel("State").SelectOptionAsync("disabled");
        await page.WaitForURLAsync(new Regex("state=disabled"));
        await See(Row(page, "listed-off"));
        await Assertions.Expect(Row(page, "listed-used")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task TwoPeople_AskForADeviceWaitForItAndGetIt_EachSeeingTheOther()
    {
        await ShareAsync("contested", "200-1");
        await door.GrantAsync("contested", """ "from":["any"] """);
        await using RemoteDevice holder = await door.ImportAsync("contested");
        IPage user = await _visits.AsAsync("user", "/shares/contested"), other = await _visits.AsAsync("operator", "/shares/contested");
        await See(user.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "In use" }));

        await user.GetByText("Ask for it").ClickAsync();
        await user.GetByLabel("Message").FillAsync("for ten minutes");
        await user.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("hand over") }).ClickAsync();
        await See(user.GetByText("Asked."));
        await user.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Wait for it" }).ClickAsync();
        await See(user.GetByText("You wait for it, as number 1 of 1."));
        // The other browser is not touched, and sees it.
        await See(other.Locator("ol li b").GetByText("uma"));
        await Visits.LookAsync(other, "share-waiting");

        await other.GetByText("End this use").ClickAsync();
        await other.GetByLabel("Why").FillAsync("somebody needs it more");
        await other.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("^Take it from") }).ClickAsync();
        await See(other.GetByText("Ended."));
        await See(user.GetByText("It is your turn:"));
        await Visits.LookAsync(user, "share-your-turn");
        await user.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Wait no more" }).ClickAsync();
        await See(user.GetByText("You wait no more."));
        await See(other.GetByText("Nobody.", new PageGetByTextOptions { Exact = true }));
    }

    [Fact]
    public async Task Traffic_IsDrawnWhileItFlows()
    {
        await ShareAsync("busy", "200-2");
        await door.GrantAsync("busy", """ "from":["any"] """);
        await using RemoteDevice device = await door.ImportAsync("busy");
        IPage page = await _visits.AsAsync("operator", "/shares/busy");
        using var stop = new CancellationTokenSource();
        Task flow = Task.Run(async () =>
        {
            byte[] data = new byte[4096];
            while (!stop.IsCancellationRequested) await device.ControlInAsync(new SetupPacket(0x80, 6, 0x0100, 0, 18), data.AsMemory(0, 18));
        }, stop.Token);
        // Two figures at least, of which the newest is not nothing.
        await Assertions.Expect(page.Locator("[data-traffic=busy] polyline")).ToHaveAttributeAsync("points", new Regex(" "));
        await Assertions.Expect(page.Locator("[data-traffic=busy] .sub")).Not.ToHaveTextAsync("0 B/s");
        await stop.CancelAsync();
        await flow;
        await Visits.LookAsync(page, "share-traffic");
    }

    [Fact]
    public async Task Operator_LooksAfterADevice()
    {
        await ShareAsync("looked-after", "200-3");
        IPage page = await _visits.AsAsync("operator", "/shares/looked-after");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Disable" }).ClickAsync();
        await See(page.GetByText("Disabled: nobody can attach it."));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Enable" }).ClickAsync();
        await See(page.GetByText("Enabled."));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reset" }).ClickAsync();
        await See(page.GetByText("The device was reset."));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Power-cycle" }).ClickAsync();
        await See(page.GetByText("The power was off for a moment."));
        await Assertions.Expect(page.GetByText("Share it no more")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Admin_ChangesAShare_AndHearsOfMistakes()
    {
        await ShareAsync("changed", "200-3");
        IPage page = await _visits.AsAsync("admin", "/shares/changed");
        await page.GetByText("Change", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.GetByLabel("Note").FillAsync("on the third shelf");
        await page.GetByLabel("Vendor and product id").FillAsync("nonsense");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save" }).ClickAsync();
        await See(page.GetByRole(AriaRole.Alert));
        await Assertions.Expect(page.GetByLabel("Vendor and product id")).ToHaveValueAsync("nonsense");
        await Assertions.Expect(page.GetByLabel("Note")).ToHaveValueAsync("on the third shelf");
        await Visits.LookAsync(page, "share-mistake");
        await page.GetByLabel("Vendor and product id").FillAsync("");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save" }).ClickAsync();
        await See(page.GetByText("Saved."));
        await See(page.GetByText("on the third shelf"));
        await page.GetByText("Share it no more").ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove the share changed" }).ClickAsync();
        await See(page.GetByText("changed is shared no more."));
    }

    [Fact]
    public async Task HowToAttach_IsCopied()
    {
        await ShareAsync("copied", "200-1");
        IPage page = await _visits.AsAsync("admin", "/shares/copied");
        await page.GetByText("Linux, with what the kernel brings").ClickAsync();
        await page.Locator("details[open]").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Copy" }).ClickAsync();
        await See(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Copied", Exact = true }));
        Assert.Matches(@"^sudo usbip --tcp-port \d+ attach -r 127.0.0.1 -b copied$", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task WithoutScript_AShareIsReservedAndGivenUp()
    {
        await ShareAsync("plain", "200-2");
        await door.GrantAsync("plain", """ "users":["uma"] """);
        IPage page = await _visits.AsAsync("user", "/shares/plain", hasScript: false);
        await page.GetByText("Reserve it").ClickAsync();
        await page.GetByLabel("From (UTC)").FillAsync(DateTime.UtcNow.AddHours(2).ToString("yyyy-MM-ddTHH:mm"));
        await page.GetByLabel("Until (UTC)").FillAsync(DateTime.UtcNow.AddHours(1).ToString("yyyy-MM-ddTHH:mm"));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reserve", Exact = true }).ClickAsync();
        await See(page.GetByText("is not after 'from'").First);
        await page.GetByLabel("Until (UTC)").FillAsync(DateTime.UtcNow.AddHours(3).ToString("yyyy-MM-ddTHH:mm"));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reserve", Exact = true }).ClickAsync();
        await See(page.GetByText("Reserved."));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Give up" }).ClickAsync();
        await See(page.GetByText("Given up."));
    }

    [Fact]
    public async Task Keyboard_Alone_ReachesTheShare()
    {
        await ShareAsync("keyed", "200-1");
        IPage page = await _visits.AsAsync("admin", "/shares?q=keyed");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to the page")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        ILocator link = page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "keyed", Exact = true });
        for (int i = 0; i < 8 && !await link.EvaluateAsync<bool>("e => e === document.activeElement"); i++) await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(link).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/shares/keyed$"));
    }

    static Task See(ILocator what) => Assertions.Expect(what).ToBeVisibleAsync();

    static ILocator Row(IPage page, string share) => page.Locator($"li[data-key={share}]");

    async Task ShareAsync(string name, string port, string more = "")
    {
        // A device is in one share only.
        foreach (string other in door.Hub.Registry.State.Shares.Values.Where(s => s.Device.Port == port).Select(s => s.Name)) await RemoveAsync(other);
        (await door.Root.PutAsync($"/shares/{name}", $$"""{"device":{"port":"{{port}}"}{{(more.Length > 0 ? $",{more}" : "")}} }""")).Is(201);
    }

    async Task RemoveAsync(string share)
    {
        await door.Root.AskAsync("DELETE", $"/grants/{share}-to");
        (await door.Root.AskAsync("DELETE", $"/shares/{share}")).Is(204);
    }
}
