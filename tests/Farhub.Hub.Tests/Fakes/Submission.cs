using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Hub.Tests.Fakes;

/// <summary>What a device was asked, copied at the time.</summary>
sealed record Submission(
    EndpointAddress Endpoint, TransferType Type, int Length, UrbFlags Flags, SetupPacket Setup, int StartFrame, int[] PacketLengths, byte[] Data)
{
    public static Submission Of(Urb urb) => new(
        urb.Endpoint, urb.Type, urb.Length, urb.Flags, urb.Setup, urb.StartFrame,
        [.. urb.Packets.ToArray().Select(p => p.Length)],
        urb.Endpoint.IsIn ? [] : urb.Buffer.ToArray());
}
