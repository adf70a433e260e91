namespace Farhub.Client.Vhci;

/// <summary>The files of the operating system, below one root, so that tests can bring their own.</summary>
/// <param name="root">Directory that stands for <c>/</c>.</param>
class SystemFiles(string root = "/")
{
    /// <summary>Where an absolute path really is.</summary>
    internal string Locate(string path) => Path.Join(root, path);

    internal bool DirectoryExists(string path) => Directory.Exists(Locate(path));

    /// <summary>All text of a file, without white space around it; null when it is not there or will not be read just now (sysfs files go
    /// with their device, also in the middle of a read).</summary>
    internal string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(Locate(path)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Names in a directory, in order; none when it is not there.</summary>
    internal IReadOnlyList<string> List(string path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Locate(path)).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The last name of what a symbolic link points to; null when it is no link or not there.</summary>
    internal string? LinkName(string path)
    {
        try
        {
            string? target = File.ResolveLinkTarget(Locate(path), returnFinalTarget: false)?.FullName;
            return target is null ? null : Path.GetFileName(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True for a directory that is no symbolic link.</summary>
    internal bool IsRealDirectory(string path)
    {
        var info = new DirectoryInfo(Locate(path));
        return info.Exists && info.LinkTarget is null;
    }

    /// <summary>Writes an attribute: one write call, as the kernel wants it.</summary>
    /// <exception cref="IOException">HResult is the errno.</exception>
    /// <exception cref="UnauthorizedAccessException">Not allowed.</exception>
    internal virtual void WriteAttribute(string path, string text)
    {
        // FileShare.ReadWrite: no advisory lock; no buffer, so that the kernel's answer belongs to this write.
        using var stream = new FileStream(Locate(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Writes a whole file, with its directory.</summary>
    internal void WriteRecord(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Locate(path))!);
        File.WriteAllText(Locate(path), text);
    }

    /// <summary>Deletes a file if it is there.</summary>
    internal void Delete(string path) => File.Delete(Locate(path));

    /// <summary>Loads a kernel module.</summary>
    /// <returns>Null, or what modprobe said.</returns>
    internal virtual string? LoadModule(string name) => Modprobe.Load(name);
}
