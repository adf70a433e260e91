namespace Farhub.Browser.Tests;

/// <summary>Shares, as people see them.</summary>
public sealed class ShareTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task Shares_AreShown()
    {
        await door.ShareAsync("tester", "200-1");
        IPage page = await _visits.AsAsync("admin");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "tester" })).ToBeVisibleAsync();
        await Visits.LookAsync(page, "shares");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "tester" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "tester" })).ToBeVisibleAsync();
        await Visits.LookAsync(page, "share");
    }
}
