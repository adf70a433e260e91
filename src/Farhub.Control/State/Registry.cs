using System.Text;
using System.Text.Json.Nodes;
using Farhub.Control.Access;
using Farhub.Control.Audit;
using Farhub.Control.Store;

namespace Farhub.Control.State;

/// <summary>The one place where the hub's state changes: each change is checked as a whole, stored together with its audit, and only then seen.</summary>
public sealed class Registry : IDisposable
{
    readonly IStore _store;
    readonly TimeProvider _time;
    readonly object _changing = new();
    volatile Snapshot _current;
    AuditRecord _last;

    /// <summary>Loads what the store has.</summary>
    /// <param name="store">Disposed with the registry.</param>
    /// <param name="time">The clock of the audit.</param>
    /// <exception cref="StoreException">It cannot be loaded.</exception>
    public Registry(IStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        (HubState state, _last) = store.Load();
        try
        {
            StateRules.Check(HubState.Empty, state);
            _current = new Snapshot(state, AccessIndex.Of(state, null));
        }
        catch (ControlException e)
        {
            // Such as a time zone that this machine does not know.
            throw new StoreException($"The store holds what this version of Farhub on this machine does not take: {e.Message}", e);
        }
    }

    /// <summary>After a change, outside the lock, on the thread that made it: before and after.</summary>
    public event Action<Snapshot, Snapshot>? Changed;

    /// <summary>After the audit grew: its newest record. As <see cref="Changed"/>.</summary>
    public event Action<AuditRecord>? Audited;

    /// <summary>Now.</summary>
    public Snapshot Current => _current;

    /// <summary>Now.</summary>
    public HubState State => _current.State;

    /// <summary>Inside a change: a number greater than in every change before, also of earlier days.</summary>
    public long NextSequence => _last.Sequence + 1;

    /// <summary>The newest record of the audit.</summary>
    public AuditRecord LastAudit => Volatile.Read(ref _last);

    /// <summary>Changes the state. Every thing that differs afterwards is a line in the audit.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="change">Makes the next state of the present one; may throw to change nothing. Runs while no other change does.</param>
    /// <param name="because">More for the audit of each thing changed: an object of texts and numbers.</param>
    /// <exception cref="ControlException">The next state has mistakes, or <paramref name="change"/> says so.</exception>
    /// <exception cref="StoreException">It could not be stored; nothing has changed.</exception>
    public Snapshot Change(Actor actor, Func<HubState, HubState> change, JsonObject? because = null)
    {
        Snapshot before, after;
        List<AuditRecord> audit = [];
        lock (_changing)
        {
            before = _current;
            HubState state = change(before.State);
            if (ReferenceEquals(state, before.State)) return before;
            List<ObjectChange> changes = [.. Kinds.All.SelectMany(k => k.Diff(before.State, state))];
            if (changes.Count == 0) return before;
            StateRules.Check(before.State, state);
            after = new Snapshot(state, AccessIndex.Of(state, before));
            foreach (ObjectChange one in changes) audit.Add(Next(actor, ChangeText.ActionOf(one), $"{one.Kind.Name}/{one.Name}", ChangeText.Describe(one, because), audit));
            _store.Commit(changes, audit);
            _current = after;
            _last = audit[^1];
        }
        Tell(audit);
        Changed?.Invoke(before, after);
        return after;
    }

    /// <summary>Checks a state without taking it.</summary>
    /// <exception cref="ControlException">It has mistakes.</exception>
    public void Check(HubState state) => StateRules.Check(State, state);

    /// <summary>Writes down what was decided without changing anything.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public void Note(Actor actor, string action, string subject, string detail)
    {
        AuditRecord record;
        lock (_changing)
        {
            record = Next(actor, action, subject, detail, []);
            _store.Commit([], [record]);
            _last = record;
        }
        Tell([record]);
    }

    /// <summary>The audit, oldest first.</summary>
    public IEnumerable<AuditRecord> ReadAudit(long from = 1) => _store.ReadAudit(from);

    /// <summary>Some lines of the audit: the newest, newest first, or the oldest, oldest first.</summary>
    public IReadOnlyList<AuditRecord> FindAudit(AuditFilter filter, int count, bool isNewest = true) => _store.FindAudit(filter, count, isNewest);

    /// <summary>Copies the store into a file.</summary>
    /// <exception cref="StoreException">It cannot be written, or exists.</exception>
    public void Backup(string path) => _store.Backup(path);

    /// <summary>Closes the store.</summary>
    public void Dispose() => _store.Dispose();

    AuditRecord Next(Actor actor, string action, string subject, string detail, List<AuditRecord> before) => new AuditRecord
    {
        Sequence = 0,
        // Milliseconds, which is what both stores and the chain keep.
        At = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds()),
        Who = Storable(actor.Who),
        From = Storable(actor.From),
        Action = Storable(action),
        Object = Storable(subject),
        Detail = Storable(detail),
    }.After(before.Count > 0 ? before[^1] : _last);

    /// <summary>Names come from strangers too: what a database would refuse must not keep the rest from being written down.</summary>
    static string Storable(string text) =>
        text.Contains('\0', StringComparison.Ordinal) || text.Any(char.IsSurrogate)
            ? string.Concat(text.EnumerateRunes().Select(r => r.Value == 0 ? Rune.ReplacementChar : r))
            : text;

    void Tell(List<AuditRecord> audit)
    {
        if (Audited is not { } audited) return;
        foreach (AuditRecord record in audit) audited(record);
    }
}
