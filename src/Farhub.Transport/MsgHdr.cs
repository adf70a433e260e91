using System.Runtime.InteropServices;

namespace Farhub.Transport;

/// <summary>Where a message goes: glibc's <c>struct msghdr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct MsgHdr
{
    internal void* Name;
    internal uint NameLength;
    internal IoVec* Pieces;
    internal nint PieceCount;
    internal void* Control;
    internal nint ControlLength;
    internal int Flags;
}
