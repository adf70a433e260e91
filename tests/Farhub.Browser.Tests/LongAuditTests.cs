using Farhub.Control.State;

namespace Farhub.Browser.Tests;

/// <summary>An audit that does not fit on a page; on a hub of its own, whose other lines it would push off the first.</summary>
public sealed class LongAuditTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task LongAudit_IsTurnedPageByPage_WithoutScript()
    {
        for (int i = 1; i <= 250; i++) door.Hub.Registry.Note(new Actor("robot"), "test", "", $"note {i:000}");
        IPage page = await _visits.AsAsync("auditor", "/audit", hasScript: false);
        await page.GetByLabel("Who").FillAsync("robot");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        ILocator lines = page.Locator("li.record");
        await Assertions.Expect(lines).ToHaveCountAsync(100);
        await Assertions.Expect(lines.First).ToContainTextAsync("note 250");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Newer" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Assertions.Expect(lines.First).ToContainTextAsync("note 150");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Assertions.Expect(lines).ToHaveCountAsync(50);
        await Assertions.Expect(lines.Last).ToContainTextAsync("note 001");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Older" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Newer" }).ClickAsync();
        await Assertions.Expect(lines.First).ToContainTextAsync("note 150");
        await page.GetByRole(AriaRole.Link, new() { Name = "Newer" }).ClickAsync();
        await Assertions.Expect(lines.First).ToContainTextAsync("note 250");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2001-01-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing in the audit is like that.")).ToBeVisibleAsync();
    }
}
