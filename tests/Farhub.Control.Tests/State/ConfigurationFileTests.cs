using System.Text.Json.Nodes;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Tests.State;

public sealed class ConfigurationFileTests
{
    static HubState Read(string document, HubState? state = null) => ConfigurationFile.Read(state ?? Samples.State, JsonNode.Parse(document)!.AsObject());

    [Fact]
    public void WhatIsWritten_ReadIntoTheSameState_ChangesNothing() =>
        Assert.Empty(Samples.Differences(Samples.State, Read(ConfigurationFile.Write(Samples.State).ToJsonString())));

    [Fact]
    public void WhatIsWritten_ReadIntoAnEmptyHub_IsTheSameButForSecrets()
    {
        HubState read = Read(ConfigurationFile.Write(Samples.State).ToJsonString(), HubState.Empty);
        Assert.Null(read.Users["ann"].PasswordHash);
        User ann = read.Users["ann"] with { PasswordHash = Samples.State.Users["ann"].PasswordHash };
        Assert.Empty(ConfigurationFile.Differences(Samples.State, read with { Users = read.Users.SetItem("ann", ann) }));
    }

    [Fact]
    public void Write_HasNoSecretsNoNamesAndNoDefaults()
    {
        JsonObject document = ConfigurationFile.Write(Samples.State);
        Assert.Equal(["schedules", "shares", "users", "groups", "grants", "scenarios"], document.Select(p => p.Key));
        Assert.Equal("""{"ann":{"role":"admin","note":"the boss","priority":-3},"bob":{"enabled":false}}""", document["users"]!.ToJsonString(), ignoreCase: true);
    }

    [Fact]
    public void LeftOutOfItsKind_IsRemoved()
    {
        HubState read = Read("""{"users":{"ann":{"role":"Admin"}},"scenarios":null}""");
        Assert.Equal(["ann"], read.Users.Keys);
        Assert.Empty(read.Scenarios);
        // What a thing leaves out is as in a new one, but what cannot be written down stays.
        Assert.Equal(("", 0, "AQAAAA-of-ann"), (read.Users["ann"].Note, read.Users["ann"].Priority, read.Users["ann"].PasswordHash));
    }

    [Fact]
    public void KindNotMentioned_Stays()
    {
        HubState read = Read("""{"groups":{}}""");
        Assert.Empty(read.Groups);
        Assert.Same(Samples.State.Users, read.Users);
        Assert.Same(Samples.State.Grants, read.Grants);
        Assert.Same(Samples.State.Tokens, read.Tokens);
        Assert.Same(Samples.State, Read("{}"));
    }

    [Fact]
    public void Mistakes_AreAllToldAtOnce()
    {
        ControlException e = Assert.Throws<ControlException>(() => Read(
            """
            {
              "printers": {},
              "tokens": {},
              "users": [],
              "groups": { "g": 3 },
              "shares": { "p": { "colour": "red", "enabled": "yes", "name": "q" } },
              "grants": { "g": { "proof": "prayer", "longestLeaseMinutes": 1.5, "users": "ann" } }
            }
            """));
        Assert.Equal(ControlFailure.Mistakes, e.Failure);
        Assert.Equal(
            ["printers", "tokens", "users", "groups/g", "shares/p.colour", "shares/p.enabled", "shares/p.name", "grants/g.proof", "grants/g.longestLeaseMinutes", "grants/g.users"],
            e.Mistakes.Select(m => m.Place));
        Assert.StartsWith("is unknown; there are: schedules, shares, users, groups, grants, scenarios", e.Mistakes[0].Text, StringComparison.Ordinal);
        Assert.Equal("has to be names with what they are", e.Mistakes[2].Text);
        Assert.Equal("has to be properties with their values", e.Mistakes[3].Text);
        Assert.Equal("has to be true or false", e.Mistakes[5].Text);
    }

    [Fact]
    public void Secret_CannotBeGiven()
    {
        ControlException e = Assert.Throws<ControlException>(() => Read("""{"users":{"ann":{"role":"Admin","passwordHash":"mine"}}}"""));
        Mistake mistake = Assert.Single(e.Mistakes);
        Assert.Equal("users/ann.passwordHash", mistake.Place);
        Assert.DoesNotContain("passwordHash", mistake.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_HaveALineForEachThing()
    {
        HubState read = Read("""{"users":{"ann":{"role":"Admin","note":"the boss","priority":4},"eve":{}}}""");
        Assert.Equal(
            ["~ users/ann {\"priority\":[-3,4]}", "- users/bob", "+ users/eve"],
            ConfigurationFile.Differences(Samples.State, read).Select(d => d.StartsWith('~') ? d : d[..d.IndexOf('{', StringComparison.Ordinal)].TrimEnd()));
    }
}
