using System.Text;
using Farhub.Client.Link;
using Farhub.Usb;

namespace Farhub.Client;

public sealed partial class RemoteDevice
{
    const ushort AmericanEnglish = 0x0409;
    const int MaxStringDescriptor = byte.MaxValue;

    ushort? _language;

    /// <summary>Control transfer whose data stage, <see cref="SetupPacket.Length"/> bytes, comes from the device.</summary>
    /// <param name="setup">The request; bit 7 of bmRequestType is set.</param>
    /// <param name="data">Where the data goes; at least wLength bytes.</param>
    /// <param name="cancellationToken">Unlinks the transfer.</param>
    /// <returns>Bytes that came.</returns>
    /// <exception cref="TransferException">It did not go well; an unknown request is a <see cref="TransferStatus.Stall"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled in time.</exception>
    public ValueTask<int> ControlInAsync(SetupPacket setup, Memory<byte> data, CancellationToken cancellationToken = default) =>
        StartOrThrow(ControlInRequest(setup, data.Length, data, 0), cancellationToken);

    /// <summary>Control transfer whose data stage goes to the device.</summary>
    /// <param name="setup">The request; bit 7 of bmRequestType is clear.</param>
    /// <param name="data">The data stage: exactly wLength bytes.</param>
    /// <param name="cancellationToken">Unlinks the transfer.</param>
    /// <returns>Bytes that the device took.</returns>
    /// <inheritdoc cref="ControlInAsync" path="/exception"/>
    public ValueTask<int> ControlOutAsync(SetupPacket setup, ReadOnlyMemory<byte> data = default, CancellationToken cancellationToken = default) =>
        StartOrThrow(ControlOutRequest(setup, data.Span), cancellationToken);

    /// <summary>As <see cref="ControlInAsync"/>, without exceptions for the outcome.</summary>
    public ValueTask<TransferResult> TryControlInAsync(SetupPacket setup, Memory<byte> data, CancellationToken cancellationToken = default) =>
        Start(ControlInRequest(setup, data.Length, data, 0), cancellationToken);

    /// <summary>As <see cref="ControlOutAsync"/>, without exceptions for the outcome.</summary>
    public ValueTask<TransferResult> TryControlOutAsync(SetupPacket setup, ReadOnlyMemory<byte> data = default, CancellationToken cancellationToken = default) =>
        Start(ControlOutRequest(setup, data.Span), cancellationToken);

    /// <summary>As <see cref="ControlInAsync"/>, blocking.</summary>
    public int ControlIn(SetupPacket setup, Span<byte> data, CancellationToken cancellationToken = default) =>
        _link.LengthOrThrow(TryControlIn(setup, data, cancellationToken), cancellationToken);

    /// <summary>As <see cref="ControlOutAsync"/>, blocking.</summary>
    public int ControlOut(SetupPacket setup, ReadOnlySpan<byte> data, CancellationToken cancellationToken = default) =>
        _link.LengthOrThrow(TryControlOut(setup, data, cancellationToken), cancellationToken);

    /// <summary>As <see cref="ControlInAsync"/>, blocking, without exceptions for the outcome.</summary>
    public unsafe TransferResult TryControlIn(SetupPacket setup, Span<byte> data, CancellationToken cancellationToken = default)
    {
        fixed (byte* start = data)
        {
            return Run(ControlInRequest(setup, data.Length, default, (nint)start), cancellationToken);
        }
    }

    /// <summary>As <see cref="ControlOutAsync"/>, blocking, without exceptions for the outcome.</summary>
    public TransferResult TryControlOut(SetupPacket setup, ReadOnlySpan<byte> data, CancellationToken cancellationToken = default) =>
        Run(ControlOutRequest(setup, data), cancellationToken);

    /// <summary>SET_CONFIGURATION. Transfers in flight on other endpoints end with <see cref="TransferStatus.Shutdown"/>.</summary>
    /// <param name="value">bConfigurationValue; 0 for none.</param>
    /// <param name="cancellationToken">Unlinks the transfer; the device may have changed nevertheless.</param>
    /// <inheritdoc cref="ControlInAsync" path="/exception"/>
    public async Task SetConfigurationAsync(byte value, CancellationToken cancellationToken = default)
    {
        await ControlOutAsync(new SetupPacket(0x00, StandardRequest.SetConfiguration, value, 0, 0), default, cancellationToken);
        Adopt(value);
    }

    /// <summary>SET_INTERFACE. Transfers in flight on the interface's endpoints end with <see cref="TransferStatus.Shutdown"/>.</summary>
    /// <param name="interfaceNumber">bInterfaceNumber.</param>
    /// <param name="alternateSetting">bAlternateSetting.</param>
    /// <param name="cancellationToken">Unlinks the transfer; the device may have changed nevertheless.</param>
    /// <exception cref="ArgumentException">The active configuration has no such setting.</exception>
    /// <inheritdoc cref="ControlInAsync" path="/exception"/>
    public async Task SetInterfaceAsync(byte interfaceNumber, byte alternateSetting, CancellationToken cancellationToken = default)
    {
        if (_settings.With(interfaceNumber, alternateSetting) is null)
        {
            throw new ArgumentException($"Interface {interfaceNumber} has no alternate setting {alternateSetting} in the active configuration.", nameof(alternateSetting));
        }
        await ControlOutAsync(new SetupPacket(0x01, StandardRequest.SetInterface, alternateSetting, interfaceNumber, 0), default, cancellationToken);
        _settings = _settings.With(interfaceNumber, alternateSetting) ?? _settings;
    }

