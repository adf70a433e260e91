using System.Net;
using Farhub.Control.Accounts;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Accounts;

public sealed class AttemptLimitTests
{
    const string TooMany = "Too many failed attempts: try again after 2026-03-01 12:15:15Z.";

    readonly TestHub _hub = TestHub.New();

    [Theory]
    [InlineData("bob")]
    [InlineData("nobody")]
    public void TenFailures_ShutTheAccountForTheAddress(string name)
    {
        Fail(name, TestHub.Home, 10);
        Assert.Equal(TooMany, Refused(name, TestHub.Home));
        Assert.Equal(["Wrong name or password.", "Too many failed attempts."], _hub.Audit("login.refuse").Select(r => r.Detail));
        // Another account from there, and the account from elsewhere, are not.
        _hub.LogIn("carol");
        _hub.LogIn("bob", TestHub.Away);
        _hub.Time.AdvanceMinutes(15);
        _hub.LogIn("bob");
    }

    [Fact]
    public void Failures_SlideOutOneByOne()
    {
        for (int i = 0; i < 10; i++)
        {
            Fail("bob", TestHub.Home, 1);
            _hub.Time.AdvanceMinutes(1);
        }
        Assert.Equal(TooMany, Refused("bob", TestHub.Home));
        _hub.Time.AdvanceMinutes(5);
        Fail("bob", TestHub.Home, 1);
        Assert.Equal("Too many failed attempts: try again after 2026-03-01 12:16:15Z.", Refused("bob", TestHub.Home));
    }

    [Fact]
    public void ThirtyFailures_ShutTheAddress()
    {
        foreach (string name in (string[])["bob", "carol", "dave"]) Fail(name, TestHub.Home, 10);
        Assert.Equal(TooMany, Refused("olga", TestHub.Home));
        _hub.LogIn("olga", TestHub.Away);
    }

    [Fact]
    public void NeighboursInOneNetworkOfIPv6_AreOne_AndOfIPv4AreNot()
    {
        for (int i = 0; i < 10; i++) Fail("bob", IPAddress.Parse($"2001:db8::{i + 1:x}"), 1);
        Refused("bob", IPAddress.Parse("2001:db8::ffff:1"));
        _hub.LogIn("bob", IPAddress.Parse("2001:db8:0:1::1"));
        Fail("carol", IPAddress.Parse("192.0.2.1"), 10);
        Refused("carol", IPAddress.Parse("::ffff:192.0.2.1"));
        _hub.LogIn("carol", IPAddress.Parse("192.0.2.2"));
    }

    [Fact]
    public void TwentyFailuresFromEverywhere_SlowTheAccountDown_AndDoNotShutIt()
    {
        Fail("bob", IPAddress.Parse("203.0.113.1"), 10);
        Fail("bob", IPAddress.Parse("203.0.113.2"), 10);
        Assert.Equal("Too many failed attempts: try again after 2026-03-01 12:01:15Z.", Refused("bob", IPAddress.Parse("203.0.113.3")));
        _hub.Time.AdvanceMinutes(1);
        Fail("bob", IPAddress.Parse("203.0.113.3"), 1);
        Refused("bob", IPAddress.Parse("203.0.113.4"));
        _hub.Time.AdvanceMinutes(1);
        _hub.LogIn("bob");
    }

    [Fact]
    public void WhereTheUserLoggedInBefore_StrangersDoNotSlowThemDown()
    {
        _hub.LogIn("bob");
        Fail("bob", IPAddress.Parse("203.0.113.1"), 10);
        Fail("bob", IPAddress.Parse("203.0.113.2"), 10);
        Refused("bob", TestHub.Away);
        _hub.LogIn("bob");
        // It is no licence to guess.
        Fail("bob", TestHub.Home, 10);
        Refused("bob", TestHub.Home);
    }

    [Fact]
    public void Success_ForgetsTheFailuresOfThatUserThere_NotOfOthers()
    {
        Fail("bob", TestHub.Home, 9);
        Fail("carol", TestHub.Home, 9);
        _hub.LogIn("bob");
        Fail("bob", TestHub.Home, 9);
        Fail("carol", TestHub.Home, 1);
        Refused("carol", TestHub.Home);
        _hub.LogIn("bob");
        // 28 by now.
        Fail("dave", TestHub.Home, 2);
        Refused("bob", TestHub.Home);
    }

    [Fact]
    public void Attempts_CountFromTheirBeginning()
    {
        // Otherwise a thousand at the same time would all find the way free.
        var limits = new AttemptLimits(_hub.Time);
        List<Attempt> begun = [.. Enumerable.Range(0, 10).Select(_ => limits.Begin("bob", true, TestHub.Home))];
        TestHub.Refusal(ControlFailure.TooMany, () => limits.Begin("bob", true, TestHub.Home));
        limits.TakeBack(begun[3]);
        limits.Begin("bob", true, TestHub.Home);
        TestHub.Refusal(ControlFailure.TooMany, () => limits.Begin("bob", true, TestHub.Home));
    }

    [Fact]
    public void MadeUpNames_DoNotPushOutRealOnes()
    {
        var limits = new AttemptLimits(_hub.Time);
        for (int i = 0; i < 20; i++) limits.Begin("bob", true, new IPAddress([10, 0, 0, (byte)i]));
        for (int i = 0; i < 11_000; i++) limits.Begin($"nobody-{i}", false, new IPAddress([11, 0, (byte)(i / 250), (byte)(i % 250)]));
        TestHub.Refusal(ControlFailure.TooMany, () => limits.Begin("bob", true, TestHub.Away));
    }

    [Fact]
    public void RecentTable_IsBounded_AndForgetsWhoWasQuietLongest()
    {
        var table = new RecentTable<string>(3, TimeSpan.FromMinutes(15), 2);
        DateTimeOffset now = TestTimes.Start;
        foreach (string key in (string[])["a", "b", "c", "a", "a", "d"]) table.Add(key, now = now.AddMinutes(1));
        Assert.Equal(3, table.KeyCount);
        Assert.Equal([2, 0, 1, 1], new[] { "a", "b", "c", "d" }.Select(k => table.Of(k, now).Count));
        Assert.Equal([0, 0, 0, 1], new[] { "a", "b", "c", "d" }.Select(k => table.Of(k, now.AddMinutes(14.5)).Count));
        Assert.Equal(1, table.KeyCount);
    }

    [Fact]
    public void WrongOldPassword_CountsToo()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal("The old password is wrong.",
                TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.ChangePassword(_hub.As("bob"), "bob", "a horse on the sun", "another horse on the moon")));
        }
        Assert.Equal(TooMany, TestHub.Refusal(ControlFailure.TooMany, () => _hub.Accounts.ChangePassword(_hub.As("bob"), "bob", TestHub.Password, "another horse on the moon")));
    }

    void Fail(string name, IPAddress address, int times)
    {
        for (int i = 0; i < times; i++) TestHub.Refusal(ControlFailure.Refused, () => _hub.Accounts.LogIn(name, "a horse on the sun", null, address));
    }

    /// <summary>Even the right password.</summary>
    string Refused(string name, IPAddress address) => TestHub.Refusal(ControlFailure.TooMany, () => _hub.Accounts.LogIn(name, TestHub.Password, null, address));
}
