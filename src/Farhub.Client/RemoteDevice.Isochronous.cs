using Farhub.Client.Link;
using Farhub.Usb;

namespace Farhub.Client;

public sealed partial class RemoteDevice
{
    /// <summary>Isochronous transfer from the device, as soon as the bus allows. Start the next before this one is done, or frames are lost.</summary>
    /// <param name="endpoint">An isochronous IN endpoint of the current settings.</param>
    /// <param name="buffer">Where the data goes: packet i starts where the lengths asked for by the packets before it end, however much came in them;
    /// the bytes behind a packet's <see cref="IsochronousPacket.ActualLength"/> mean nothing.</param>
    /// <param name="packets">What is asked for, 1 to 1024 packets; the outcome of each is put into it.</param>
    /// <param name="cancellationToken">Unlinks the transfer; then the status is <see cref="TransferStatus.Cancelled"/> and packets and buffer mean nothing.</param>
    /// <returns>The outcome; no exceptions for it, because losses are part of isochronous life.</returns>
    /// <exception cref="ArgumentException">No such endpoint, or one of another kind; no packets or too many; their lengths do not fit the buffer.</exception>
    public ValueTask<TransferResult> ReadIsochronousAsync(
        EndpointAddress endpoint, Memory<byte> buffer, Memory<IsochronousPacket> packets, CancellationToken cancellationToken = default)
    {
        int length = Sum(packets.Span, buffer.Length);
        return Start(
            new UrbRequest
            {
                Endpoint = endpoint,
                Length = length,
                Flags = UrbFlags.IsoAsap,
                Interval = IntervalOf(endpoint, length, isIn: true, isIsochronous: true),
                Target = buffer,
                Packets = packets,
            },
            cancellationToken);
    }

    /// <summary>Isochronous transfer to the device, as soon as the bus allows. Start the next before this one is done, or frames are lost.</summary>
    /// <param name="endpoint">An isochronous OUT endpoint of the current settings.</param>
    /// <param name="data">The packets' data, back to back; it has left the buffer when the call returns.</param>
    /// <param name="packets">How the data is cut; the outcome of each is put into it.</param>
    /// <param name="cancellationToken">Unlinks the transfer; then the status is <see cref="TransferStatus.Cancelled"/> and the packets mean nothing.</param>
    /// <returns>The outcome; no exceptions for it, because losses are part of isochronous life.</returns>
    /// <inheritdoc cref="ReadIsochronousAsync" path="/exception"/>
    public ValueTask<TransferResult> WriteIsochronousAsync(
        EndpointAddress endpoint, ReadOnlyMemory<byte> data, Memory<IsochronousPacket> packets, CancellationToken cancellationToken = default)
    {
        int length = Sum(packets.Span, data.Length);
        return Start(
            new UrbRequest
            {
                Endpoint = endpoint,
                Length = length,
                Flags = UrbFlags.IsoAsap,
                Interval = IntervalOf(endpoint, length, isIn: false, isIsochronous: true),
                Payload = data.Span[..length],
                Packets = packets,
            },
            cancellationToken);
    }

    int Sum(ReadOnlySpan<IsochronousPacket> packets, int room)
    {
        if (packets.IsEmpty || packets.Length > _options.Limits.MaxIsoPackets)
        {
            throw new ArgumentException($"An isochronous transfer has 1 to {_options.Limits.MaxIsoPackets} packets, not {packets.Length}.", nameof(packets));
        }
        long sum = 0;
        foreach (IsochronousPacket packet in packets)
        {
            if (packet.Length < 0) throw new ArgumentException("A packet's length cannot be negative.", nameof(packets));
            sum += packet.Length;
        }
        if (sum > room) throw new ArgumentException($"The packets have {sum} bytes, the buffer {room}.", nameof(packets));
        return (int)sum;
    }
}
