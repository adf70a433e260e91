using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary><c>struct pollfd</c>: 8 bytes. A negative descriptor is passed over.</summary>
[SupportedOSPlatform("linux")]
[StructLayout(LayoutKind.Sequential)]
struct PollFd
{
    /// <summary>fd.</summary>
    internal int Descriptor;
    /// <summary>events.</summary>
    internal short Wanted;
    /// <summary>revents.</summary>
    internal short Happened;
}
