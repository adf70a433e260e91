using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Hub.Tests.Fakes;

/// <summary>How a fake endpoint behaves. Changed between requests only.</summary>
sealed class EndpointScript(TransferType type)
{
    public TransferType Type { get; } = type;
    public EndpointMode Mode { get; set; }
    public CancelMode OnCancel { get; set; }

    /// <summary>Sets the outcome of a URB.</summary>
    public Action<Urb> Answer { get; set; } = Succeed;

    /// <summary>Moves every byte asked for; an IN brings <see cref="Pattern"/>, seeded with the length (isochronous: with the packet's index).</summary>
    public static void Succeed(Urb urb)
    {
        if (urb.Type != TransferType.Isochronous)
        {
            if (urb.Endpoint.IsIn) Pattern.Fill(urb.Buffer, urb.Length);
            urb.Finish(0, urb.Length);
            return;
        }
        int offset = 0;
        for (int i = 0; i < urb.PacketCount; i++)
        {
            ref UrbPacket packet = ref urb.Packets[i];
            if (urb.Endpoint.IsIn) Pattern.Fill(urb.Buffer.Slice(offset, packet.Length), i);
            packet.ActualLength = packet.Length;
            packet.Status = 0;
            offset += packet.Length;
        }
        urb.Finish(0, offset);
    }
}
