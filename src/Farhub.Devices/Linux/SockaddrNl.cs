using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary><c>struct sockaddr_nl</c> (include/uapi/linux/netlink.h): 12 bytes.</summary>
[SupportedOSPlatform("linux")]
[StructLayout(LayoutKind.Sequential)]
struct SockaddrNl
{
    /// <summary>nl_family.</summary>
    internal ushort Family;
    /// <summary>nl_pad.</summary>
    internal ushort Pad;
    /// <summary>nl_pid: who sent it; 0 is the kernel.</summary>
    internal uint Pid;
    /// <summary>nl_groups: a mask; bit 0 is group 1.</summary>
    internal uint Groups;
}
