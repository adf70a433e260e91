using System.Runtime.InteropServices;

namespace Farhub.Transport;

/// <summary>What is read of the kernel's <c>struct statx</c> (include/uapi/linux/stat.h), which has one layout on all machines.</summary>
/// <remarks><code>
/// +0 u32 mask  +4 u32 blksize  +8 u64 attributes  +16 u32 nlink  +20 u32 uid  +24 u32 gid  +28 u16 mode  … 256 bytes in all
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
struct Statx
{
    [FieldOffset(28)]
    internal ushort Mode;
}
