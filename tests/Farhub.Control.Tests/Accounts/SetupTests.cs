using Farhub.Control.Accounts;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Accounts;

public sealed class SetupTests
{
    const string NotGood = "The setup token is wrong or has expired: the hub's log has a new one after each start.";
    const string Done = "This hub has been set up: log in instead.";

    readonly TestHub _hub = TestHub.Empty();

    [Fact]
    public void FirstStart_MakesTheFirstAdmin_Once()
    {
        Setup setup = SetupOf(_hub);
        string token = setup.BeginSetup()!;
        Assert.Matches("^fhi_[A-Za-z0-9_-]{43}$", token);
        Assert.DoesNotContain(token[4..], _hub.State.Settings["setup"].Value, StringComparison.Ordinal);
        Complete(setup, token);
        User ann = Assert.Single(_hub.State.Users.Values);
        Assert.Equal(("ann", Role.Admin, true), (ann.Name, ann.Role, ann.Enabled));
        Assert.Empty(_hub.State.Settings);
        Assert.Equal(["user.add", "setting.remove"], _hub.Store.ReadAudit().TakeLast(2).Select(r => r.Action));
        Assert.Equal(LoginVerdict.LoggedIn, _hub.Accounts.LogIn("ann", TestHub.Password, null, TestHub.Home).Verdict);
        Assert.Equal(Done, TestHub.Refusal(ControlFailure.Conflict, () => Complete(setup, token)));
        Assert.Null(SetupOf(_hub.Restart()).BeginSetup());
    }

    [Fact]
    public void WrongToken_IsRefused_AndAudited()
    {
        Setup setup = SetupOf(_hub);
        Assert.Equal(NotGood, TestHub.Refusal(ControlFailure.Refused, () => Complete(setup, "fhi_")));
        string token = setup.BeginSetup()!;
        Assert.Equal(NotGood, TestHub.Refusal(ControlFailure.Refused, () => Complete(setup, token + "x")));
        Assert.Equal(("192.0.2.7", NotGood), Assert.Single(_hub.Audit("setup.refuse").Select(r => (r.Who, r.Detail))));
        Assert.Empty(_hub.State.Users);
    }

    [Fact]
    public void Token_IsGoodForADay()
    {
        Setup setup = SetupOf(_hub);
        string token = setup.BeginSetup()!;
        _hub.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(NotGood, TestHub.Refusal(ControlFailure.Refused, () => Complete(setup, token)));
    }

    [Fact]
    public void EachStart_HasANewToken()
    {
        string first = SetupOf(_hub).BeginSetup()!;
        Setup again = SetupOf(_hub.Restart());
        string second = again.BeginSetup()!;
        Assert.Equal(NotGood, TestHub.Refusal(ControlFailure.Refused, () => Complete(again, first)));
        Complete(again, second);
    }

    [Fact]
    public void Token_SurvivesTheRestartOfNobodyWhoRenewsIt()
    {
        string token = SetupOf(_hub).BeginSetup()!;
        TestHub after = _hub.Restart();
        Complete(SetupOf(after), token);
        Assert.Single(after.State.Users);
    }

    [Fact]
    public void BadNameOrPassword_IsRefused_AndTheTokenStaysGood()
    {
        Setup setup = SetupOf(_hub);
        string token = setup.BeginSetup()!;
        Assert.Equal($"name: has to be {Names.Rule}.", TestHub.Refusal(ControlFailure.Mistakes, () => setup.CompleteSetup(token, "Ann!", TestHub.Password, TestHub.Home)));
        Assert.Equal("password: has to be 12 to 128 characters.", TestHub.Refusal(ControlFailure.Mistakes, () => setup.CompleteSetup(token, "ann", "admin", TestHub.Home)));
        Complete(setup, token);
    }

    [Fact]
    public async Task TwoAtOnce_MakeOneAdmin()
    {
        Setup setup = SetupOf(_hub);
        string token = setup.BeginSetup()!;
        using var start = new Barrier(4);
        bool[] made = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            try
            {
                setup.CompleteSetup(token, $"admin-{i}", TestHub.Password, TestHub.Home);
                return true;
            }
            catch (ControlException)
            {
                return false;
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Single(made, m => m);
        Assert.Single(_hub.State.Users);
    }

    [Fact]
    public void HubWithUsers_NeedsNoSetup_AndForgetsAnOldToken()
    {
        string token = SetupOf(_hub).BeginSetup()!;
        _hub.Change(s => s with { Users = s.Users.Add("ann", new User { Name = "ann", Role = Role.Admin }) });
        Setup setup = SetupOf(_hub);
        Assert.Equal(Done, TestHub.Refusal(ControlFailure.Conflict, () => Complete(setup, token)));
        Assert.Null(setup.BeginSetup());
        Assert.Empty(_hub.State.Settings);
    }

    static Setup SetupOf(TestHub hub) => new(hub.Registry, hub.Passwords, hub.Time);

    static void Complete(Setup setup, string token) => setup.CompleteSetup(token, "ann", TestHub.Password, TestHub.Home);
}
