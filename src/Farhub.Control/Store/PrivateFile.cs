namespace Farhub.Control.Store;

/// <summary>Files that only the hub's own user may read: a store has secrets in it.</summary>
static class PrivateFile
{
    /// <summary>Opens a file for nobody else, made with mode 0600 where there is none.</summary>
    internal static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>Makes the directory of a file with mode 0700, unless it is there.</summary>
    internal static void CreateDirectoryOf(string path)
    {
        string? directory = Path.GetDirectoryName(path);
        if (directory is null || Directory.Exists(directory)) return;
        // One by one: the framework gives the mode to the last only.
        CreateDirectoryOf(directory);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Where a file really is: two names of one file must not be taken for two.</summary>
    internal static string Locate(string path)
    {
        string full = Path.GetFullPath(path);
        var file = new FileInfo(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
