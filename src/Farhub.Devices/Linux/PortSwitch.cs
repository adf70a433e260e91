using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>The switch of one port's power (USB 2.0, 11.24.2; USB 3.2, 10.16.2).</summary>
/// <remarks>
/// <para>There are two ways to it. Since Linux 6.0 a port has a file <c>disable</c>. It is the better one: the kernel's hub driver then takes the device out of
/// the system first, switches the port, forgets the change it caused itself, and leaves the port alone until the file says otherwise.</para>
/// <para>The other is to send the hub the same request from here. The hub driver does not know of it: when the hub reports the device gone it looks at the port,
/// finds it without power and switches it on again, perhaps long before the time is up. It spares a port that a program has claimed
/// (USBDEVFS_CLAIM_PORT), so this one is claimed while it is off. It has to be let go before power comes back: what is found on a claimed port is not configured.</para>
/// <para>The file belongs to root; a udev rule usually gives away nodes of usbfs only. So where the file is missing or refuses, the other way is taken.</para>
/// </remarks>
[SupportedOSPlatform("linux")]
sealed class PortSwitch(LinuxRoot root, HubPort port, IUsbfs hub)
{
    const byte ClassRequestToPort = 0x23;
    const ushort PortPower = 8;

    bool _isOff;
    bool _isDisabled;
    bool _isClaimed;

    /// <summary>Takes the power away. May wait for drivers to let go of the device.</summary>
    /// <exception cref="DeviceException">It did not work; <see cref="TurnOn"/> brings back what there is to bring back.</exception>
    internal void TurnOff()
    {
        _isOff = true;
        if (root.TryWrite($"{port.Path}/disable", "1\n"))
        {
            _isDisabled = true;
            return;
        }
        Check(hub.ClaimPort(port.Number));
        _isClaimed = true;
        Check(hub.Control(new SetupPacket(ClassRequestToPort, StandardRequest.ClearFeature, PortPower, (ushort)port.Number, 0), []));
    }

    /// <summary>Gives it back, if it was taken.</summary>
    /// <exception cref="DeviceException">It did not work.</exception>
    internal void TurnOn()
    {
        if (!_isOff) return;
        _isOff = false;
        if (_isDisabled && root.TryWrite($"{port.Path}/disable", "0\n")) return;
        if (_isClaimed) hub.ReleasePort(port.Number); // What could go wrong is that it is not claimed.
        Check(hub.Control(new SetupPacket(ClassRequestToPort, StandardRequest.SetFeature, PortPower, (ushort)port.Number, 0), []));
    }

    void Check(int result)
    {
        if (result >= 0) return;
        throw result switch
        {
            -Errno.ENODEV => new DeviceException(DeviceFailure.Gone, $"hub {port.Hub} is gone: it has been unplugged"),
            -Errno.EBUSY => new DeviceException(DeviceFailure.Busy, $"another program on this machine has claimed port {port.PortPath}: end it first"),
            -Errno.EACCES or -Errno.EPERM => new DeviceException(DeviceFailure.Denied, $"may not switch port {port.PortPath}: run as root"),
            _ => new DeviceException(DeviceFailure.Error, $"hub {port.Hub} did not switch the power of port {port.PortPath}: {Marshal.GetPInvokeErrorMessage(-result)}"),
        };
    }
}
