using System.Text.Json.Nodes;
using Farhub.Control.Events;

namespace Farhub.Web.Tests;

public sealed class EventTests(TestDoor door) : IClassFixture<TestDoor>
{
    [Fact]
    public async Task Stream_ThatHasBegun_DeliversWhatHappens()
    {
        using EventReader events = await EventReader.OpenAsync(door.Root);
        door.Hub.Events.Publish(EventTypes.Error, "some", "line one\nline two", "uma");
        JsonNode happened = await events.NextAsync();
        Assert.Equal(EventTypes.Error, (string)happened["type"]!);
        Assert.Equal("some", (string)happened["share"]!);
        Assert.Equal("line one\nline two", (string)happened["text"]!);
        Assert.Equal("uma", (string)happened["user"]!);
    }

    [Fact]
    public async Task Stream_ThatComesBack_BringsWhatWasMissed()
    {
        door.Hub.Events.Publish(EventTypes.Error, "some", "seen");
        long seen = door.Hub.Events.Recent()[^1].Id;
        door.Hub.Events.Publish(EventTypes.Error, "some", "missed");
        door.Hub.Events.Publish(EventTypes.Error, "some", "missed too");
        using EventReader events = await EventReader.OpenAsync(door.Root, ("Last-Event-ID", $"{seen}"));
        Assert.Equal("missed", (string)(await events.NextAsync())["text"]!);
        Assert.Equal("missed too", (string)(await events.NextAsync())["text"]!);
        door.Hub.Events.Publish(EventTypes.Error, "some", "new");
        Assert.Equal("new", (string)(await events.NextAsync())["text"]!);
    }

    [Fact]
    public async Task Stream_OfAUser_HasOnlyWhatIsTheirs()
    {
        await door.ShareAsync("theirs", "200-1");
        await door.ShareAsync("others", "200-2");
        await door.GrantAsync("theirs", "\"users\":[\"uma\"]");
        await door.GrantAsync("others", "\"users\":[\"otto\"]");
        HttpClient uma = await door.WithScopeAsync("user", "read");
        using EventReader events = await EventReader.OpenAsync(uma);
        door.Hub.Events.Publish(EventTypes.Attached, "others", "not theirs");
        door.Hub.Events.Publish(EventTypes.Refused, "theirs", "who is refused is nobody's business");
        door.Hub.Events.Publish(EventTypes.Changed, "", "the configuration");
        door.Hub.Events.Publish(EventTypes.Attached, "theirs", "theirs");
        door.Hub.Events.Publish(EventTypes.Offered, "others", "about them", "uma");
        Assert.Equal("theirs", (string)(await events.NextAsync())["text"]!);
        Assert.Equal("about them", (string)(await events.NextAsync())["text"]!);
    }

    [Theory]
    [InlineData("/users/wilma", "PATCH", """{"enabled":false}""")]
    [InlineData("/users/wilma", "PATCH", """{"role":"user"}""")]
    [InlineData("/users/wilma", "DELETE", null)]
    [InlineData("/tokens/{id}", "DELETE", null)]
    public async Task Stream_OfWhoMayNotAnyMore_DeliversNothingMore(string path, string method, string? body)
    {
        await door.Root.PutAsync("/users/wilma", """{"role":"auditor"}""");
        (string id, string text) = await door.MakeTokenAsync("wilma", "read");
        using EventReader events = await EventReader.OpenAsync(door.WithToken(text));
        door.Hub.Events.Publish(EventTypes.Error, "some", "before");
        Assert.Equal("before", (string)(await events.NextAsync())["text"]!);
        Answer ended = await door.Root.AskAsync(method, path.Replace("{id}", id, StringComparison.Ordinal), body);
        Assert.InRange(ended.Status, 200, 204);
        door.Hub.Events.Publish(EventTypes.Error, "some", "after");
        await events.EndAsync();
    }
}
