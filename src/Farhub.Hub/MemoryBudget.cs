namespace Farhub.Hub;

/// <summary>Bytes of URB memory that all sessions of a hub may have together: a thousand clients, each within its own limit, must not
/// take all of the machine's.</summary>
/// <param name="bytes">How many.</param>
sealed class MemoryBudget(long bytes)
{
    long _left = bytes;

    /// <summary>Takes some, if so much is left. Any thread.</summary>
    internal bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0) return true;
        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives some back. Any thread.</summary>
    internal void GiveBack(long bytes) => Interlocked.Add(ref _left, bytes);
}
