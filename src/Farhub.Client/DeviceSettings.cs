using Farhub.Usb;

namespace Farhub.Client;

/// <summary>What an imported device is set to: its configuration and each interface's alternate setting. Swapped whole when it changes.</summary>
sealed class DeviceSettings
{
    /// <summary>Before SET_CONFIGURATION: nothing but endpoint 0.</summary>
    internal static DeviceSettings Unconfigured { get; } = new(null, []);

    readonly EndpointDescriptor?[] _endpoints = new EndpointDescriptor?[EndpointAddress.Count];

    internal DeviceSettings(ConfigurationDescriptor? configuration, IReadOnlyList<InterfaceDescriptor> interfaces)
    {
        Configuration = configuration;
        Interfaces = interfaces;
        foreach (InterfaceDescriptor one in interfaces)
        {
            foreach (EndpointDescriptor endpoint in one.Endpoints) _endpoints[endpoint.Address.Index] = endpoint;
        }
    }

    internal ConfigurationDescriptor? Configuration { get; }

    /// <summary>The current alternate setting of each interface.</summary>
    internal IReadOnlyList<InterfaceDescriptor> Interfaces { get; }

    internal EndpointDescriptor? Find(EndpointAddress endpoint) => _endpoints[endpoint.Index];

    /// <summary>The same with one interface set otherwise; null when there is no such setting.</summary>
    internal DeviceSettings? With(byte interfaceNumber, byte alternateSetting)
    {
        InterfaceDescriptor? chosen = Configuration?.Interfaces.FirstOrDefault(i => i.Number == interfaceNumber && i.AlternateSetting == alternateSetting);
        return chosen is null ? null : new DeviceSettings(Configuration, [.. Interfaces.Select(i => i.Number == interfaceNumber ? chosen : i)]);
    }

    /// <summary>What goes into CMD_SUBMIT as interval: (micro)frames between two services, as Linux sends it. The kernel's server drops the link for 0.</summary>
    internal static int IntervalOf(EndpointDescriptor endpoint, UsbSpeed speed) => endpoint.Type switch
    {
        TransferType.Interrupt when speed is UsbSpeed.Low or UsbSpeed.Full => Math.Max((int)endpoint.Interval, 1),
        TransferType.Interrupt or TransferType.Isochronous => 1 << (Math.Clamp((int)endpoint.Interval, 1, 16) - 1),
        _ => 0,
    };
}
