using System.Text.Json.Nodes;
using Farhub.Control.State;

namespace Farhub.Control.Tests.State;

/// <summary>What a description may not say, which the reader of JSON alone would take.</summary>
public sealed class JsonValuesTests
{
    [Theory]
    [InlineData("users", """{"role":"admin"}""", null)]
    [InlineData("users", """{"role":3}""", "users/x.role: has to be one of user, auditor, operator, admin")]
    [InlineData("users", """{"role":77}""", "users/x.role: has to be one of user, auditor, operator, admin")]
    [InlineData("users", """{"role":"77"}""", "users/x.role: has to be one of user, auditor, operator, admin")]
    [InlineData("users", """{"role":null}""", "users/x.role: has to be one of user, auditor, operator, admin")]
    [InlineData("groups", """{"members":["ann",null]}""", "groups/x.members: has to be a list of texts")]
    [InlineData("groups", """{"members":null}""", "groups/x.members: may not be empty; has to be a list of texts")]
    [InlineData("schedules", """{"exceptions":[null]}""", "schedules/x.exceptions: is not built as it has to be")]
    [InlineData("schedules", """{"exceptions":[{"from":"2027-01-01","windows":[null]}]}""", "schedules/x.exceptions: is not built as it has to be")]
    [InlineData("schedules", """{"from":"tomorrow"}""", "schedules/x.from: has to be a date such as 2027-03-31")]
    [InlineData("shares", """{"device":{"id":"0529:0001","id":"0529:0002"}}""", "shares/x.device: is not built as it has to be")]
    [InlineData("shares", """{"device":{"id":"0529:0001","x":{"y":1,"y":2}}}""", "shares/x.device: is not built as it has to be")]
    [InlineData("users", """{"passwordHash":"x"}""", "users/x.passwordHash: is unknown; there are: name, role, note, enabled, priority")]
    [InlineData("users", """{"name":"y"}""", "users/x.name: is not 'x', which it is called by")]
    public void Description_IsTakenOrToldWhatIsWrong(string kind, string given, string? mistake)
    {
        List<Mistake> mistakes = [];
        HubState state = Kinds.Find(kind)!.Put(HubState.Empty, "x", JsonNode.Parse(given)!.AsObject(), $"{kind}/x", mistakes);
        Assert.Equal(mistake is null ? [] : [mistake], mistakes.Select(m => m.ToString()));
        Assert.Equal(mistake is null, Kinds.Find(kind)!.Contains(state, "x"));
    }
}
