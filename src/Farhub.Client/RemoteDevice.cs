using Farhub.Client.Link;
using Farhub.Protocol;
using Farhub.Transport;
using Farhub.Usb;

namespace Farhub.Client;

/// <summary>A device of a hub, used by this process alone and without any driver of the operating system.
/// <code>
/// await using var device = await RemoteDevice.ImportAsync("rack1", "1-4.2");
/// await device.WriteAsync(new EndpointAddress(0x02), request);
/// int length = await device.ReadAsync(new EndpointAddress(0x81), reply);
/// </code></summary>
/// <remarks>Any number of threads; many transfers may be in flight, those on one endpoint are served in the order they were started. A buffer
/// is the device's from the call until the transfer is done, which a cancelled transfer is only when the hub has said so. Disposing the device
/// ends every transfer with <see cref="TransferStatus.LinkLost"/> and gives the device back.</remarks>
public sealed partial class RemoteDevice : IAsyncDisposable
{
    readonly UrbLink _link;
    readonly ImportOptions _options;
    volatile DeviceSettings _settings = DeviceSettings.Unconfigured;

    RemoteDevice(ImportedDevice imported, ImportOptions options)
    {
        _options = options;
        Hub = imported.Hub;
        Record = imported.Record;
        _link = new UrbLink(Connection.Own(imported.TakeSocket()), $"farhub {Record.BusId}", Record.DevId, options);
    }

    /// <summary>Whose device it is.</summary>
    public HubAddress Hub { get; }

    /// <summary>What the hub said of it.</summary>
    public DeviceRecord Record { get; }

    /// <summary>Its device descriptor.</summary>
    public DeviceDescriptor Descriptor { get; private set; } = null!; // Set before anybody gets the object.

    /// <summary>All its configurations that could be read.</summary>
    public IReadOnlyList<ConfigurationDescriptor> Configurations { get; private set; } = [];

    /// <summary>The active configuration; null while there is none.</summary>
    public ConfigurationDescriptor? ActiveConfiguration => _settings.Configuration;

    /// <summary>The interfaces of the active configuration, each in its current alternate setting.</summary>
    public IReadOnlyList<InterfaceDescriptor> Interfaces => _settings.Interfaces;

    /// <summary>Completes when the connection has ended and no transfer is left.</summary>
    public Task<LinkEnd> Ended => _link.Ended;

    /// <summary>Takes a device of a hub.</summary>
    /// <param name="hub">As <see cref="HubAddress.TryParse"/> reads it.</param>
    /// <param name="busId">As the hub lists it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="ImportAsync(HubAddress, BusId, ImportOptions?, CancellationToken)" path="/exception"/>
    /// <exception cref="FormatException">One of the texts is not what it should be.</exception>
    public static Task<RemoteDevice> ImportAsync(string hub, string busId, CancellationToken cancellationToken = default) =>
        ImportAsync(HubAddress.Parse(hub), BusId.Parse(busId), null, cancellationToken);

    /// <summary>Takes a device of a hub, reads its descriptors and, unless told otherwise, configures it if it is not.</summary>
    /// <param name="hub">From whom.</param>
    /// <param name="busId">Which.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ImportException">The hub says no; the status says why.</exception>
    /// <exception cref="HubException">The hub cannot be reached, or does not answer in time.</exception>
    /// <exception cref="ProtocolException">It answers what is no USB/IP.</exception>
    /// <exception cref="TransferException">The device does not answer the first requests.</exception>
    public static async Task<RemoteDevice> ImportAsync(HubAddress hub, BusId busId, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= ImportOptions.Default;
        using ImportedDevice imported = await HubClient.ImportAsync(hub, busId, options.Limits, options.Time, cancellationToken);
        return await OpenAsync(imported, options, cancellationToken);
    }

