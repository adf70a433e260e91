using System.Runtime.InteropServices;

namespace Farhub.Hosting;

/// <summary>How glibc's allocator treats memory that is given back.</summary>
static partial class Malloc
{
    const int M_MMAP_THRESHOLD = -3;
    const int M_ARENA_MAX = -8;

    /// <summary>Bytes. glibc begins at twice that, and raises it by itself, to 32 MiB, as soon as such a piece is freed.</summary>
    const int ReturnedAtOnce = 64 << 10;

    /// <summary>Heaps that threads share. Nothing is allocated on the way of a URB, so there is nothing to contend for; glibc would make eight for each
    /// processor, and each would keep what its sessions once needed.</summary>
    const int Heaps = 2;

    /// <summary>Larger pieces go back to the system when they are freed. Left alone, glibc keeps them in its heaps: 148 MB after 30,000 sessions with large transfers, where 24 MB would do.</summary>
    internal static void ReturnLargePieces()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = mallopt(M_MMAP_THRESHOLD, ReturnedAtOnce);
            _ = mallopt(M_ARENA_MAX, Heaps);
        }
        catch (EntryPointNotFoundException)
        {
            // musl, whose allocator gives everything back.
        }
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int parameter, int value);
}
