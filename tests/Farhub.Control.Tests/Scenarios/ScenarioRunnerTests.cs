using Farhub.Control.Events;
using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.Scenarios;
using Farhub.Hub;

namespace Farhub.Control.Tests.Scenarios;

public sealed class ScenarioRunnerTests : IAsyncDisposable
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly TestHub _hub = new();
    readonly FakeActions _actions = new();
    ScenarioRunner? _runner;

    public async ValueTask DisposeAsync()
    {
        if (_runner is not null) await _runner.DisposeAsync();
        _hub.Dispose();
    }

    ScenarioRunner Run(params Scenario[] scenarios)
    {
        _hub.Put([.. scenarios, TestHub.Scenario("last", "error", "enable")]);
        return _runner = new ScenarioRunner(_hub.Registry, _hub.Book, _hub.Events, _actions, _hub.Clock);
    }

    /// <summary>All steps run until now. One is run after the other, so the scenario that comes last has nothing behind it.</summary>
    async Task<string[]> RanAsync()
    {
        _hub.Events.Publish(EventTypes.Error, "printer", "that is all");
        List<string> ran = [];
        while (await _hub.RanAsync() is var one && one != "printer: last: enable: ok") ran.Add(one);
        return [.. ran];
    }

    [Fact]
    public async Task Time_RunsOnceForEachShare_AndAgainTheNextTime()
    {
        Run(TestHub.Scenario("morning", "at Mon-Fri 07:30", "enable", "reset") with { Shares = ["printer", "scope"] });
        _hub.Clock.Advance(TimeSpan.FromMinutes(30) - Second);
        Assert.Empty(await RanAsync());
        _hub.Clock.Advance(Second);
        string[] once = ["printer: morning: enable: ok", "printer: morning: reset: ok", "scope: morning: enable: ok", "scope: morning: reset: ok"];
        Assert.Equal(once, await RanAsync());
        Assert.Contains("scenario morning scenario.run shares/scope: reset (at 2027-03-01 07:30:00Z): ok", _hub.Audit);
        _hub.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Empty(await RanAsync());
        _hub.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(once, await RanAsync());
    }

    [Fact]
    public async Task Time_ThatWasSleptThrough_RunsOnceLate()
    {
        Run(TestHub.Scenario("morning", "at Mon-Fri 07:30", "enable"));
        _hub.Clock.Jump(TimeSpan.FromDays(3));
        Assert.Equal(["printer: morning: enable: ok"], await RanAsync());
        Assert.Contains("scenario morning scenario.run shares/printer: enable (at 2027-03-01 07:30:00Z): ok", _hub.Audit);
        _hub.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["printer: morning: enable: ok"], await RanAsync()); // Thursday's own.
    }

    [Fact]
    public async Task Time_ThatComesTwice_RunsOnce_UnlessTheClockWasQuiteWrong()
    {
        ScenarioRunner runner = Run(TestHub.Scenario("morning", "at daily 07:30", "enable"));
        void LookAfter(TimeSpan time)
        {
            _hub.Clock.Jump(time);
            runner.Look();
        }
        LookAfter(TimeSpan.FromMinutes(31));
        Assert.Equal(["printer: morning: enable: ok"], await RanAsync());
        LookAfter(TimeSpan.FromMinutes(-5));
        LookAfter(TimeSpan.FromMinutes(10));
        Assert.Empty(await RanAsync());
        LookAfter(TimeSpan.FromDays(-7));
        LookAfter(TimeSpan.FromDays(1));
        Assert.Equal(["printer: morning: enable: ok"], await RanAsync());
    }

    [Fact]
    public async Task Time_BeforeTheHubStarted_DoesNotRun()
    {
        _hub.Clock.Advance(TimeSpan.FromMinutes(30));
        Run(TestHub.Scenario("morning", "at Mon-Fri 07:30", "enable"));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await RanAsync());
    }

    [Theory]
    [InlineData("attached", EventTypes.Attached)]
    [InlineData("detached", EventTypes.Detached)]
    [InlineData("appeared", EventTypes.Appeared)]
    [InlineData("disappeared", EventTypes.Disappeared)]
    [InlineData("error", EventTypes.Error)]
    public async Task Event_RunsWhatItTriggers(string when, string type)
    {
        Run(TestHub.Scenario("a", when, "reset"));
        string[] types = [EventTypes.Attached, EventTypes.Detached, EventTypes.Appeared, EventTypes.Disappeared, EventTypes.Refused, EventTypes.EndsSoon, EventTypes.Changed];
        foreach (string other in types.Where(t => t != type)) _hub.Events.Publish(other, "printer", "");
        _hub.Events.Publish(type, "scope", "of another share");
        _hub.Events.Publish(type, "", "of no share");
        if (type != EventTypes.Error) Assert.Empty(await RanAsync());
        _hub.Events.Publish(type, "printer", "");
        Assert.Equal("printer: a: reset: ok", await _hub.RanAsync());
        Assert.Contains($"scenario a scenario.run shares/printer: reset ({type}): ok", _hub.Audit);
    }

    [Fact]
    public async Task RealSession_TriggersAttachedDetachedAndError()
    {
        Run(TestHub.Scenario("a", "attached", "run a"), TestHub.Scenario("d", "detached", "run d"), TestHub.Scenario("e", "error", "run e"));
        FakeSession session = _hub.Attach();
        Assert.Equal("printer: a: run a: ok", await _hub.RanAsync());
        session.End(SessionEnd.DeviceGone, "unplugged");
        Assert.Equal(["printer: d: run d: ok", "printer: e: run e: ok"], [await _hub.RanAsync(), await _hub.RanAsync()]);
    }

    [Fact]
    public async Task Tags_AndDisabledScenarios_AreMinded()
    {
        Run(
            TestHub.Scenario("tagged", "attached", "run t") with { Shares = [], Tags = ["lab"] },
            TestHub.Scenario("off", "attached", "run o") with { Enabled = false });
        _hub.Events.Publish(EventTypes.Attached, "scope", "");
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        Assert.Equal(["printer: tagged: run t: ok"], await RanAsync());
    }

    [Fact]
    public async Task ChangedScenario_RunsAsItIsNow()
    {
        Run(TestHub.Scenario("a", "attached", "run one"));
        _hub.Put(TestHub.Scenario("a", "detached", "run two"));
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        _hub.Events.Publish(EventTypes.Detached, "printer", "");
        Assert.Equal(["printer: a: run two: ok"], await RanAsync());
    }

    [Fact]
    public async Task Idle_RunsOnceForEachRest()
    {
        Run(TestHub.Scenario("rest", "idle 30m", "release"));
        FakeSession session = _hub.Attach();
        HeldLease held = Assert.Single(_hub.Book.Held);
        _hub.Clock.Advance(TimeSpan.FromMinutes(20));
        session.Transfer();
        held.Look(_hub.Clock.GetUtcNow()); // As the watch of leases does every second.
        _hub.Clock.Advance(TimeSpan.FromMinutes(30) - Second);
        Assert.Empty(await RanAsync());
        _hub.Clock.Advance(Second);
        Assert.Equal(["printer: rest: release: ok"], await RanAsync());
        Assert.Contains("scenario rest scenario.run shares/printer: release (idle for 30 minutes): ok", _hub.Audit);
        _hub.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Empty(await RanAsync());
        session.Transfer();
        held.Look(_hub.Clock.GetUtcNow());
        _hub.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(["printer: rest: release: ok"], await RanAsync());
        session.End(SessionEnd.ClientClosed, "detached");
        _hub.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await RanAsync()); // What nobody has is not idle.
    }

    [Fact]
    public async Task StepThatFails_EndsItsRunOnly()
    {
        Run(TestHub.Scenario("a", "attached", "run 1", "run 2", "run 3"));
        _actions.Do = (step, _, _) => step == "run 2" ? throw new InvalidOperationException("no such thing") : Task.FromResult("ok");
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        Assert.Equal(["printer: a: run 1: ok", "printer: a: run 2: no such thing"], await RanAsync());
        Assert.Contains("scenario a scenario.fail shares/printer: run 2 (share.attached): no such thing", _hub.Audit);
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        Assert.Equal(2, (await RanAsync()).Length);
    }

    [Fact]
    public async Task StepThatGivesUp_DoesNotEndTheRunner()
    {
        Run(TestHub.Scenario("a", "attached", "run 1"));
        _actions.Do = (step, _, _) => step == "run 1" ? throw new TaskCanceledException("it took too long") : Task.FromResult("ok");
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        Assert.Equal(["printer: a: run 1: it took too long"], await RanAsync());
    }

    [Fact]
    public async Task StoreThatFails_DoesNotEndTheRunner()
    {
        Run(TestHub.Scenario("a", "attached", "run 1"));
        _hub.Store.IsFull = true;
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        Assert.Equal("printer: scenario a: run 1 (share.attached): ok; this is not in the audit: the disk is full", await _hub.RanAsync());
        Assert.Equal("printer: a: run 1: ok", await _hub.RanAsync());
        _hub.Store.IsFull = false;
        Assert.Empty(await RanAsync());
    }

    [Fact]
    public async Task ScenarioThatCausesItself_IsHeldUp()
    {
        Run(TestHub.Scenario("loop", "attached", "run on"));
        _actions.Do = (step, share, _) =>
        {
            if (step == "run on") _hub.Events.Publish(EventTypes.Attached, share, "");
            return Task.FromResult("ok");
        };
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        for (int i = 0; i < ScenarioRunner.MostInAMinute; i++) Assert.Equal("printer: loop: run on: ok", await _hub.RanAsync());
        Assert.Empty(await RanAsync());
        string refusal = "hub scenario.refuse scenarios/loop: for 'printer' (share.attached): it ran 10 times within a minute: does it cause itself?";
        Assert.Single(_hub.Audit, refusal);
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        Assert.Empty(await RanAsync());
        Assert.Single(_hub.Audit, refusal); // Said once.
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        Assert.NotEmpty(await RanAsync());
    }

    [Fact]
    public async Task MoreThanCanWait_IsRefusedLoudly()
    {
        const int count = 1100;
        string[] shares = [.. Enumerable.Range(0, count).Select(i => $"s{i}")];
        _hub.Registry.Change(TestHub.Root, state => state with
        {
            Shares = state.Shares.AddRange(shares.Select(s => KeyValuePair.Create(s, new Share { Name = s, Device = new DeviceBinding { Id = "1234:5678" }, Tags = ["many"] }))),
        });
        Run(TestHub.Scenario("many", "attached", "enable") with { Shares = [], Tags = ["many"] });
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actions.Do = (_, _, _) =>
        {
            begun.TrySetResult();
            return goOn.Task;
        };
        _hub.Events.Publish(EventTypes.Attached, shares[0], "");
        await begun.Task;
        foreach (string share in shares[1..]) _hub.Events.Publish(EventTypes.Attached, share, "");
        Assert.Equal(count - 1001, _hub.Audit.Count(a => a.StartsWith("hub scenario.refuse scenarios/many: for ", StringComparison.Ordinal) && a.EndsWith("(share.attached): 1000 runs wait already: does a scenario cause itself?", StringComparison.Ordinal)));
        goOn.SetResult("ok");
        for (int i = 0; i < 1001; i++) Assert.EndsWith(": many: enable: ok", await _hub.RanAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Forecast_TellsWhatIsNext()
    {
        ScenarioRunner runner = Run(
            TestHub.Scenario("morning", "at Mon-Fri 07:30", "enable", "run x") with { Shares = ["scope", "printer"] },
            TestHub.Scenario("evening", "at daily 20:00", "disable"),
            TestHub.Scenario("once", "at 2027-03-02 06:00", "reset"),
            TestHub.Scenario("off", "at daily 08:00", "reset") with { Enabled = false },
            TestHub.Scenario("event", "attached", "reset"));
        IReadOnlyList<ScenarioForecast> forecast = runner.Forecast(5);
        Assert.Equal(
            ["2027-03-01 07:30:00Z morning", "2027-03-01 20:00:00Z evening", "2027-03-02 06:00:00Z once", "2027-03-02 07:30:00Z morning", "2027-03-02 20:00:00Z evening"],
            forecast.Select(f => $"{f.At:u} {f.Scenario}"));
        Assert.Equal(["printer", "scope"], forecast[0].Shares);
        Assert.Equal(["enable", "run x"], forecast[0].Steps);
        Assert.Empty(runner.Forecast(0));
    }

    [Fact]
    public async Task End_EndsWhatRuns()
    {
        ScenarioRunner runner = Run(TestHub.Scenario("a", "attached", "run for ever"));
        var begun = new TaskCompletionSource();
        _actions.Do = async (_, _, stop) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return "never";
        };
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        await begun.Task;
        await runner.DisposeAsync();
        _runner = null;
        Assert.False(_hub.HasRan);
        _hub.Events.Publish(EventTypes.Attached, "printer", "");
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_hub.HasRan);
    }
}
