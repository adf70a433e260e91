using System.Runtime.InteropServices;

namespace Farhub.Bench.Scale;

/// <summary>struct epoll_event; packed on x86-64, and only there.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
struct EpollEvent
{
    internal uint Events;
    internal long Data;
}
