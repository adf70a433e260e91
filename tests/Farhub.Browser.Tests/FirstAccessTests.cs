namespace Farhub.Browser.Tests;

/// <summary>What stands where no grant and no schedule is yet.</summary>
public sealed class FirstAccessTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Theory]
    [InlineData("/access", "Nobody may use anything yet", "grants-none")]
    [InlineData("/schedules", "There are no schedules yet", "schedules-none")]
    [InlineData("/why", "There is nothing to ask about", "why-none")]
    public async Task Nothing_IsSaidInWords(string path, string title, string name)
    {
        IPage page = await _visits.AsAsync("admin", path);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = title })).ToBeVisibleAsync();
        await Visits.LookAsync(page, name);
    }
}
