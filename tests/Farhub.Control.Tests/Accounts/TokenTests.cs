using Farhub.Control.Accounts;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Accounts;

public sealed class TokenTests
{
    readonly TestHub _hub = TestHub.New();

    [Fact]
    public void Token_IdentifiesItsUser_AlsoAfterARestart()
    {
        CreatedToken token = _hub.Accounts.CreateToken(_hub.As("bob"), "bob", "build machine", TokenScope.Use, _hub.Time.Now.AddDays(1));
        Assert.Matches("^fht_[a-z0-9]{12}_[A-Za-z0-9_-]{43}$", token.Text);
        Assert.Equal($"token {token.Id}", token.ToString());
        var bob = new Identity("bob", Role.User, TokenScope.Use, IdentitySource.Token, token.Id, TestHub.Away);
        Assert.Equal(bob, _hub.Accounts.Identify(token.Text, TestHub.Away));
        Assert.Equal(bob, _hub.Restart().Accounts.Identify(token.Text, TestHub.Away));
        Assert.Equal(("build machine", "bob", _hub.Time.Now), (_hub.State.Tokens[token.Id].Note, _hub.State.Tokens[token.Id].User, _hub.State.Tokens[token.Id].Created));
    }

    [Fact]
    public void ExpiredToken_IsRefused()
    {
        CreatedToken token = _hub.Accounts.CreateToken(_hub.As("bob"), "bob", "", TokenScope.Full, _hub.Time.Now.AddDays(1));
        _hub.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(_hub.Accounts.Identify(token.Text, TestHub.Home));
        _hub.Time.Advance(TimeSpan.FromTicks(1));
        Refused(token.Text, $"tokens/{token.Id}", "The token has expired.");
    }

    [Fact]
    public void DisabledUsersToken_IsRefused()
    {
        CreatedToken token = _hub.Accounts.CreateToken(_hub.As("ann"), "bob", "", TokenScope.Full);
        _hub.Change(s => s with { Users = s.Users.SetItem("bob", s.Users["bob"] with { Enabled = false }) });
        Refused(token.Text, $"tokens/{token.Id}", "The token's user is disabled or gone.");
    }

    [Fact]
    public void UnknownBearers_AreRefused()
    {
        CreatedToken token = _hub.Accounts.CreateToken(_hub.As("bob"), "bob", "", TokenScope.Full);
        string last = token.Text[^1] == 'A' ? "B" : "A";
        string[] unknown = ["", "fht_", "Bearer", token.Text[..^1], token.Text[..^1] + last, token.Text + "A", token.Text[..17], "fht_aaaaaaaaaaaa_" + token.Text[17..]];
        Assert.All(unknown, t => Assert.Null(_hub.Accounts.Identify(t, TestHub.Home)));
        Refused("x", "", "There is no such token.", notes: 1);
        Assert.Null(_hub.Accounts.Identify("fhs_" + new string('A', 43), TestHub.Home));
        Assert.Equal("The login session is over, or there never was one.", _hub.Audit("token.refuse")[1].Detail);
    }

    [Fact]
    public void RevokedToken_IsRefused()
    {
        CreatedToken token = _hub.Accounts.CreateToken(_hub.As("bob"), "bob", "", TokenScope.Full);
        Assert.Equal($"There is no token '{token.Id}'.", TestHub.Refusal(ControlFailure.NotFound, () => _hub.Accounts.RevokeToken(_hub.As("carol"), token.Id)));
        Assert.Equal("There is no token 'none'.", TestHub.Refusal(ControlFailure.NotFound, () => _hub.Accounts.RevokeToken(_hub.As("bob"), "none")));
        _hub.Accounts.RevokeToken(_hub.As("bob"), token.Id);
        Refused(token.Text, "", "There is no such token.");
        token = _hub.Accounts.CreateToken(_hub.As("bob"), "bob", "", TokenScope.Full);
        _hub.Accounts.RevokeToken(_hub.As("ann"), token.Id);
        Assert.Empty(_hub.State.Tokens);
    }

