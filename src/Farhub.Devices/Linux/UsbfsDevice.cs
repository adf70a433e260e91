using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Usb;
using Microsoft.Extensions.Logging;

namespace Farhub.Devices.Linux;

/// <summary>A device that is plugged into this machine.</summary>
[SupportedOSPlatform("linux")]
sealed class UsbfsDevice : IUsbDevice
{
    const uint Needed = Usbdevfs.USBDEVFS_CAP_NO_PACKET_SIZE_LIM | Usbdevfs.USBDEVFS_CAP_REAP_AFTER_DISCONNECT;

    readonly LinuxRoot _root;
    readonly ILogger _logger;
    readonly Func<string, IUsbfs> _openNode;
    volatile DeviceInfo _info;

    /// <summary>A device that has been found.</summary>
    /// <param name="root">The system.</param>
    /// <param name="info">What was read of it.</param>
    /// <param name="logger">Log.</param>
    /// <param name="openNode">Opens a node of usbfs; null for the kernel's.</param>
    internal UsbfsDevice(LinuxRoot root, DeviceInfo info, ILogger logger, Func<string, IUsbfs>? openNode = null)
    {
        _root = root;
        _info = info;
        _logger = logger;
        _openNode = openNode ?? Usbfs.Open;
    }

    public DeviceInfo Info => _info;

    /// <summary>Puts a new reading in place of the old.</summary>
    internal void Update(DeviceInfo info) => _info = info;

    public OpenDevice Open(IUrbSink sink, OpenOptions options)
    {
        string busId = _info.BusId;
        // Read again: nothing tells when a program opens a device, and what was mounted a moment ago counts.
        if (UsbSysfs.Read(_root, busId, MountTable.Read(_root)) is not { } now || (now.DeviceNumber != _info.DeviceNumber && now.DeviceNumber != 0))
        {
            throw new DeviceException(DeviceFailure.Gone, $"{busId} is gone: it has been unplugged");
        }
        if (now.DeviceNumber == 0) throw new DeviceException(DeviceFailure.Busy, $"{busId} is being reset: try again in a moment");
        if (now.InUse is { } use && !options.Force)
        {
            throw new DeviceException(DeviceFailure.Busy, $"{busId} is {use} on this machine: end that first, or force it and risk the data");
        }
        IUsbfs usbfs = _openNode(_root.PathOf($"/dev/bus/usb/{now.BusNumber:d3}/{now.DeviceNumber:d3}"));
        try
        {
            if ((usbfs.Capabilities & Needed) != Needed)
            {
                throw new DeviceException(DeviceFailure.Error, $"cannot use {busId}: this kernel's usbfs is too old (capabilities 0x{usbfs.Capabilities:x})");
            }
            var claim = new UsbfsClaim(usbfs, now.Configurations, now.ActiveConfiguration);
            int result = claim.Take(out int failed);
            if (result != 0) throw Refusal(busId, failed, result);
            return new UsbfsOpenDevice(usbfs, claim, sink, busId, _logger);
        }
        catch
        {
            usbfs.Dispose();
            throw;
        }
    }

    static DeviceException Refusal(string busId, int interfaceNumber, int result) => result switch
    {
        -Errno.ENODEV => new DeviceException(DeviceFailure.Gone, $"{busId} is gone: it has been unplugged"),
        -Errno.EBUSY => new DeviceException(DeviceFailure.Busy, $"another program on this machine uses interface {interfaceNumber} of {busId}: close it first"),
        -Errno.EACCES or -Errno.EPERM => new DeviceException(DeviceFailure.Denied, $"may not take interface {interfaceNumber} of {busId} from its driver: run as root"),
        _ => new DeviceException(DeviceFailure.Error, $"cannot claim interface {interfaceNumber} of {busId}: {Marshal.GetPInvokeErrorMessage(-result)}"),
    };
}
