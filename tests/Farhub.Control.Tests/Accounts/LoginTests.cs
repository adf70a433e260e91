using System.Net;
using Farhub.Control.Accounts;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Store;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Accounts;

public sealed class LoginTests
{
    readonly TestHub _hub = TestHub.New();

    [Fact]
    public void LogIn_GivesASession()
    {
        LoginOutcome outcome = _hub.Accounts.LogIn("bob", TestHub.Password, null, IPAddress.Parse("::ffff:192.0.2.7"));
        Assert.Equal(LoginVerdict.LoggedIn, outcome.Verdict);
        Assert.Matches("^fhs_[A-Za-z0-9_-]{43}$", outcome.Token!);
        Assert.Equal(outcome.Identity, _hub.Accounts.Identify(outcome.Token!, TestHub.Home));
        Assert.Equal(("bob", Role.User, TokenScope.Full, IdentitySource.Login, TestHub.Home),
            (outcome.Identity!.User, outcome.Identity.Role, outcome.Identity.Scope, outcome.Identity.How, outcome.Identity.Address));
        Assert.Equal(("bob", "192.0.2.7", "users/bob"), Assert.Single(_hub.Audit("login").Select(r => (r.Who, r.From, r.Object))));
    }

    [Theory]
    [InlineData("bob", "a horse on the sun", "Wrong name or password.")]
    [InlineData("nobody", TestHub.Password, "Wrong name or password.")]
    [InlineData("", "", "Wrong name or password.")]
    [InlineData("tokens-only", "", "Wrong name or password.")]
    [InlineData("gone", TestHub.Password, "This user is disabled.")]
    [InlineData("gone", "a horse on the sun", "Wrong name or password.")]
    public void WrongLogin_IsRefused_AndAudited(string name, string password, string reason)
    {
        _hub.Change(s => s with
        {
            Users = s.Users.Add("gone", s.Users["bob"] with { Name = "gone", Enabled = false }).Add("tokens-only", new User { Name = "tokens-only" }),
        });
        Assert.Equal(reason, TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogIn(name, password, null, TestHub.Home)));
        Assert.Equal(("192.0.2.7", $"users/{name}", reason), Assert.Single(_hub.Audit("login.refuse").Select(r => (r.Who, r.Object, r.Detail))));
        Assert.Empty(_hub.Audit("login"));
    }

    [Fact]
    public void MadeUpName_IsCutOffAndCleanedInTheAudit()
    {
        TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogIn("x\0\n\ud83d" + new string('y', 500), "whatever", null, TestHub.Home));
        Assert.Equal("users/x???" + new string('y', 27), _hub.Audit("login.refuse")[0].Object);
    }

    [Fact]
    public void RepeatedRefusals_AreCounted_NotRepeated()
    {
        for (int i = 0; i < 3; i++) TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogIn($"nobody-{i}", "whatever", null, TestHub.Home));
        Assert.Single(_hub.Audit("login.refuse"));
        _hub.Time.AdvanceMinutes(1);
        TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogIn("nobody", "whatever", null, TestHub.Home));
        Assert.Equal("Wrong name or password. (2 times more in between)", _hub.Audit("login.refuse")[1].Detail);
    }

    [Fact]
    public void Session_EndsWhenUnused()
    {
        string token = _hub.LogIn("bob");
        for (int i = 0; i < 3; i++)
        {
            _hub.Time.AdvanceMinutes(29);
            Assert.NotNull(_hub.Accounts.Identify(token, TestHub.Home));
        }
        _hub.Time.AdvanceMinutes(30);
        Assert.Null(_hub.Accounts.Identify(token, TestHub.Home));
    }

    [Fact]
    public void Session_EndsAfterTwelveHours_HoweverUsed()
    {
        string token = _hub.LogIn("bob");
        for (int i = 0; i < 35; i++)
        {
            _hub.Time.AdvanceMinutes(20);
            Assert.NotNull(_hub.Accounts.Identify(token, TestHub.Home));
        }
        _hub.Time.AdvanceMinutes(20);
        Assert.Null(_hub.Accounts.Identify(token, TestHub.Home));
    }

    [Fact]
    public void TwentyFirstSession_EndsTheOldest()
    {
        List<string> tokens = [];
        for (int i = 0; i < 21; i++)
        {
            tokens.Add(_hub.LogIn("bob"));
            _hub.Time.Advance(TimeSpan.FromSeconds(1));
        }
        string other = _hub.LogIn("carol");
        Assert.Null(_hub.Accounts.Identify(tokens[0], TestHub.Home));
        Assert.All(tokens.Skip(1).Append(other), t => Assert.NotNull(_hub.Accounts.Identify(t, TestHub.Home)));
    }

    [Fact]
    public void LogOut_EndsOne_LogOutAll_EndsAll()
    {
        (string one, string two, string three) = (_hub.LogIn("bob"), _hub.LogIn("bob"), _hub.LogIn("bob"));
        _hub.Accounts.LogOut(_hub.Accounts.Identify(one, TestHub.Home)!);
        Assert.Null(_hub.Accounts.Identify(one, TestHub.Home));
        Identity bob = _hub.Accounts.Identify(two, TestHub.Home)!;
        Assert.Equal("Only carol and admins may end these sessions.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogOutAll(bob, "carol")));
        Assert.Equal(2, _hub.Accounts.LogOutAll(bob, "bob"));
        Assert.All([two, three], t => Assert.Null(_hub.Accounts.Identify(t, TestHub.Home)));
        Assert.Equal(["", "2 sessions ended."], _hub.Audit("logout").Select(r => r.Detail));
        Assert.Equal("There is no user 'nobody'.", TestHub.Refusal(ControlFailure.NotFound, () => _hub.Accounts.LogOutAll(_hub.As("ann"), "nobody")));
        Assert.Equal("There is no login session to end: a token is revoked instead.", TestHub.Refusal(ControlFailure.Conflict, () => _hub.Accounts.LogOut(Identity.Root)));
    }

    [Fact]
    public void Restart_EndsAllSessions()
    {
        string token = _hub.LogIn("bob");
        Assert.Null(_hub.Restart().Accounts.Identify(token, TestHub.Home));
    }

    [Fact]
    public void DisabledOrRemovedUser_IsOutAtOnce_ForGood()
    {
        (string bob, string carol, string dave) = (_hub.LogIn("bob"), _hub.LogIn("carol"), _hub.LogIn("dave"));
        _hub.Change(s => s with
        {
            Users = s.Users.SetItem("bob", s.Users["bob"] with { Enabled = false }).Remove("carol"),
            Groups = s.Groups.Remove("leads"),
        });
        Assert.Equal(["users/bob", "users/carol"], _hub.Audit("logout").Select(r => r.Object).Order());
        _hub.Change(s => s with { Users = s.Users.SetItem("bob", s.Users["bob"] with { Enabled = true }).Add("carol", s.Users["bob"] with { Name = "carol" }) });
        Assert.All([bob, carol], t => Assert.Null(_hub.Accounts.Identify(t, TestHub.Home)));
        Assert.NotNull(_hub.Accounts.Identify(dave, TestHub.Home));
    }

    [Fact]
    public void ChangedRole_HoldsAtOnce()
    {
        string token = _hub.LogIn("olga");
        _hub.Change(s => s with { Users = s.Users.SetItem("olga", s.Users["olga"] with { Role = Role.Auditor }) });
        Assert.Equal(Role.Auditor, _hub.Accounts.Identify(token, TestHub.Home)!.Role);
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("olga")]
    public void AdminOrOperatorWithAToken_NeedsACodeToo(string user)
    {
        CodeSecret secret = _hub.EnrolConfirmed(user, CodeSecret.NewTotp()).Secret;
        Assert.Equal(new LoginOutcome(LoginVerdict.CodeRequired, null, null), _hub.Accounts.LogIn(user, TestHub.Password, null, TestHub.Home));
        Assert.Equal("The password is right; a one-time code is needed too.", _hub.Audit("login.refuse")[0].Detail);
        Assert.Equal("The code is wrong.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogIn(user, TestHub.Password, _hub.WrongCode(secret), TestHub.Home)));
        // Who does not know the password does not get to see whether a code is needed, nor to use it up.
        Assert.Equal("Wrong name or password.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogIn(user, "a horse on the sun", _hub.Code(secret), TestHub.Home)));
        Assert.Equal(LoginVerdict.LoggedIn, _hub.Accounts.LogIn(user, TestHub.Password, _hub.Code(secret), TestHub.Home).Verdict);
        Assert.Equal("The code was used before: wait for the next one.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogIn(user, TestHub.Password, _hub.Code(secret), TestHub.Home)));
    }

    [Fact]
    public void User_NeedsNoCode_NorDoesAnAdminWhoseTokenIsUnconfirmed()
    {
        CodeSecret secret = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp()).Secret;
        Assert.Equal(LoginVerdict.LoggedIn, _hub.Accounts.LogIn("bob", TestHub.Password, _hub.Code(secret), TestHub.Home).Verdict);
        Assert.Equal(CodeVerdict.Accepted, _hub.Credentials.VerifyCode(Actor.Hub, "bob", _hub.Code(secret), "test"));
        _hub.Credentials.Enrol(_hub.As("ann"), "ann", CodeSecret.NewTotp(), "");
        Assert.Equal(LoginVerdict.LoggedIn, _hub.Accounts.LogIn("ann", TestHub.Password, null, TestHub.Home).Verdict);
    }

    [Fact]
    public void OldHash_IsMadeAnewAtLogin_AndSessionsStay()
    {
        string before = new Passwords(5).Hash("bob", TestHub.Password);
        string hash = _hub.State.Users["bob"].PasswordHash!;
        string first = _hub.LogIn("bob");
        Assert.Equal(hash, _hub.State.Users["bob"].PasswordHash);
        _hub.Change(s => s with { Users = s.Users.SetItem("bob", s.Users["bob"] with { PasswordHash = before }) });
        string second = _hub.LogIn("bob");
        Assert.NotEqual(before, _hub.State.Users["bob"].PasswordHash);
        Assert.Equal(PasswordCheck.Right, _hub.Passwords.Check(_hub.State.Users["bob"].PasswordHash, TestHub.Password));
        Assert.All([first, second], t => Assert.NotNull(_hub.Accounts.Identify(t, TestHub.Home)));
    }

    [Fact]
    public void BrokenStore_LetsNobodyIn()
    {
        _hub.Store.IsFull = true;
        Assert.Throws<StoreException>(() => _hub.LogIn("bob"));
    }

    [Fact]
    public void WhatIsTold_HasNoTokenInIt()
    {
        LoginOutcome outcome = _hub.Accounts.LogIn("bob", TestHub.Password, null, TestHub.Home);
        Assert.Equal("LoggedIn bob", outcome.ToString());
        Assert.Equal("CodeRequired", new LoginOutcome(LoginVerdict.CodeRequired, null, null).ToString());
        Assert.DoesNotContain(outcome.Token![4..], outcome.Identity!.ToString(), StringComparison.Ordinal);
    }
}
