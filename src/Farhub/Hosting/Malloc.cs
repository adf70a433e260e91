using System.Runtime.InteropServices;

namespace Farhub.Hosting;

/// <summary>How glibc's allocator treats memory that is given back.</summary>
static partial class Malloc
{
    const int M_MMAP_THRESHOLD = -3;

    /// <summary>Bytes. glibc begins at twice that, and raises it by itself, to 32 MiB, as soon as such a piece is freed.</summary>
    const int ReturnedAtOnce = 64 << 10;

    /// <summary>Larger pieces go back to the system when they are freed. Left alone, glibc keeps them in the heaps of its threads, of which a hub has had one
    /// for each session that ever was: 148 MB after 30,000 sessions with large transfers, where 24 MB would do.</summary>
    internal static void ReturnLargePieces()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = mallopt(M_MMAP_THRESHOLD, ReturnedAtOnce);
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
