using System.Runtime.Versioning;
using System.Text;

namespace Farhub.Devices.Linux;

/// <summary>One event of the kernel's about a device (lib/kobject_uevent.c).</summary>
/// <param name="Action">add, remove, change, bind, unbind, …</param>
/// <param name="Path">DEVPATH: the device's directory below /sys.</param>
/// <param name="Subsystem">SUBSYSTEM: usb, block, …; empty when it has none.</param>
[SupportedOSPlatform("linux")]
readonly record struct Uevent(string Action, string Path, string Subsystem)
{
    /// <summary>Reads a datagram of the kernel's event socket.</summary>
    /// <remarks><code>add@/devices/…/1-4 NUL ACTION=add NUL DEVPATH=/devices/…/1-4 NUL SUBSYSTEM=usb NUL … NUL</code>
    /// udev's own messages, which begin with "libudev", are none.</remarks>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out Uevent value)
    {
        value = default;
        int end = bytes.IndexOf((byte)0);
        if (end < 0) return false;
        int at = bytes[..end].IndexOf((byte)'@');
        if (at < 1 || at + 1 >= end || bytes[at + 1] != '/') return false;
        string subsystem = "";
        foreach (Range range in bytes[(end + 1)..].Split((byte)0))
        {
            ReadOnlySpan<byte> variable = bytes[(end + 1)..][range];
            if (variable.StartsWith("SUBSYSTEM="u8)) subsystem = Encoding.UTF8.GetString(variable["SUBSYSTEM="u8.Length..]);
        }
        value = new Uevent(Encoding.UTF8.GetString(bytes[..at]), Encoding.UTF8.GetString(bytes[(at + 1)..end]), subsystem);
        return true;
    }

    /// <summary>The USB device that the event is about or below: the last part of the path that is a bus id. Null when there is none.</summary>
    internal string? BusId
    {
        get
        {
            ReadOnlySpan<char> rest = Path;
            while (!rest.IsEmpty)
            {
                int slash = rest.LastIndexOf('/');
                ReadOnlySpan<char> name = rest[(slash + 1)..];
                if (UsbSysfs.IsBusId(name)) return name.ToString();
                rest = slash < 0 ? [] : rest[..slash];
            }
            return null;
        }
    }
}
