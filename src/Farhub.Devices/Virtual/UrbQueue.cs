namespace Farhub.Devices.Virtual;

/// <summary>URBs in order, linked through themselves so that queueing allocates nothing. Not thread-safe.</summary>
public sealed class UrbQueue
{
    VirtualUrb? _last;

    /// <summary>The oldest; null when the queue is empty.</summary>
    public VirtualUrb? First { get; private set; }

    /// <summary>Appends a URB that is in no queue.</summary>
    internal void Add(VirtualUrb urb)
    {
        urb.Previous = _last;
        urb.Next = null;
        if (_last is null) First = urb;
        else _last.Next = urb;
        _last = urb;
    }

    /// <summary>Takes out a URB that is in this queue.</summary>
    internal void Remove(VirtualUrb urb)
    {
        if (urb.Previous is null) First = urb.Next;
        else urb.Previous.Next = urb.Next;
        if (urb.Next is null) _last = urb.Previous;
        else urb.Next.Previous = urb.Previous;
        urb.Next = null;
        urb.Previous = null;
    }

    /// <summary>Takes out the oldest; null when the queue is empty.</summary>
    internal VirtualUrb? Take()
    {
        VirtualUrb? urb = First;
        if (urb is not null) Remove(urb);
        return urb;
    }
}
