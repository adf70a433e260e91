using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Hosting;

/// <summary>Loads SQLite out of this executable: one file means one. The runtime's own way would unpack it into somebody's home at every first start, and a
/// service has none. On Linux a file without a name, in memory, does as well.</summary>
static partial class BundledSqlite
{
    const string Library = "e_sqlite3";
    const string Resource = "libe_sqlite3.so";

    /// <summary>Called before the first store is opened. Does nothing where SQLite is a file beside the executable, as in a build that is not published.</summary>
    public static void Use()
    {
        if (OperatingSystem.IsLinux() && Assembly.GetExecutingAssembly().GetManifestResourceInfo(Resource) is not null)
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, Resolve);
        }
    }

    [SupportedOSPlatform("linux")]
    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Library ? Loaded.Value : 0;

    [SupportedOSPlatform("linux")]
    static readonly Lazy<nint> Loaded = new(Load);

    [SupportedOSPlatform("linux")]
    static nint Load()
    {
        int descriptor = memfd_create(Resource, 0);
        if (descriptor < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        // Closed when it is loaded: the mapping stays.
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true);
        using (var file = new FileStream(handle, FileAccess.Write, bufferSize: 0))
        {
            using Stream library = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
            library.CopyTo(file);
            return NativeLibrary.Load($"/proc/self/fd/{descriptor}");
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int memfd_create(string name, uint flags);
}
