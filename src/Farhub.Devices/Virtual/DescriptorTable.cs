using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>All descriptors a software device answers GET_DESCRIPTOR with, ready as bytes.</summary>
sealed class DescriptorTable
{
    const byte OtherSpeedConfiguration = 7;

    readonly byte[] _device;
    readonly byte[][] _configurations;
    readonly byte[][] _strings;
    readonly byte[]? _qualifier;
    readonly byte[][] _otherSpeed = [];
    readonly byte[]? _bos;

    /// <summary>Writes them all.</summary>
    /// <param name="speed">High speed adds what it would be at full speed, SuperSpeed companions and a BOS.</param>
    /// <param name="device">Device descriptor.</param>
    /// <param name="configurations">Configurations.</param>
    /// <param name="strings">Strings, from index 1.</param>
    internal DescriptorTable(UsbSpeed speed, DeviceDescriptor device, IReadOnlyList<ConfigurationDescriptor> configurations, IReadOnlyList<string> strings)
    {
        _device = DescriptorWriter.Device(device);
        _configurations = [.. configurations.Select(c => DescriptorWriter.Configuration(c, speed))];
        _strings = [DescriptorWriter.Languages(), .. strings.Select(DescriptorWriter.String)];
        if (speed == UsbSpeed.High)
        {
            _qualifier = DescriptorWriter.Qualifier(device);
            _otherSpeed = [.. configurations.Select(DescriptorWriter.OtherSpeed)];
        }
        if (speed >= UsbSpeed.Super) _bos = DescriptorWriter.Bos();
    }

    /// <summary>The descriptor that wValue names; empty when there is none. Strings are the same in every language.</summary>
    /// <param name="type">High byte of wValue.</param>
    /// <param name="index">Low byte of wValue.</param>
    internal ReadOnlySpan<byte> Find(byte type, byte index) => type switch
    {
        DescriptorType.Device when index == 0 => _device,
        DescriptorType.Configuration when index < _configurations.Length => _configurations[index],
        DescriptorType.String when index < _strings.Length => _strings[index],
        DescriptorType.DeviceQualifier when index == 0 => _qualifier,
        OtherSpeedConfiguration when index < _otherSpeed.Length => _otherSpeed[index],
        DescriptorType.Bos when index == 0 => _bos,
        _ => default,
    };
}