    /// <summary>Ends the halt of an endpoint after a <see cref="TransferStatus.Stall"/>.</summary>
    /// <param name="endpoint">Which.</param>
    /// <param name="cancellationToken">Unlinks the transfer.</param>
    /// <inheritdoc cref="ControlInAsync" path="/exception"/>
    public async Task ClearHaltAsync(EndpointAddress endpoint, CancellationToken cancellationToken = default)
    {
        await ControlOutAsync(new SetupPacket(0x02, StandardRequest.ClearFeature, 0, endpoint.Value, 0), default, cancellationToken);
    }

    /// <summary>GET_DESCRIPTOR.</summary>
    /// <param name="type">One of <see cref="DescriptorType"/>.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="bytes">Where it goes; it may be shorter, never longer.</param>
    /// <param name="cancellationToken">Unlinks the transfer.</param>
    /// <returns>Bytes that came.</returns>
    /// <inheritdoc cref="ControlInAsync" path="/exception"/>
    public ValueTask<int> GetDescriptorAsync(byte type, byte index, Memory<byte> bytes, CancellationToken cancellationToken = default) =>
        ControlInAsync(DescriptorRequest(type, index, 0, bytes.Length), bytes, cancellationToken);

    /// <summary>Reads a string descriptor in the device's first language.</summary>
    /// <param name="index">iManufacturer, iProduct and the like.</param>
    /// <param name="cancellationToken">Unlinks the transfer.</param>
    /// <returns>As the device sent it: clean it before it reaches a terminal. Null when the index is 0 or the device has no such string.</returns>
    /// <exception cref="TransferException">The link ended.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled in time.</exception>
    public async Task<string?> GetStringAsync(byte index, CancellationToken cancellationToken = default)
    {
        if (index == 0) return null;
        byte[] bytes = new byte[MaxStringDescriptor];
        if (_language is null)
        {
            int languages = await ReadStringAsync(0, 0, bytes, cancellationToken);
            _language = languages >= 4 ? (ushort)(bytes[2] | (bytes[3] << 8)) : AmericanEnglish;
        }
        int length = await ReadStringAsync(index, _language.Value, bytes, cancellationToken);
        return length < 2 ? null : Encoding.Unicode.GetString(bytes, 2, (length - 2) & ~1).TrimEnd('\0');
    }

    /// <returns>Bytes that are there and that bLength claims; 0 when there is no such string.</returns>
    async ValueTask<int> ReadStringAsync(byte index, ushort language, byte[] bytes, CancellationToken cancellationToken)
    {
        TransferResult result = await TryControlInAsync(DescriptorRequest(DescriptorType.String, index, language, bytes.Length), bytes, cancellationToken);
        if (result.Status is TransferStatus.LinkLost or TransferStatus.Cancelled) _link.LengthOrThrow(result, cancellationToken);
        return result.IsOk && result.Length >= 2 && bytes[1] == DescriptorType.String ? Math.Min(result.Length, bytes[0]) : 0;
    }

    static SetupPacket DescriptorRequest(byte type, byte index, ushort language, int length) =>
        new(0x80, StandardRequest.GetDescriptor, (ushort)((type << 8) | index), language, (ushort)Math.Min(length, ushort.MaxValue));

    static UrbRequest ControlInRequest(SetupPacket setup, int room, Memory<byte> target, nint targetPointer)
    {
        if (!setup.IsIn) throw new ArgumentException("The request's data stage goes to the device: bit 7 of bmRequestType is clear.", nameof(setup));
        if (room < setup.Length) throw new ArgumentException($"wLength is {setup.Length}, the buffer has {room} bytes.", nameof(setup));
        // Linux sends a control transfer without a data stage as OUT, whatever bit 7 says, and so do we.
        return new UrbRequest
        {
            Endpoint = EndpointAddress.Of(0, setup.Length > 0),
            Length = setup.Length,
            Setup = setup,
            Target = target,
            TargetPointer = targetPointer,
        };
    }

    static UrbRequest ControlOutRequest(SetupPacket setup, ReadOnlySpan<byte> data)
    {
        if (setup.IsIn) throw new ArgumentException("The request's data stage comes from the device: bit 7 of bmRequestType is set.", nameof(setup));
        if (data.Length != setup.Length) throw new ArgumentException($"wLength is {setup.Length}, the data has {data.Length} bytes.", nameof(setup));
        return new UrbRequest { Endpoint = EndpointAddress.Of(0, false), Length = data.Length, Setup = setup, Payload = data };
    }
}
