using System.Runtime.InteropServices;
using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Fuzz.Targets;

/// <summary>The device behind a fuzzed session. Everything happens on the session's own thread, so that an input always does the same:
/// bulk and control complete inside Submit, isochronous there but through the sink, interrupt when it is cancelled or when the next comes.</summary>
sealed unsafe class SessionDevice(IUrbSink sink) : OpenDevice
{
    /// <summary>Most bytes of an answer: nobody reads while the session runs, so all answers together must fit into the socket.</summary>
    const int MaxAnswer = 64;

    readonly List<Urb> _pending = [];

    /// <summary>URBs made and not destroyed.</summary>
    internal int LiveUrbs { get; private set; }

    public override TransferType? TypeOf(EndpointAddress endpoint) => endpoint.Number switch
    {
        0 => TransferType.Control,
        1 or 2 => TransferType.Bulk,
        3 => TransferType.Isochronous,
        4 => TransferType.Interrupt,
        _ => null,
    };

    public override Urb CreateUrb(int capacity)
    {
        LiveUrbs++;
        return new Owned(capacity);
    }

    public override void DestroyUrb(Urb urb)
    {
        LiveUrbs--;
        NativeMemory.Free(urb.Memory);
    }

    public override bool Submit(Urb urb)
    {
        FuzzFailureException.Unless(urb.Length <= urb.Capacity && !_pending.Contains(urb), "a URB is whole and not in flight");
        switch (urb.Type)
        {
            case TransferType.Interrupt:
                if (_pending.Count > 0) CompleteOldest();
                _pending.Add(urb);
                return false;
            case TransferType.Isochronous:
                int room = urb.Length;
                int moved = 0;
                foreach (ref UrbPacket packet in urb.Packets)
                {
                    FuzzFailureException.Unless(packet.Length >= 0 && packet.Length <= room, "packets lie inside the buffer");
                    room -= packet.Length;
                    packet.ActualLength = moved < MaxAnswer ? Math.Min(packet.Length, 1) : 0;
                    packet.Status = 0;
                    moved += packet.ActualLength;
                }
                urb.Finish(0, moved);
                sink.Complete([urb]);
                return false;
            default:
                Answer(urb, 0);
                return true;
        }
    }

    public override void Cancel(Urb urb)
    {
        if (!_pending.Remove(urb)) return;
        Answer(urb, urb.Length % 2 == 0 ? -Errno.ENOENT : 0); // Some win.
        sink.Complete([urb]);
    }

    public override void Dispose() => _pending.Clear();

    void CompleteOldest()
    {
        Urb urb = _pending[0];
        _pending.RemoveAt(0);
        Answer(urb, 0);
        sink.Complete([urb]);
    }

    static void Answer(Urb urb, int status)
    {
        int actual = Math.Min(urb.Length, MaxAnswer);
        if (urb.Endpoint.IsIn) urb.Buffer[..actual].Fill(0x5a);
        urb.Finish(status, actual);
    }

    sealed class Owned(int capacity) : Urb((byte*)NativeMemory.Alloc((nuint)capacity), capacity);
}
