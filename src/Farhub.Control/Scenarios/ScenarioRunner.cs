using System.Collections.Concurrent;
using System.Threading.Channels;
using Farhub.Control.Events;
using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Scenarios;

/// <summary>Runs scenarios, at their times and on events. One after the other: what a scenario does is seen by the next.</summary>
public sealed class ScenarioRunner : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs that wait at most. A scenario that causes itself more than once fills the queue, and what does not fit is refused loudly.</summary>
    const int Waiting = 1000;

    /// <summary>So far back a clock goes when it is set right.</summary>
    static readonly TimeSpan MostCorrection = TimeSpan.FromHours(1);

    /// <summary>Runs of one scenario for one share in a minute. One that causes itself once each time (power-cycle when a device appears) never fills the queue, and
    /// would go on for ever.</summary>
    internal const int MostInAMinute = 10;

    readonly Registry _registry;
    readonly LeaseBook _book;
    readonly EventStream _events;
    readonly TimeProvider _time;
    readonly IScenarioActions _actions;
    readonly Channel<(Scenario Scenario, ScenarioPlan Plan, string Share, string Cause)> _runs = Channel.CreateBounded<(Scenario, ScenarioPlan, string, string)>(Waiting);
    readonly ConcurrentDictionary<(string Scenario, string Share), DateTimeOffset> _idleSince = new();
    readonly Dictionary<(string Scenario, string Share), (DateTimeOffset Since, int Count)> _counts = [];
    readonly CancellationTokenSource _stopping = new();
    readonly ITimer _timer;
    readonly Task _running;
    volatile IReadOnlyList<(Scenario Scenario, ScenarioPlan Plan)> _plans = [];
    DateTimeOffset _lookedAt;

    /// <summary>Begins.</summary>
    /// <param name="registry">Has the scenarios.</param>
    /// <param name="book">Knows how long a share has been idle.</param>
    /// <param name="events">What happens.</param>
    /// <param name="actions">What scenarios can do.</param>
    /// <param name="time">The clock.</param>
    public ScenarioRunner(Registry registry, LeaseBook book, EventStream events, IScenarioActions actions, TimeProvider time)
    {
        (_registry, _book, _events, _actions, _time) = (registry, book, events, actions, time);
        _lookedAt = time.GetUtcNow();
        Read(registry.State);
        registry.Changed += OnChanged;
        events.Published += OnEvent;
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
        _running = Task.Run(RunAsync);
    }

    /// <summary>The next things that will happen by themselves at times.</summary>
    /// <param name="count">How many.</param>
    public IReadOnlyList<ScenarioForecast> Forecast(int count)
    {
        var next = new PriorityQueue<(Scenario Scenario, ScenarioPlan Plan), DateTimeOffset>();
        DateTimeOffset now = _time.GetUtcNow();
        foreach ((Scenario scenario, ScenarioPlan plan) in _plans)
        {
            if (scenario.Enabled && plan.At?.Next(now) is { } at) next.Enqueue((scenario, plan), at);
        }
        List<ScenarioForecast> forecast = [];
        while (forecast.Count < count && next.TryDequeue(out (Scenario Scenario, ScenarioPlan Plan) one, out DateTimeOffset at))
        {
            forecast.Add(new ScenarioForecast(at, one.Scenario.Name, SharesOf(one.Scenario), [.. one.Plan.Steps.Select(s => s.ToString())]));
            if (one.Plan.At!.Next(at) is { } again) next.Enqueue(one, again);
        }
        return forecast;
    }

    /// <summary>Stops; what runs is ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _registry.Changed -= OnChanged;
        _events.Published -= OnEvent;
        await _timer.DisposeAsync();
        await _stopping.CancelAsync();
        _runs.Writer.TryComplete();
        await _running;
        _stopping.Dispose();
    }

    void OnChanged(Snapshot before, Snapshot after)
    {
        if (before.State.Scenarios != after.State.Scenarios) Read(after.State);
    }

    void Read(HubState state) => _plans =
        [.. state.Scenarios.Values.OrderBy(s => s.Name, StringComparer.Ordinal)
            .Select(s => (s, ScenarioReader.TryRead(s, out ScenarioPlan? plan, out var _) ? plan : null))
            .Where(p => p.Item2 is not null).Select(p => (p.s, p.Item2!))];

    void OnEvent(HubEvent happened)
    {
        ScenarioTrigger? trigger = happened.Type switch
        {
            EventTypes.Attached => ScenarioTrigger.Attached,
            EventTypes.Detached => ScenarioTrigger.Detached,
            EventTypes.Appeared => ScenarioTrigger.Appeared,
            EventTypes.Disappeared => ScenarioTrigger.Disappeared,
            EventTypes.Error => ScenarioTrigger.Error,
            _ => null,
        };
        if (trigger is null || happened.Share.Length == 0) return;
        foreach ((Scenario scenario, ScenarioPlan plan) in _plans)
        {
            if (scenario.Enabled && plan.Trigger == trigger && IsAbout(scenario, happened.Share)) Enqueue(scenario, plan, happened.Share, happened.Type);
        }
    }

    /// <summary>Looks at clocks.</summary>
    internal void Look()
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset before = _lookedAt;
        // A clock that is set right by going back a little makes nothing happen twice; one that was wrong by more begins anew.
        if (now >= before || before - now > MostCorrection) _lookedAt = now;
        foreach ((Scenario scenario, ScenarioPlan plan) in _plans)
        {
            if (!scenario.Enabled) continue;
            if (plan.Trigger == ScenarioTrigger.Time && plan.At!.Next(before) is { } at && at <= now)
            {
                foreach (string share in SharesOf(scenario)) Enqueue(scenario, plan, share, $"at {at:u}");
            }
            if (plan.Trigger == ScenarioTrigger.Idle) LookForIdle(scenario, plan, now);
        }
    }

    void LookForIdle(Scenario scenario, ScenarioPlan plan, DateTimeOffset now)
    {
        foreach (string share in SharesOf(scenario))
        {
            if (_book.UseOf(share) is not { } use || now - use.ActiveAt < plan.Idle) continue;
            // Once for each time of rest.
            if (_idleSince.TryGetValue((scenario.Name, share), out DateTimeOffset told) && told == use.ActiveAt) continue;
            _idleSince[(scenario.Name, share)] = use.ActiveAt;
            Enqueue(scenario, plan, share, $"idle for {plan.Idle.TotalMinutes:0} minutes");
        }
    }

    IReadOnlyList<string> SharesOf(Scenario scenario) => [.. _registry.State.Shares.Keys.Where(s => IsAbout(scenario, s)).Order(StringComparer.Ordinal)];

    bool IsAbout(Scenario scenario, string share) =>
        scenario.Shares.Contains(share) || (scenario.Tags.Count > 0 && _registry.State.Shares.TryGetValue(share, out Share? known) && known.Tags.Intersect(scenario.Tags).Any());

    void Enqueue(Scenario scenario, ScenarioPlan plan, string share, string cause)
    {
        string refusal = $"{Waiting} runs wait already: does a scenario cause itself?";
        switch (Count(scenario.Name, share))
        {
            case <= MostInAMinute when _runs.Writer.TryWrite((scenario, plan, share, cause)):
                return;
            case MostInAMinute + 1:
                refusal = $"it ran {MostInAMinute} times within a minute: does it cause itself?";
                break;
            case > MostInAMinute:
                return; // Said already.
        }
        Note(Actor.Hub, "scenario.refuse", $"scenarios/{scenario.Name}", share, $"for '{share}' ({cause}): {refusal}");
    }

    /// <summary>How often a scenario has been wanted for a share since its minute began, this time included.</summary>
    int Count(string scenario, string share)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_counts)
        {
            (DateTimeOffset since, int count) = _counts.GetValueOrDefault((scenario, share));
            if (count == 0 || now - since >= TimeSpan.FromMinutes(1) || now < since) (since, count) = (now, 0);
            _counts[(scenario, share)] = (since, count + 1);
            return count + 1;
        }
    }

    /// <summary>A store that fails for a moment must not end the runner, nor whoever published an event.</summary>
    void Note(Actor actor, string action, string subject, string share, string text)
    {
        try
        {
            _registry.Note(actor, action, subject, text);
        }
        catch (StoreException e)
        {
            _events.Publish(EventTypes.ScenarioRan, share, $"{actor.Who}: {text}; this is not in the audit: {e.Message}");
        }
    }

    async Task RunAsync()
    {
        try
        {
            await foreach ((Scenario scenario, ScenarioPlan plan, string share, string cause) in _runs.Reader.ReadAllAsync(_stopping.Token)) await RunAsync(scenario, plan, share, cause);
        }
        catch (OperationCanceledException)
        {
            // It is stopping.
        }
    }

    async Task RunAsync(Scenario scenario, ScenarioPlan plan, string share, string cause)
    {
        foreach (ScenarioStep step in plan.Steps)
        {
            string result;
            bool failed = false;
            try
            {
                result = await _actions.RunAsync(scenario.Name, step, share, cause, _stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever a command or a web address does ends this step, loudly, and nothing else.
            catch (Exception e)
            {
                (result, failed) = (e.Message, true);
            }
#pragma warning restore CA1031
            Note(new Actor($"scenario {scenario.Name}"), failed ? "scenario.fail" : "scenario.run", $"shares/{share}", share, $"{step} ({cause}): {result}");
            _events.Publish(EventTypes.ScenarioRan, share, $"{scenario.Name}: {step}: {result}");
            if (failed) return; // What comes next was meant to follow it.
        }
    }
}