    [Fact]
    public void ForAnother_OnlyAdminsMakeOne()
    {
        Assert.Equal("Only bob and admins may make a token for them.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.CreateToken(_hub.As("olga"), "bob", "", TokenScope.Read)));
        Assert.Equal("There is no user 'nobody'.", TestHub.Refusal(ControlFailure.NotFound, () => _hub.Accounts.CreateToken(_hub.As("ann"), "nobody", "", TokenScope.Read)));
        _hub.Accounts.CreateToken(Identity.Root, "bob", "", TokenScope.Read);
    }

    [Fact]
    public void Mistakes_AreAllTold() => Assert.Equal(
        "note: is longer than 1000 characters; scope: has to be one of read, use, full; expires: has to be later than now.",
        TestHub.Refusal(ControlFailure.Mistakes, () => _hub.Accounts.CreateToken(_hub.As("bob"), "bob", new string('x', 1001), (TokenScope)7, _hub.Time.Now)));

    [Fact]
    public void NarrowToken_MakesAndRevokesNone()
    {
        const string Narrow = "This token is good for 'read' only: that takes 'full'.";
        Assert.Equal(Narrow, TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.CreateToken(_hub.As("bob", TokenScope.Read), "bob", "", TokenScope.Full)));
        Assert.Equal(Narrow, TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.RevokeToken(_hub.As("bob", TokenScope.Read), "x")));
    }

    [Fact]
    public void Tokens_AreBounded()
    {
        for (int i = 0; i < AccountBook.MaxTokens; i++) _hub.Accounts.CreateToken(_hub.As("bob"), "bob", "", TokenScope.Read);
        Assert.Equal("bob has 100 tokens: revoke one first.", TestHub.Refusal(ControlFailure.Conflict, () => _hub.Accounts.CreateToken(_hub.As("bob"), "bob", "", TokenScope.Read)));
        _hub.Accounts.CreateToken(_hub.As("carol"), "carol", "", TokenScope.Read);
    }

    [Fact]
    public void NextUserOfTheName_InheritsNothing()
    {
        CreatedToken token = _hub.Accounts.CreateToken(_hub.As("dave"), "dave", "", TokenScope.Full);
        CreatedToken kept = _hub.Accounts.CreateToken(_hub.As("bob"), "bob", "", TokenScope.Full);
        _hub.EnrolConfirmed("dave", CodeSecret.NewTotp());
        _hub.Change(s => s with { Unlocks = s.Unlocks.Add("u", new Unlock { Name = "u", Share = "scope", User = "dave", Address = "192.0.2.7", Until = _hub.Time.Now.AddHours(1) }) });
        _hub.Change(s => s with { Users = s.Users.Remove("dave") });
        _hub.Change(s => s with { Users = s.Users.Add("dave", new User { Name = "dave", Role = Role.Admin }) });
        Assert.Null(_hub.Accounts.Identify(token.Text, TestHub.Home));
        Assert.Equal([kept.Id], _hub.State.Tokens.Keys);
        Assert.Equal((0, 0), (_hub.State.Credentials.Count, _hub.State.Unlocks.Count));
    }

    [Fact]
    public void WhatWasLeftBehindBeforeAKill_IsRemovedAtTheNextStart()
    {
        _hub.Accounts.CreateToken(_hub.As("dave"), "dave", "", TokenScope.Full);
        // Without an account book that would see it.
        new Registry(_hub.Store, _hub.Time).Change(Actor.Hub, s => s with { Users = s.Users.Remove("dave") });
        Assert.Empty(_hub.Restart().State.Tokens);
    }

    void Refused(string bearer, string subject, string reason, int notes = 1)
    {
        Assert.Null(_hub.Accounts.Identify(bearer, TestHub.Home));
        Assert.Equal(notes, _hub.Audit("token.refuse").Count);
        Assert.Equal(("192.0.2.7", subject, reason), Assert.Single(_hub.Audit("token.refuse").TakeLast(1).Select(r => (r.Who, r.Object, r.Detail))));
    }
}
