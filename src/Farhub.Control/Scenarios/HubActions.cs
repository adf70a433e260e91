using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.Presence;
using Farhub.Control.State;
using Farhub.Devices;

namespace Farhub.Control.Scenarios;

/// <summary>What scenarios and operators can do to shares and their devices.</summary>
public sealed class HubActions : IScenarioActions, IDisposable
{
    /// <summary>How long a port is without power unless somebody says otherwise: capacitors need a second to run empty.</summary>
    public static readonly TimeSpan PowerOffTime = TimeSpan.FromSeconds(2);

    /// <summary>The longest a port may be without power.</summary>
    public static readonly TimeSpan LongestPowerOffTime = TimeSpan.FromMinutes(1);

    /// <summary>How long a session may take to end: three times what a device that does not answer takes.</summary>
    static readonly TimeSpan ReleaseLimit = TimeSpan.FromSeconds(30);

    readonly Registry _registry;
    readonly LeaseBook _book;
    readonly DevicePresence _presence;
    readonly TimeProvider _time;
    readonly Webhook _webhook;

    /// <summary>Prepares them.</summary>
    /// <param name="registry">Has the shares.</param>
    /// <param name="book">Has the leases.</param>
    /// <param name="presence">Has the devices.</param>
    /// <param name="time">The clock.</param>
    public HubActions(Registry registry, LeaseBook book, DevicePresence presence, TimeProvider time)
    {
        (_registry, _book, _presence, _time) = (registry, book, presence, time);
        WebhookKey = new WebhookKey(registry);
        _webhook = new Webhook(time);
    }

    /// <summary>The key that webhooks are signed with.</summary>
    public WebhookKey WebhookKey { get; }

    /// <summary>Ends what is being called.</summary>
    public void Dispose() => _webhook.Dispose();

    /// <inheritdoc/>
    public Task<string> RunAsync(string scenario, ScenarioStep step, string share, string cause, CancellationToken cancellationToken)
    {
        var actor = new Actor($"scenario {scenario}");
        return step.Act switch
        {
            ScenarioAct.Enable => Task.FromResult(Enable(actor, share, isEnabled: true)),
            ScenarioAct.Disable => Task.FromResult(Enable(actor, share, isEnabled: false)),
            ScenarioAct.Release => ReleaseAsync(actor, share, cancellationToken),
            ScenarioAct.Reset => ResetAsync(share),
            ScenarioAct.PowerCycle => PowerCycleAsync(share, PowerOffTime, cancellationToken),
            ScenarioAct.Run => CommandAsync(step.Argument, OccasionOf(scenario, share, cause), cancellationToken),
            _ => _webhook.PostAsync(new Uri(step.Argument), OccasionOf(scenario, share, cause).ToJson(), WebhookKey.Get(), cancellationToken),
        };
    }

    /// <summary>Resets the device of a share that nobody has.</summary>
    /// <param name="actor">Who wants it; what came of it is in the audit.</param>
    /// <param name="share">Of which share.</param>
    /// <exception cref="ControlException">There is no such share, somebody has it, its device is not here or cannot be reset.</exception>
    public Task ResetAsync(Actor actor, string share) => NoteAsync(actor, "share.reset", share, () => ResetAsync(share));

    /// <summary>Takes the power from the port of a share that nobody has, for a moment. A share that names its port need not have a device there: one that
    /// hangs so badly that the system has lost it is just what this is for.</summary>
    /// <param name="actor">Who wants it; what came of it is in the audit.</param>
    /// <param name="share">Of which share.</param>
    /// <param name="off">For how long; <see cref="PowerOffTime"/> when null.</param>
    /// <param name="cancellationToken">Ends it early; power comes back in any case.</param>
    /// <exception cref="ControlException">There is no such share, somebody has it, or its port's power cannot be switched.</exception>
    public Task PowerCycleAsync(Actor actor, string share, TimeSpan? off = null, CancellationToken cancellationToken = default)
    {
        TimeSpan time = off ?? PowerOffTime;
        if (time <= TimeSpan.Zero || time > LongestPowerOffTime) throw new ControlException([new Mistake("off", $"has to be more than 0 and at most {LongestPowerOffTime.TotalSeconds:0} s")]);
        return NoteAsync(actor, "share.power-cycle", share, () => PowerCycleAsync(share, time, cancellationToken));
    }

    async Task NoteAsync(Actor actor, string action, string share, Func<Task<string>> act)
    {
        string subject = $"shares/{share}";
        try
        {
            _registry.Note(actor, action, subject, await act());
        }
        catch (ControlException e)
        {
            _registry.Note(actor, action, subject, $"failed: {e.Message}");
            throw;
        }
    }

