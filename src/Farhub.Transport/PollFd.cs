using System.Runtime.InteropServices;

namespace Farhub.Transport;

/// <summary>One descriptor to poll: the kernel's <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
struct PollFd
{
    internal int Fd;
    internal short Events;
    internal short Happened;
}
