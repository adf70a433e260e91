namespace Farhub.Devices.Virtual;

/// <summary>A URB of a software device: a link in the queue it waits in.</summary>
public sealed unsafe class VirtualUrb : Urb
{
    internal VirtualUrb(byte* memory, int capacity) : base(memory, capacity) { }

    /// <summary>Data bytes moved while it waits.</summary>
    public int Moved { get; set; }

    /// <summary>The pipe it waits in; null when it does not wait.</summary>
    internal Pipe? Pipe { get; set; }

    /// <summary>Between a Submit that returned false and its completion.</summary>
    internal bool InFlight { get; set; }

    /// <summary>Its memory was given back.</summary>
    internal bool Destroyed { get; set; }

    /// <summary>Paced transfers: the microframe in which it completes.</summary>
    internal long Due { get; set; }

    internal VirtualUrb? Next { get; set; }

    internal VirtualUrb? Previous { get; set; }

    /// <summary>Sets the outcome of an IN or OUT that went as far as it could: 0, or −EREMOTEIO when it is short and that was forbidden.</summary>
    /// <param name="actualLength">Bytes moved.</param>
    public void Succeed(int actualLength)
    {
        bool shortRead = actualLength < Length && (Flags & Usb.UrbFlags.ShortNotOk) != 0;
        Finish(shortRead ? -Usb.Errno.EREMOTEIO : 0, actualLength);
    }

    /// <summary>Sets the outcome of a transfer that did not take place, or was cut short: no isochronous packet went through.</summary>
    /// <param name="status">Negative errno.</param>
    public void Fail(int status)
    {
        foreach (ref UrbPacket packet in Packets)
        {
            packet.ActualLength = 0;
            packet.Status = -Usb.Errno.EXDEV;
        }
        ErrorCount = PacketCount;
        Finish(status, PacketCount > 0 ? 0 : Moved);
    }
}