    /// <summary>Drives a device that is imported already.</summary>
    /// <param name="imported">Its connection is taken.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="ImportAsync(HubAddress, BusId, ImportOptions?, CancellationToken)" path="/exception"/>
    public static async Task<RemoteDevice> OpenAsync(ImportedDevice imported, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= ImportOptions.Default;
#pragma warning disable CA2000 // The caller disposes it; until it is open, the finally below does.
        var device = new RemoteDevice(imported, options);
#pragma warning restore CA2000
        UrbLink link = device._link;
        link.Start();
        using var deadline = new CancellationTokenSource(options.Limits.HandshakeTime, options.Time);
        bool isOpen = false;
        try
        {
            // Not by unlinking: a hub that does not answer answers no unlink either.
            await using (deadline.Token.UnsafeRegister(
                static l => ((UrbLink)l!).End(LinkEndReason.TimedOut, "The device did not answer its first requests in time."), link))
            await using (cancellationToken.UnsafeRegister(static l => ((UrbLink)l!).End(LinkEndReason.Disposed, "The import was cancelled."), link))
            {
                await device.ReadDescriptorsAsync();
                if (options.InlineContinuations) await Task.Yield(); // Off the receiving thread: the caller does not know yet that it may be there.
                isOpen = true;
                return device;
            }
        }
        catch (TransferException e) when (e.LinkEnd is { } end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (end.Reason == LinkEndReason.ProtocolViolation) throw new ProtocolException(end.Detail, e);
            throw new HubException(end.Reason == LinkEndReason.TimedOut ? HubFailure.TimedOut : HubFailure.Closed, end.Detail, e);
        }
        finally
        {
            if (!isOpen) await device.DisposeAsync();
        }
    }

    /// <summary>Gives the device back. Transfers in flight end with <see cref="TransferStatus.LinkLost"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _link.End(LinkEndReason.Disposed, "The device was disposed.");
        await _link.Ended;
    }

    async Task ReadDescriptorsAsync()
    {
        byte[] bytes = new byte[DeviceDescriptor.Size];
        int length = await GetDescriptorAsync(DescriptorType.Device, 0, bytes);
        Descriptor = DeviceDescriptor.TryRead(bytes.AsSpan(0, length), out DeviceDescriptor? descriptor)
            ? descriptor!
            : throw new ProtocolException("The device sent no valid device descriptor.");
        var configurations = new List<ConfigurationDescriptor>();
        for (byte index = 0; index < Descriptor.ConfigurationCount; index++)
        {
            if (await ReadConfigurationAsync(index) is { } configuration) configurations.Add(configuration);
        }
        Configurations = configurations;

        // The record does not tell: hubs put the first configuration there for a device that has none yet.
        TransferResult active = await TryControlInAsync(new SetupPacket(0x80, StandardRequest.GetConfiguration, 0, 0, 1), bytes.AsMemory(0, 1));
        byte value = active is { IsOk: true, Length: 1 } ? bytes[0] : Record.ConfigurationValue;
        if (value != 0)
        {
            Adopt(value);
        }
        else if (_options.Configure && configurations.Count > 0)
        {
            await SetConfigurationAsync(configurations[0].Value);
        }
    }

    async Task<ConfigurationDescriptor?> ReadConfigurationAsync(byte index)
    {
        byte[] header = new byte[ConfigurationDescriptor.HeaderSize];
        TransferResult result = await TryControlInAsync(DescriptorRequest(DescriptorType.Configuration, index, 0, header.Length), header);
        if (result.Status == TransferStatus.LinkLost) _link.LengthOrThrow(result, CancellationToken.None);
        if (!result.IsOk || result.Length < header.Length) return null; // Some devices announce more configurations than they have.
        byte[] whole = new byte[Math.Max(header[2] | (header[3] << 8), header.Length)];
        int length = await GetDescriptorAsync(DescriptorType.Configuration, index, whole);
        return ConfigurationDescriptor.TryRead(whole.AsSpan(0, length), out ConfigurationDescriptor? configuration, out _) ? configuration : null;
    }

    void Adopt(byte configurationValue)
    {
        ConfigurationDescriptor? configuration = Configurations.FirstOrDefault(c => c.Value == configurationValue);
        _settings = configuration is null ? DeviceSettings.Unconfigured : new DeviceSettings(configuration, [.. configuration.DefaultInterfaces]);
    }
}
