using Farhub.Client.Link;
using Farhub.Usb;

namespace Farhub.Client;

public sealed partial class RemoteDevice
{
    /// <summary>Bulk or interrupt transfer from the device.</summary>
    /// <param name="endpoint">An IN endpoint of the current settings.</param>
    /// <param name="buffer">Where the data goes; the transfer ends when it is full or the device sends a short packet.</param>
    /// <param name="cancellationToken">Unlinks the transfer. If the data wins the race, the data is the outcome.</param>
    /// <returns>Bytes that came.</returns>
    /// <exception cref="TransferException">It did not go well; <see cref="TransferException.Result"/> says how much came nevertheless.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled in time.</exception>
    /// <exception cref="ArgumentException">No such endpoint, or one of another kind; or the buffer is longer than the limits allow.</exception>
    public ValueTask<int> ReadAsync(EndpointAddress endpoint, Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        StartOrThrow(ReadRequest(endpoint, buffer.Length, buffer, 0, UrbFlags.None), cancellationToken);

    /// <summary>Bulk or interrupt transfer to the device.</summary>
    /// <param name="endpoint">An OUT endpoint of the current settings.</param>
    /// <param name="data">What to send; it has left the buffer when the call returns, before the transfer is done.</param>
    /// <param name="cancellationToken">Unlinks the transfer; part of the data may have reached the device.</param>
    /// <returns>Bytes that the device took.</returns>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public ValueTask<int> WriteAsync(EndpointAddress endpoint, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        StartOrThrow(WriteRequest(endpoint, data.Span, UrbFlags.None), cancellationToken);

    /// <summary>As <see cref="ReadAsync"/>, without exceptions for the outcome.</summary>
    /// <param name="endpoint">An IN endpoint of the current settings.</param>
    /// <param name="buffer">Where the data goes.</param>
    /// <param name="flags"><see cref="UrbFlags.ShortNotOk"/> or none.</param>
    /// <param name="cancellationToken">Unlinks the transfer.</param>
    public ValueTask<TransferResult> TryReadAsync(
        EndpointAddress endpoint, Memory<byte> buffer, UrbFlags flags = UrbFlags.None, CancellationToken cancellationToken = default) =>
        Start(ReadRequest(endpoint, buffer.Length, buffer, 0, flags), cancellationToken);

    /// <summary>As <see cref="WriteAsync"/>, without exceptions for the outcome.</summary>
    /// <param name="endpoint">An OUT endpoint of the current settings.</param>
    /// <param name="data">What to send.</param>
    /// <param name="flags"><see cref="UrbFlags.ZeroPacket"/> or none.</param>
    /// <param name="cancellationToken">Unlinks the transfer.</param>
    public ValueTask<TransferResult> TryWriteAsync(
        EndpointAddress endpoint, ReadOnlyMemory<byte> data, UrbFlags flags = UrbFlags.None, CancellationToken cancellationToken = default) =>
        Start(WriteRequest(endpoint, data.Span, flags), cancellationToken);

    /// <summary>As <see cref="ReadAsync"/>, blocking.</summary>
    public int Read(EndpointAddress endpoint, Span<byte> buffer, CancellationToken cancellationToken = default) =>
        _link.LengthOrThrow(TryRead(endpoint, buffer, UrbFlags.None, cancellationToken), cancellationToken);

    /// <summary>As <see cref="WriteAsync"/>, blocking.</summary>
    public int Write(EndpointAddress endpoint, ReadOnlySpan<byte> data, CancellationToken cancellationToken = default) =>
        _link.LengthOrThrow(TryWrite(endpoint, data, UrbFlags.None, cancellationToken), cancellationToken);

    /// <summary>As <see cref="TryReadAsync"/>, blocking.</summary>
    public unsafe TransferResult TryRead(
        EndpointAddress endpoint, Span<byte> buffer, UrbFlags flags = UrbFlags.None, CancellationToken cancellationToken = default)
    {
        fixed (byte* start = buffer)
        {
            return Run(ReadRequest(endpoint, buffer.Length, default, (nint)start, flags), cancellationToken);
        }
    }

    /// <summary>As <see cref="TryWriteAsync"/>, blocking.</summary>
    public TransferResult TryWrite(
        EndpointAddress endpoint, ReadOnlySpan<byte> data, UrbFlags flags = UrbFlags.None, CancellationToken cancellationToken = default) =>
        Run(WriteRequest(endpoint, data, flags), cancellationToken);

    UrbRequest ReadRequest(EndpointAddress endpoint, int length, Memory<byte> target, nint targetPointer, UrbFlags flags) => new()
    {
        Endpoint = endpoint,
        Length = length,
        Flags = flags,
        Interval = IntervalOf(endpoint, length, isIn: true),
        Target = target,
        TargetPointer = targetPointer,
    };

    UrbRequest WriteRequest(EndpointAddress endpoint, ReadOnlySpan<byte> data, UrbFlags flags) => new()
    {
        Endpoint = endpoint,
        Length = data.Length,
        Flags = flags,
        Interval = IntervalOf(endpoint, data.Length, isIn: false),
        Payload = data,
    };

    int IntervalOf(EndpointAddress endpoint, int length, bool isIn, bool isIsochronous = false)
    {
        if (endpoint.IsIn != isIn) throw new ArgumentException($"Endpoint {endpoint} has the other direction.", nameof(endpoint));
        EndpointDescriptor descriptor = _settings.Find(endpoint)
            ?? throw new ArgumentException($"The device has no endpoint {endpoint} in its current settings.", nameof(endpoint));
        bool fits = isIsochronous ? descriptor.Type == TransferType.Isochronous : descriptor.Type is TransferType.Bulk or TransferType.Interrupt;
        if (!fits) throw new ArgumentException($"Endpoint {endpoint} is of another kind: {descriptor.Type}.", nameof(endpoint));
        if (length > _options.Limits.MaxTransferLength)
        {
            throw new ArgumentException($"A transfer moves at most {_options.Limits.MaxTransferLength} bytes, not {length}.", nameof(length));
        }
        return DeviceSettings.IntervalOf(descriptor, Record.Speed);
    }

    ValueTask<int> StartOrThrow(in UrbRequest request, CancellationToken cancellationToken)
    {
        if (_link.TrySubmit(request, isBlocking: false, cancellationToken, out PendingUrb? urb, out TransferResult refusal))
        {
            return new ValueTask<int>(urb, urb.Version);
        }
        return refusal.Status == TransferStatus.Cancelled
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ValueTask.FromException<int>(new TransferException(refusal));
    }

    ValueTask<TransferResult> Start(in UrbRequest request, CancellationToken cancellationToken) =>
        _link.TrySubmit(request, isBlocking: false, cancellationToken, out PendingUrb? urb, out TransferResult refusal)
            ? new ValueTask<TransferResult>(urb, urb.Version)
            : new ValueTask<TransferResult>(refusal);

    TransferResult Run(in UrbRequest request, CancellationToken cancellationToken)
    {
        if (_link.IsReceiverThread)
        {
            throw new InvalidOperationException("A continuation on the receiving thread must not wait: nothing would be received meanwhile.");
        }
        return _link.TrySubmit(request, isBlocking: true, cancellationToken, out PendingUrb? urb, out TransferResult refusal) ? urb.Wait() : refusal;
    }
}
