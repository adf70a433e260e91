using System.Runtime.InteropServices;

namespace Farhub.Transport;

/// <summary>One piece of memory in a gathered send or scattered receive: the kernel's <c>struct iovec</c>.</summary>
/// <param name="Start">Address of the first byte. The memory must stay where it is until the call returns.</param>
/// <param name="Length">Bytes.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct IoVec(nint Start, nint Length);
