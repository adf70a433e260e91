using Farhub.Devices;
using Farhub.Protocol;

namespace Farhub.Hub;

/// <summary>Isochronous URBs between the wire and a device. On the wire a packet's data stands at its offset in the client's buffer (OUT), or
/// back to back without the bytes that did not come (IN); a device has the packets back to back, each with the room it asked for.</summary>
static unsafe class IsoPackets
{
    /// <summary>Reads the descriptors of a request into the URB's packets.</summary>
    /// <param name="pending">A begun URB with its descriptors in <see cref="PendingUrb.WirePackets"/>.</param>
    /// <returns>False when they do not describe parts of the buffer: one beyond its end, or all together longer than it.</returns>
    internal static bool TryReadPackets(PendingUrb pending)
    {
        Span<UrbPacket> packets = pending.Urb.Packets;
        long length = pending.Urb.Length;
        long sum = 0;
        for (int i = 0; i < packets.Length; i++)
        {
            IsoPacket packet = IsoPacket.Read(Wire(pending, i));
            sum += packet.Length;
            if ((long)packet.Offset + packet.Length > length || sum > length) return false;
            packets[i] = new UrbPacket { Length = (int)packet.Length };
        }
        return true;
    }

    /// <summary>Brings the packets of an OUT request back to back, if they are not.</summary>
    internal static void Pack(PendingUrb pending)
    {
        Urb urb = pending.Urb;
        long next = 0;
        bool packed = true;
        bool forward = true;
        for (int i = 0; i < urb.PacketCount; i++)
        {
            IsoPacket packet = IsoPacket.Read(Wire(pending, i));
            packed &= packet.Offset == next || packet.Length == 0;
            forward &= packet.Offset >= next || packet.Length == 0;
            next += packet.Length;
        }
        if (packed) return;
        // Moved towards the start, in order, no packet overwrites one that is still to be moved. Otherwise (offsets that run backwards,
        // which no known client sends) they are moved from a copy.
        byte[]? copy = forward ? null : urb.Buffer.ToArray();
        int position = 0;
        for (int i = 0; i < urb.PacketCount; i++)
        {
            IsoPacket packet = IsoPacket.Read(Wire(pending, i));
            ReadOnlySpan<byte> source = copy ?? (ReadOnlySpan<byte>)urb.Buffer;
            source.Slice((int)packet.Offset, (int)packet.Length).CopyTo(urb.Buffer[position..]);
            position += (int)packet.Length;
        }
    }

    /// <summary>Writes the outcomes into the descriptors, and for IN brings the bytes that came back to back.</summary>
    /// <returns>Bytes moved: the sum over the packets, which is what both directions announce as actual_length.</returns>
    internal static int Prepare(PendingUrb pending)
    {
        Urb urb = pending.Urb;
        Span<UrbPacket> packets = urb.Packets;
        int from = 0;
        int to = 0;
        for (int i = 0; i < packets.Length; i++)
        {
            ref UrbPacket packet = ref packets[i];
            int actual = Math.Clamp(packet.ActualLength, 0, packet.Length);
            if (urb.Endpoint.IsIn && from != to && actual > 0) urb.Buffer.Slice(from, actual).CopyTo(urb.Buffer[to..]);
            from += packet.Length;
            to += actual;
            Span<byte> wire = Wire(pending, i);
            (IsoPacket.Read(wire) with { ActualLength = (uint)actual, Status = packet.Status }).Write(wire);
        }
        return to;
    }

    static Span<byte> Wire(PendingUrb pending, int index) => new(pending.WirePackets + (index * IsoPacket.Size), IsoPacket.Size);
}
