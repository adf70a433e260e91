using System.Globalization;

namespace Farhub.Soak;

/// <summary>What has been counted, and what was wrong. Any thread.</summary>
sealed class Findings
{
    long _transfers;
    long _cancelled;
    long _stalls;
    long _sessions;
    int _wrong;

    public bool Any => Volatile.Read(ref _wrong) > 0;

    public void Add(string what)
    {
        Interlocked.Increment(ref _wrong);
        Console.WriteLine($"wrong: {what}");
    }

    public void Transferred() => Interlocked.Increment(ref _transfers);

    public void Cancelled() => Interlocked.Increment(ref _cancelled);

    public void Stalled() => Interlocked.Increment(ref _stalls);

    public void SessionEnded() => Interlocked.Increment(ref _sessions);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_sessions} sessions, {_transfers} transfers, {_cancelled} cancelled, {_stalls} stalls");
}