    string Enable(Actor actor, string share, bool isEnabled)
    {
        HubState before = _registry.State;
        Snapshot after = _registry.Change(actor, state => Find(state, share) is var found && found.Enabled == isEnabled
            ? state
            : state with { Shares = state.Shares.SetItem(share, found with { Enabled = isEnabled }) });
        return $"{(before.Shares == after.State.Shares ? "was " : "")}{(isEnabled ? "enabled" : "disabled")}";
    }

    /// <summary>Ends the lease and waits until it is over: what comes next is for a device that is free.</summary>
    async Task<string> ReleaseAsync(Actor actor, string share, CancellationToken cancellationToken)
    {
        Find(_registry.State, share);
        // That a share is free already is what was wanted.
        const string free = "nobody had it";
        if (!_registry.State.Leases.TryGetValue(share, out Lease? lease)) return free;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged(Snapshot before, Snapshot after)
        {
            if (after.State.Leases.GetValueOrDefault(share)?.Epoch != lease.Epoch) over.TrySetResult();
        }
        _registry.Changed += OnChanged;
        try
        {
            _book.Release(actor, share, isOwn: false, TimeSpan.Zero, $"released by {actor.Who}");
            OnChanged(_registry.Current, _registry.Current);
            await over.Task.WaitAsync(ReleaseLimit, _time, cancellationToken);
            return $"taken from {lease.User ?? lease.Address}";
        }
        catch (ControlException e) when (e.Failure == ControlFailure.NotFound)
        {
            return free;
        }
        catch (TimeoutException e)
        {
            throw new ControlException(ControlFailure.Unable, $"The session on '{share}' did not end within {ReleaseLimit.TotalSeconds:0} s.", e);
        }
        finally
        {
            _registry.Changed -= OnChanged;
        }
    }

    async Task<string> ResetAsync(string share)
    {
        CheckFree(share, "reset");
        if (_presence.Now.DeviceOf(share) is not { } device) throw new ControlException(ControlFailure.Unable, $"'{share}' cannot be reset: {_presence.Now.ProblemOf(share)}.");
        try
        {
            await Task.Run(() => DeviceReset.Run(device), CancellationToken.None);
        }
        catch (DeviceException e)
        {
            throw new ControlException(ControlFailure.Unable, $"'{share}' was not reset: {e.Message}.", e);
        }
        return $"reset {device.Info.BusId}";
    }

    async Task<string> PowerCycleAsync(string share, TimeSpan off, CancellationToken cancellationToken)
    {
        Share found = CheckFree(share, "power-cycled");
        string? port = _presence.Now.DeviceOf(share)?.Info.BusId ?? found.Device.Port;
        if (port is null) throw new ControlException(ControlFailure.Unable, $"'{share}' cannot be power-cycled: {_presence.Now.ProblemOf(share)}, and the share names no port.");
        if (_presence.PowerOf(port) is not { } power) throw new ControlException(ControlFailure.Unable, $"'{share}' cannot be power-cycled: this hub cannot switch port {port}.");
        try
        {
            await power.CycleAsync(port, off, cancellationToken);
        }
        catch (DeviceException e)
        {
            throw new ControlException(ControlFailure.Unable, $"'{share}' was not power-cycled: {e.Message}.", e);
        }
        return $"port {port} was without power for {off.TotalSeconds:0.###} s";
    }

    async Task<string> CommandAsync(string command, Occasion occasion, CancellationToken cancellationToken) => OperatingSystem.IsWindows()
        ? throw new ControlException(ControlFailure.Unable, "Commands are for /bin/sh, which this machine does not have.")
        : await new ShellCommand(_time).RunAsync(command, occasion, cancellationToken);

    Occasion OccasionOf(string scenario, string share, string cause) =>
        new(scenario, share, cause, _time.GetUtcNow(), _registry.State.Shares.GetValueOrDefault(share)?.Device, _presence.Now.DeviceOf(share)?.Info);

    /// <summary>Whoever has a share would lose data: they, or an operator, have to let it go first.</summary>
    Share CheckFree(string share, string done)
    {
        HubState state = _registry.State;
        Share found = Find(state, share);
        return state.Leases.TryGetValue(share, out Lease? lease)
            ? throw new ControlException(ControlFailure.Conflict, $"'{share}' cannot be {done}: {lease.User ?? lease.Address} has it since {lease.Since:u}; release it first.")
            : found;
    }

    static Share Find(HubState state, string share) =>
        state.Shares.GetValueOrDefault(share) ?? throw new ControlException(ControlFailure.NotFound, $"There is no share '{share}'.");
}
