using Farhub.Usb;

namespace Farhub.Hub.Tests.Wire;

/// <summary>What a strict client knows: each SUBMIT is answered once, by RET_SUBMIT or by RET_UNLINK(−ECONNRESET); each UNLINK is answered once,
/// and RET_UNLINK(0) never overtakes the RET_SUBMIT it speaks of.</summary>
sealed class Ledger
{
    readonly Lock _lock = new();
    readonly Dictionary<uint, Request> _submits = [];
    readonly Dictionary<uint, uint> _unlinks = [];
    readonly HashSet<uint> _toldOver = [];

    public int Unanswered
    {
        get
        {
            lock (_lock) return _submits.Count + _unlinks.Count;
        }
    }

    public void Submitted(uint seqnum, Request request)
    {
        lock (_lock)
        {
            _submits.TryAdd(seqnum, request); // One that is there already is a test's wrongdoing.
            _toldOver.Remove(seqnum);
        }
    }

    public void Unlinked(uint seqnum, uint target)
    {
        lock (_lock) Assert.True(_unlinks.TryAdd(seqnum, target), $"UNLINK {seqnum} is in flight already.");
    }

    public Request SubmitAnswered(uint seqnum)
    {
        lock (_lock)
        {
            Assert.True(_submits.Remove(seqnum, out Request? request), $"RET_SUBMIT for {seqnum}, which nobody waits for.");
            Assert.False(_toldOver.Contains(seqnum), $"RET_SUBMIT for {seqnum} after RET_UNLINK(0).");
            return request!;
        }
    }

    public void UnlinkAnswered(uint seqnum, int status)
    {
        lock (_lock)
        {
            Assert.True(_unlinks.Remove(seqnum, out uint target), $"RET_UNLINK for {seqnum}, which nobody waits for.");
            if (status == -Errno.ECONNRESET)
            {
                Assert.True(_submits.Remove(target), $"RET_UNLINK(-104) for {target}, which has been answered.");
                return;
            }
            Assert.Equal(0, status);
            // Only a second UNLINK may be answered before its SUBMIT is: then the SUBMIT may only end as unlinked.
            if (!_submits.ContainsKey(target)) return;
            Assert.True(_unlinks.ContainsValue(target), $"RET_UNLINK(0) before the answer to {target}.");
            _toldOver.Add(target);
        }
    }
}
