using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.Scenarios;
using Farhub.Control.State;
using Farhub.Devices;
using Farhub.Hub;

namespace Farhub.Control.Tests.Scenarios;

public sealed class HubActionsTests : IDisposable
{
    readonly TestHub _hub = new();

    public void Dispose() => _hub.Dispose();

    Task<string> Do(ScenarioAct act, string share = "printer") => _hub.Actions.RunAsync("night", new ScenarioStep(act, ""), share, "share.attached", TestContext.Current.CancellationToken);

    Task<ControlException> Fails(ScenarioAct act, string share = "printer") => Assert.ThrowsAsync<ControlException>(() => Do(act, share));

    [Fact]
    public async Task Disable_AndEnable_ChangeTheShare_InTheScenariosName()
    {
        Assert.Equal("disabled", await Do(ScenarioAct.Disable));
        Assert.False(_hub.Registry.State.Shares["printer"].Enabled);
        Assert.Equal("scenario night share.change shares/printer: {\"enabled\":[true,false]}", _hub.LastAudit);
        Assert.Equal("was disabled", await Do(ScenarioAct.Disable));
        Assert.Equal("enabled", await Do(ScenarioAct.Enable));
        Assert.True(_hub.Registry.State.Shares["printer"].Enabled);
        Assert.Equal("was enabled", await Do(ScenarioAct.Enable));
        Assert.Equal(2, _hub.Audit.Count(a => a.Contains("share.change", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(ScenarioAct.Enable)]
    [InlineData(ScenarioAct.Disable)]
    [InlineData(ScenarioAct.Release)]
    [InlineData(ScenarioAct.Reset)]
    [InlineData(ScenarioAct.PowerCycle)]
    public async Task ShareThatIsGone_IsTold(ScenarioAct act)
    {
        // Task.FromResult would throw at once, which a runner takes as well.
        ControlException e = await Assert.ThrowsAsync<ControlException>(async () => await Do(act, "gone"));
        Assert.Equal((ControlFailure.NotFound, "There is no share 'gone'."), (e.Failure, e.Message));
    }

    [Fact]
    public async Task Release_WaitsUntilTheShareIsFree_AndRefusesNobody()
    {
        FakeSession session = _hub.Attach();
        Assert.Equal("taken from 192.0.2.7", await Do(ScenarioAct.Release));
        Assert.Empty(_hub.Registry.State.Leases);
        Assert.Empty(_hub.Registry.State.Cooldowns);
        Assert.Equal((SessionEnd.Kicked, "released by scenario night"), session.Aborted);
        Assert.Contains("scenario night lease.release leases/printer: released by scenario night", _hub.Audit);
        _hub.Attach();
    }

    [Fact]
    public async Task Release_OfWhatIsFree_IsDone() => Assert.Equal("nobody had it", await Do(ScenarioAct.Release));

    [Fact]
    public async Task Release_OfALeftover_IsDone()
    {
        _hub.Registry.Change(TestHub.Root, state => state with { Leases = state.Leases.Add("printer", new Lease { Name = "printer", Address = "192.0.2.9", Epoch = 1, Since = default, Grant = "all" }) });
        Assert.Equal("taken from 192.0.2.9", await Do(ScenarioAct.Release));
        Assert.Empty(_hub.Registry.State.Leases);
    }

    [Fact]
    public async Task Release_OfASessionThatDoesNotEnd_Fails()
    {
        _hub.Attach(isStuck: true);
        Task<ControlException> failing = Fails(ScenarioAct.Release);
        _hub.Clock.AwaitTimer(TimeSpan.FromSeconds(30));
        _hub.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("The session on 'printer' did not end within 30 s.", (await failing).Message);
    }

    [Fact]
    public async Task Reset_ResetsAFreeDevice()
    {
        Assert.Equal("reset 200-1", await Do(ScenarioAct.Reset));
        await _hub.Actions.ResetAsync(new Actor("ann", "192.0.2.1"), "printer");
        Assert.Equal("ann share.reset shares/printer: reset 200-1", _hub.LastAudit);
    }

    [Theory]
    [InlineData(ScenarioAct.Reset, "reset")]
    [InlineData(ScenarioAct.PowerCycle, "power-cycled")]
    public async Task WhatSomebodyHas_IsLeftAlone(ScenarioAct act, string done)
    {
        FakeSession session = _hub.Attach();
        ControlException e = await Fails(act);
        Assert.Equal((ControlFailure.Conflict, $"'printer' cannot be {done}: 192.0.2.7 has it since 2027-03-01 07:00:00Z; release it first."), (e.Failure, e.Message));
        Assert.Null(session.Aborted);
        Assert.Single(_hub.Devices.Devices);
    }

    [Fact]
    public async Task Reset_OfWhatCannotBe_IsTold_AndNoted()
    {
        Assert.Equal("'scope' cannot be reset: it is not plugged in.", (await Fails(ScenarioAct.Reset, "scope")).Message);
        using OpenDevice open = _hub.Device.Open(new NoSink(), OpenOptions.Default);
        ControlException e = await Assert.ThrowsAsync<ControlException>(() => _hub.Actions.ResetAsync(new Actor("ann"), "printer"));
        Assert.Equal((ControlFailure.Unable, "'printer' was not reset: device 200-1 is in use by another session."), (e.Failure, e.Message));
        Assert.IsType<DeviceException>(e.InnerException);
        Assert.Equal($"ann share.reset shares/printer: failed: {e.Message}", _hub.LastAudit);
    }

    [Fact]
    public async Task PowerCycle_TakesTheDeviceAwayForAWhile()
    {
        Task<string> cycling = Do(ScenarioAct.PowerCycle);
        _hub.Clock.AwaitTimer(HubActions.PowerOffTime);
        Assert.Empty(_hub.Devices.Devices);
        _hub.Clock.Advance(HubActions.PowerOffTime);
        Assert.Equal("port 200-1 was without power for 2 s", await cycling);
        Assert.Equal([_hub.Device], _hub.Devices.Devices);
    }

    [Fact]
    public async Task PowerCycle_OfAnOperator_TakesAsLongAsTheySay_AndIsNoted()
    {
        Task cycling = _hub.Actions.PowerCycleAsync(new Actor("ann"), "printer", TimeSpan.FromSeconds(7.5), TestContext.Current.CancellationToken);
        _hub.Clock.AwaitTimer(TimeSpan.FromSeconds(7.5));
        _hub.Clock.Advance(TimeSpan.FromSeconds(7.5));
        await cycling;
        Assert.Equal("ann share.power-cycle shares/printer: port 200-1 was without power for 7.5 s", _hub.LastAudit);
        foreach (TimeSpan wrong in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(61) })
        {
            ControlException e = await Assert.ThrowsAsync<ControlException>(() => _hub.Actions.PowerCycleAsync(TestHub.Root, "printer", wrong, TestContext.Current.CancellationToken));
            Assert.Equal("off: has to be more than 0 and at most 60 s.", e.Message);
        }
    }

    [Fact]
    public async Task PowerCycle_OfWhatCannotBe_IsTold()
    {
        Assert.Equal("'scope' cannot be power-cycled: it is not plugged in, and the share names no port.", (await Fails(ScenarioAct.PowerCycle, "scope")).Message);
        _hub.Registry.Change(TestHub.Root, state => state with { Shares = state.Shares.SetItem("scope", state.Shares["scope"] with { Device = new DeviceBinding { Port = "1-4.2" } }) });
        Assert.Equal("'scope' cannot be power-cycled: this hub cannot switch port 1-4.2.", (await Fails(ScenarioAct.PowerCycle, "scope")).Message);
        Task<string> first = Do(ScenarioAct.PowerCycle);
        Assert.Equal("'printer' was not power-cycled: the power of port 200-1 is being switched already.", (await Fails(ScenarioAct.PowerCycle)).Message);
        _hub.Clock.Advance(HubActions.PowerOffTime);
        await first;
    }

    [Fact]
    public void WebhookKey_IsMadeOnce_ShownAndRotatedInTheOpen()
    {
        var ann = new Actor("ann", "192.0.2.1");
        string key = _hub.Actions.WebhookKey.Show(ann);
        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal("ann webhook-key.show settings/webhook-key: ", _hub.LastAudit);
        Assert.Equal(key, new WebhookKey(_hub.Registry).Get());
        string next = _hub.Actions.WebhookKey.Rotate(ann);
        Assert.Equal("ann setting.change settings/webhook-key: {\"value\":\"(secret)\"}", _hub.LastAudit);
        Assert.NotEqual(key, next);
        Assert.Equal(next, _hub.Actions.WebhookKey.Show(ann));
        Assert.Contains("hub setting.add settings/webhook-key: {\"value\":\"(secret)\"}", _hub.Audit);
        Assert.DoesNotContain(_hub.Audit, a => a.Contains(key, StringComparison.Ordinal) || a.Contains(next, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runner_WithRealActions_DoesOneAfterTheOther()
    {
        FakeSession session = _hub.Attach();
        _hub.Put(TestHub.Scenario("night", "error", "disable", "release", "reset", "enable", "run echo $FARHUB_EVENT"));
        await using var runner = new ScenarioRunner(_hub.Registry, _hub.Book, _hub.Events, _hub.Actions, _hub.Clock);
        _hub.Events.Publish(EventTypes.Error, "printer", "");
        string[] ran = [await _hub.RanAsync(), await _hub.RanAsync(), await _hub.RanAsync(), await _hub.RanAsync(), await _hub.RanAsync()];
        Assert.Equal(
            [
                "printer: night: disable: disabled", "printer: night: release: taken from 192.0.2.7", "printer: night: reset: reset 200-1",
                "printer: night: enable: enabled", "printer: night: run echo $FARHUB_EVENT: share.error",
            ],
            ran);
        Assert.NotNull(session.Aborted);
    }

    sealed class NoSink : IUrbSink
    {
        public void Complete(ReadOnlySpan<Urb> urbs) { }

        public void Gone(string reason) { }
    }
}
