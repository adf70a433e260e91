using Farhub.Protocol;

namespace Farhub.Hub;

/// <summary>CMD_UNLINKs that came before the CMD_SUBMIT they are about.</summary>
/// <remarks>
/// <para>vhci_hcd's sender takes all waiting submits, then all waiting unlinks (drivers/usb/usbip/vhci_tx.c). A URB that is queued and unlinked
/// after it has looked at the submits goes out in the wrong order:</para>
/// <code>
///   sender: no submits waiting
///                                    driver: queue URB 7, unlink it (8)
///   sender: CMD_UNLINK 8 of 7  →
///   sender: CMD_SUBMIT 7       →
/// </code>
/// <para>Answered at once, RET_UNLINK meets the client on either side of sending the submit: before, it is ignored and the URB stays; after, it ends
/// the URB, and the RET_SUBMIT that follows unplugs the device ("cannot find a urb of seqnum"). So it is answered when the submit arrives, and
/// then the device never sees that. An unlink of a URB that is done is told by its number: it is not newer than the newest submit.</para>
/// </remarks>
/// <param name="time">For <see cref="Patience"/>.</param>
sealed class EarlyUnlinks(TimeProvider time)
{
    /// <summary>How long a submit may take to follow. One who sends unlinks of nothing waits so long for the answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Most that are kept; further ones are answered at once.</summary>
    const int Most = 64;

    readonly List<(UnlinkCommand Command, long Since)> _kept = [];
    uint _newest;
    bool _any;

    /// <summary>True when nothing is kept: the usual case, and the only cost on the way of a URB.</summary>
    internal bool IsEmpty => _kept.Count == 0;

    /// <summary>A submit of this number has come.</summary>
    internal void Saw(uint seqnum)
    {
        if (_any && unchecked((int)(seqnum - _newest)) <= 0) return;
        _newest = seqnum;
        _any = true;
    }

    /// <summary>Keeps an unlink, if it is about a URB that may still come.</summary>
    internal bool TryKeep(in UnlinkCommand command)
    {
        // vhci_hcd numbers an unlink after its submit, from one counter.
        if (_kept.Count == Most || IsPassed(command) || unchecked((int)(command.Seqnum - command.UnlinkSeqnum)) <= 0) return false;
        _kept.Add((command, time.GetTimestamp()));
        return true;
    }

    /// <summary>The unlink of a URB that has come now.</summary>
    internal bool TryTake(uint seqnum, out UnlinkCommand command)
    {
        int index = _kept.FindIndex(k => k.Command.UnlinkSeqnum == seqnum);
        command = index < 0 ? default : _kept[index].Command;
        if (index >= 0) _kept.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>The oldest one, when its submit has had its time, or a newer submit came instead.</summary>
    internal bool TryExpire(out UnlinkCommand command)
    {
        bool expired = !IsEmpty && (IsPassed(_kept[0].Command) || time.GetElapsedTime(_kept[0].Since) >= Patience);
        command = expired ? _kept[0].Command : default;
        if (expired) _kept.RemoveAt(0);
        return expired;
    }

    /// <summary>True when its submit cannot come any more: submits come in the order of their numbers.</summary>
    bool IsPassed(in UnlinkCommand command) => _any && unchecked((int)(command.UnlinkSeqnum - _newest)) <= 0;
}
