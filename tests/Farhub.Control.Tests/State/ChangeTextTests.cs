using System.Text.Json.Nodes;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.State;

public sealed class ChangeTextTests
{
    [Theory]
    [InlineData("shares", null, "{}", "share.add")]
    [InlineData("shares", "{}", "{}", "share.change")]
    [InlineData("leases", "{}", null, "lease.remove")]
    [InlineData("queue", null, "{}", "queue.add")]
    public void Action_IsTheThingAndWhatHappenedToIt(string kind, string? before, string? after, string action) =>
        Assert.Equal(action, ChangeText.ActionOf(new ObjectChange(Kinds.Find(kind)!, "x", before, after)));

    [Fact]
    public void NewThing_IsDescribedByWhatIsNotEmpty() => Assert.Equal(
        """{"device":{"id":"0529:0001","serial":null,"port":null},"tags":["lab"],"enabled":true}""",
        Describe(HubState.Empty, HubState.Empty with { Shares = HubState.Empty.Shares.Add("p", new Share { Name = "p", Device = new DeviceBinding { Id = "0529:0001" }, Tags = ["lab"] }) }));

    [Fact]
    public void RemovedThing_IsDescribedByWhatWasLost() => Assert.Equal(
        """{"note":"who tests","members":["ann","bob"]}""",
        Describe(Samples.State, Samples.State with { Groups = HubState.Empty.Groups }));

    [Fact]
    public void ChangedThing_IsDescribedByWhatDiffers() => Assert.Equal(
        """{"note":["who tests",""],"members":[["ann","bob"],["ann"]]}""",
        Describe(Samples.State, Samples.State with { Groups = Samples.State.Groups.SetItem("testers", new Group { Name = "testers", Members = ["ann"] }) }));

    [Fact]
    public void NothingThatBecomesSomething_IsNullBefore() => Assert.Equal(
        """{"schedule":["office",null],"longestLeaseMinutes":[30,null]}""",
        Describe(Samples.State, Samples.State with { Grants = Samples.State.Grants.SetItem("night", Samples.State.Grants["night"] with { Schedule = null, LongestLeaseMinutes = null }) }));

    [Fact]
    public void Secrets_OnlySayThatTheyChanged()
    {
        HubState other = Samples.State with
        {
            Users = Samples.State.Users.SetItem("ann", Samples.State.Users["ann"] with { PasswordHash = "another" }),
            Credentials = Samples.State.Credentials.SetItem("cr1", Samples.State.Credentials["cr1"] with { Secret = "another", State = new(), Recovery = null }),
        };
        Assert.Equal("""{"passwordHash":"(secret)"}|{"secret":"(secret)","state":"(secret)","recovery":"(secret)"}""", Describe(Samples.State, other));
        Assert.Equal("""{"value":"(secret)"}""", Describe(HubState.Empty, HubState.Empty with { Settings = Samples.State.Settings }));
        Assert.Contains("\"hash\":\"(secret)\"", Describe(Samples.State, Samples.State with { Tokens = HubState.Empty.Tokens }), StringComparison.Ordinal);
    }

    [Fact]
    public void SecretThatIsNotSet_IsNotSpokenOf() => Assert.DoesNotContain(
        "passwordHash", Describe(HubState.Empty, HubState.Empty with { Users = HubState.Empty.Users.Add("bob", new User { Name = "bob" }) }), StringComparison.Ordinal);

    [Fact]
    public void Reasons_StandBehind()
    {
        ObjectChange change = Assert.Single(Kinds.Leases.Diff(Samples.State, Samples.State with { Leases = Samples.State.Leases.SetItem("printer", Samples.State.Leases["printer"] with { Proved = false }) }));
        var because = new JsonObject { ["reason"] = "because", ["bytes"] = 5 };
        Assert.Equal("""{"reason":"because","bytes":5,"proved":[true,false]}""", ChangeText.Describe(change, because));
        Assert.Equal("""{"reason":"because","bytes":5,"proved":[true,false]}""", ChangeText.Describe(change, because));
    }

    static string Describe(HubState before, HubState after) => string.Join('|', Kinds.All.SelectMany(k => k.Diff(before, after)).Select(c => ChangeText.Describe(c)));
}
