using System.Text.Json.Nodes;

namespace Farhub.Browser.Tests;

/// <summary>What has happened and what happens, as people look it up.</summary>
public sealed class AuditTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task Audit_IsRead_Filtered_Verified_AndTakenAway()
    {
        await door.ShareAsync("tester", "200-1");
        (await door.Root.PostAsync("/shares/tester/disable")).Is(204);
        (await door.Root.PostAsync("/login", """{"name":"uma","password":"a wrong one"}""")).Is(403);
        IPage page = await _visits.AsAsync("auditor", "/audit");
        ILocator lines = page.Locator("li.record");
        await Assertions.Expect(lines.Filter(new() { HasText = "root changed the share tester" })).ToContainTextAsync("enabled");
        await Assertions.Expect(lines.Filter(new() { HasText = "root changed the share tester" }).Locator("del")).ToHaveTextAsync("yes");
        await Assertions.Expect(lines.Filter(new() { HasText = "was not let in as uma" })).ToBeVisibleAsync();
        await Visits.LookAsync(page, "audit");

        await page.GetByLabel("What").SelectOptionAsync("share.");
        await page.WaitForURLAsync("**/audit?what=share.");
        await Assertions.Expect(lines.Filter(new() { HasText = "was not let in" })).ToHaveCountAsync(0);
        await Assertions.Expect(lines.Filter(new() { HasText = "root made the share tester" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Verify" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The audit is intact" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(door.Hub.Registry.LastAudit.Hash)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("body")).ToHaveAttributeAsync("data-live", "off");
        await Visits.LookAsync(page, "audit-verified");

        await page.GotoAsync("/audit?about=shares/no-such");
        await Assertions.Expect(page.GetByText("Nothing in the audit is like that.")).ToBeVisibleAsync();
        await Visits.LookAsync(page, "audit-nothing");

        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync());
        Assert.EndsWith(".jsonl", file.SuggestedFilename, StringComparison.Ordinal);
        string[] exported = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(1, (int)JsonNode.Parse(exported[0])!["sequence"]!);
        Assert.Equal(door.Hub.Registry.LastAudit.Hash, (string)JsonNode.Parse(exported[^1])!["hash"]!);
    }

    [Fact]
    public async Task Events_AppearByThemselves()
    {
        await door.ShareAsync("living", "200-2");
        await door.GrantAsync("living", "\"users\":[\"otto\"]");
        IPage page = await _visits.AsAsync("auditor", "/events");
        IPage other = await _visits.AsAsync("operator", "/shares/living");
        await other.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        ILocator lines = page.Locator("li.event");
        await Assertions.Expect(lines.First).ToContainTextAsync("share living");
        door.Plug("loopback");
        await Assertions.Expect(lines.First).ToContainTextAsync("Device found");
        await Visits.LookAsync(page, "events");
        await page.GetByLabel("What").SelectOptionAsync("device.added");
        await Assertions.Expect(lines.Filter(new() { HasText = "Changed" })).ToHaveCountAsync(0);
        int before = await lines.CountAsync();
        door.Plug("loopback");
        await Assertions.Expect(lines).ToHaveCountAsync(before + 1);
    }

    [Fact]
    public async Task User_SeesWhatIsTheirs_AndNotTheAudit()
    {
        IPage page = await _visits.AsAsync("user", "/events");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing has happened yet" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Audit" })).ToHaveCountAsync(0);
        await Visits.LookAsync(page, "events-empty");
        Assert.Equal(403, (await page.GotoAsync("/audit"))!.Status);
        Assert.Equal(403, (await page.GotoAsync("/audit.jsonl"))!.Status);
        IPage nobody = await _visits.NobodyAsync();
        await nobody.GotoAsync("/audit.jsonl");
        await Assertions.Expect(nobody.GetByRole(AriaRole.Button, new() { Name = "Log in" })).ToBeVisibleAsync();
    }
}
