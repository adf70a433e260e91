using Farhub.Control.Accounts;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Accounts;

public sealed class PasswordChangeTests
{
    const string New = "another horse on the moon";

    readonly TestHub _hub = TestHub.New();

    [Fact]
    public void Own_WithTheOldOne_EndsAllSessions()
    {
        (string one, string two, string other) = (_hub.LogIn("bob"), _hub.LogIn("bob"), _hub.LogIn("carol"));
        _hub.Accounts.ChangePassword(_hub.As("bob"), "bob", TestHub.Password, New);
        Assert.All([one, two], t => Assert.Null(_hub.Accounts.Identify(t, TestHub.Home)));
        Assert.NotNull(_hub.Accounts.Identify(other, TestHub.Home));
        Assert.Equal("2 sessions ended: the password was changed.", _hub.Audit("logout")[0].Detail);
        Assert.Equal("Wrong name or password.", TestHub.Refusal(ControlFailure.Refused, () => _hub.LogIn("bob")));
        Assert.Equal(LoginVerdict.LoggedIn, _hub.Accounts.LogIn("bob", New, null, TestHub.Home).Verdict);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("ann")]
    public void Own_WithoutTheOldOne_IsRefused_AlsoToAnAdmin(string user)
    {
        Assert.Equal("Your own password is changed with the old one: give it too.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.ChangePassword(_hub.As(user), user, null, New)));
        Assert.Equal("The old password is wrong.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.ChangePassword(_hub.As(user), user, New, New)));
        _hub.LogIn(user);
    }

    [Fact]
    public void Anothers_IsForAdmins()
    {
        Assert.Equal("Only bob and admins may change this password.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.ChangePassword(_hub.As("olga"), "bob", TestHub.Password, New)));
        _hub.Accounts.ChangePassword(_hub.As("ann"), "bob", null, New);
        Assert.Equal(LoginVerdict.LoggedIn, _hub.Accounts.LogIn("bob", New, null, TestHub.Home).Verdict);
        _hub.Accounts.ChangePassword(Identity.Root, "ann", null, New);
        Assert.Equal(LoginVerdict.LoggedIn, _hub.Accounts.LogIn("ann", New, null, TestHub.Home).Verdict);
        Assert.Equal("There is no user 'nobody'.", TestHub.Refusal(ControlFailure.NotFound, () => _hub.Accounts.ChangePassword(_hub.As("ann"), "nobody", null, New)));
    }

    [Fact]
    public void UserCalledRoot_IsNotRoot_NorTheOtherWayRound()
    {
        _hub.Change(s => s with { Users = s.Users.Add("root", new User { Name = "root" }) });
        // As another's: without the old one, which there is none of.
        _hub.Accounts.ChangePassword(Identity.Root, "root", null, New);
        Assert.Equal("Only bob and admins may change this password.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.ChangePassword(_hub.As("root"), "bob", null, New)));
    }

    [Fact]
    public void AdminWhoIsNoneAnyMore_IsRefused()
    {
        Identity ann = _hub.As("ann");
        _hub.Change(s => s with { Users = s.Users.SetItem("ann", s.Users["ann"] with { Role = Role.User }).SetItem("olga", s.Users["olga"] with { Role = Role.Admin }) });
        Assert.Equal("Only bob and admins may change this password.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.ChangePassword(ann, "bob", null, New)));
    }

    [Fact]
    public void WhoCameBeforeTheyWereAdmin_IsRefused()
    {
        Identity bob = _hub.As("bob");
        _hub.Change(s => s with { Users = s.Users.SetItem("bob", s.Users["bob"] with { Role = Role.Admin }) });
        Assert.Equal("Only carol and admins may change this password.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.ChangePassword(bob, "carol", null, New)));
    }

    [Fact]
    public void NarrowToken_IsRefused() => Assert.Equal("This token is good for 'use' only: that takes 'full'.",
        TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.ChangePassword(_hub.As("bob", TokenScope.Use), "bob", TestHub.Password, New)));

    [Fact]
    public void BadNewPassword_IsRefused() => Assert.Equal("password: has to be 12 to 128 characters.",
        TestHub.Refusal(ControlFailure.Mistakes, () => _hub.Accounts.ChangePassword(_hub.As("bob"), "bob", TestHub.Password, "short")));
}
