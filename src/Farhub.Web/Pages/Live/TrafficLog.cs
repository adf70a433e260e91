using System.Collections.Concurrent;
using System.Collections.Immutable;
using Farhub.Control;
using Farhub.Control.Leases;
using Farhub.Control.Model;

namespace Farhub.Web.Pages.Live;

/// <summary>What each share in use has carried lately: a figure each two seconds for two minutes. It only counts while somebody looks.</summary>
sealed class TrafficLog : IDisposable
{
    /// <summary>Between two figures.</summary>
    internal static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    /// <summary>Figures kept of a share.</summary>
    internal const int Kept = 60;

    /// <summary>Nobody has looked for so long: nothing is counted.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly ManagedHub _hub;
    readonly TimeProvider _time;
    readonly ITimer _timer;
    readonly ConcurrentDictionary<string, Traffic> _shares = new(StringComparer.Ordinal);
    long _lookedAt;

    internal TrafficLog(ManagedHub hub, TimeProvider time)
    {
        (_hub, _time) = (hub, time);
        _timer = time.CreateTimer(_ => Count(), null, Step, Step);
    }

    /// <summary>Bytes a second of a share, the newest last; empty while it is not in use.</summary>
    internal IReadOnlyList<long> Of(string share)
    {
        Volatile.Write(ref _lookedAt, _time.GetTimestamp());
        return _shares.TryGetValue(share, out Traffic? traffic) ? traffic.Rates : [];
    }

    public void Dispose() => _timer.Dispose();

    void Count()
    {
        if (_lookedAt == 0 || _time.GetElapsedTime(Volatile.Read(ref _lookedAt)) > Patience)
        {
            _shares.Clear();
            return;
        }
        ImmutableDictionary<string, Lease> leases = _hub.Registry.State.Leases;
        foreach (string gone in _shares.Keys.Where(s => !leases.ContainsKey(s))) _shares.TryRemove(gone, out _);
        foreach (Lease lease in leases.Values)
        {
            if (_hub.Leases.UseOf(lease.Name) is { } use) Add(lease, use);
        }
    }

    void Add(Lease lease, LeaseUse use)
    {
        long total = use.BytesIn + use.BytesOut;
        Traffic? before = _shares.GetValueOrDefault(lease.Name);
        bool isSame = before?.Epoch == lease.Epoch;
        // Of the first figure nobody knows in what time it came together.
        long rate = isSame ? (long)((total - before!.Total) / Step.TotalSeconds) : 0;
        _shares[lease.Name] = new Traffic(lease.Epoch, total, [.. (isSame ? before!.Rates : []).TakeLast(Kept - 1), rate]);
    }

    sealed record Traffic(long Epoch, long Total, IReadOnlyList<long> Rates);
}
