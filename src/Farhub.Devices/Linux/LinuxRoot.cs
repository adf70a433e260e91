using System.Runtime.Versioning;
using System.Text;

namespace Farhub.Devices.Linux;

/// <summary>Where /sys, /dev and /proc are. Everything that reads them goes through one of these, so that a test can use a directory of its own.</summary>
/// <param name="path">The directory that stands for <c>/</c>.</param>
[SupportedOSPlatform("linux")]
public sealed class LinuxRoot(string path = "/")
{
    readonly string _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The real system.</summary>
    public static LinuxRoot Real { get; } = new();

    /// <summary>Where a file really is.</summary>
    /// <param name="absolute">Its name as the running system knows it, such as <c>/proc/swaps</c>.</param>
    public string PathOf(string absolute) => _path == "/" ? absolute : _path + absolute;

    /// <summary>The text of a small file without the white space at its end.</summary>
    /// <returns>Null when it cannot be read; what is in sysfs may vanish at any time.</returns>
    internal string? ReadText(string absolute) => ReadBytes(absolute) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimEnd() : null;

    /// <summary>All bytes of a file whose size may not be what its directory says, as is usual in /sys and /proc.</summary>
    /// <returns>Null when it cannot be read.</returns>
    internal byte[]? ReadBytes(string absolute)
    {
        try
        {
            using FileStream file = new(PathOf(absolute), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes, 64 * 1024);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes to a file that is there, as the files of sysfs are.</summary>
    /// <returns>False when there is none, it may not be written, or the kernel refuses what was written.</returns>
    internal bool TryWrite(string absolute, string text)
    {
        try
        {
            using FileStream file = new(PathOf(absolute), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What a symbolic link points to in the end, as the running system knows it.</summary>
    /// <returns>Null when there is no such link.</returns>
    internal string? ResolveLink(string absolute)
    {
        try
        {
            string? target = File.ResolveLinkTarget(PathOf(absolute), returnFinalTarget: true)?.FullName;
            return target is not null && _path != "/" && target.StartsWith(_path, StringComparison.Ordinal) ? target[_path.Length..] : target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Names in a directory, in no order. None when it cannot be read.</summary>
    /// <param name="absolute">The directory.</param>
    /// <param name="ownDirectoriesOnly">Leave out files and links to directories elsewhere.</param>
    internal IReadOnlyList<string> List(string absolute, bool ownDirectoriesOnly = false)
    {
        try
        {
            var directory = new DirectoryInfo(PathOf(absolute));
            return ownDirectoriesOnly
                ? [.. directory.EnumerateDirectories().Where(d => d.LinkTarget is null).Select(d => d.Name)]
                : [.. directory.EnumerateFileSystemInfos().Select(f => f.Name)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>True when there is such a file or directory.</summary>
    internal bool Has(string absolute) => Path.Exists(PathOf(absolute));
}
