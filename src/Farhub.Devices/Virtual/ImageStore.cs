using Microsoft.Win32.SafeHandles;

namespace Farhub.Devices.Virtual;

/// <summary>A disk in an image file, held exclusively while the hub runs, so that two hubs do not write to one image. Read-only ones may be shared.</summary>
sealed class ImageStore : DiskStore
{
    readonly SafeFileHandle _file;

    ImageStore(SafeFileHandle file, long length, bool isReadOnly)
    {
        _file = file;
        Length = length;
        IsReadOnly = isReadOnly;
    }

    internal override long Length { get; }

    internal override bool IsReadOnly { get; }

    internal override bool HasCache => !IsReadOnly;

    /// <summary>Opens an image, or creates it as a sparse file of zeros.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">Bytes; null to take the file as it is, which must then exist.</param>
    /// <param name="isReadOnly">Refuse writes; the file must exist.</param>
    /// <exception cref="DeviceException">It cannot serve as a disk; the message says why.</exception>
    internal static ImageStore Open(string path, long? size, bool isReadOnly)
    {
        SafeFileHandle? file = null;
        try
        {
            // What the system says of a directory sounds like a matter of permissions.
            if (Directory.Exists(path)) throw new DeviceException(DeviceFailure.Error, $"'{path}' is a directory, not an image file");
            bool create = !File.Exists(path);
            if (create && isReadOnly) throw new DeviceException(DeviceFailure.Gone, $"there is no image file '{path}'");
            if (create && size is null) throw new DeviceException(DeviceFailure.Gone, $"there is no image file '{path}'; give a size, such as size=64M, to create it");
            file = File.OpenHandle(path, create ? FileMode.CreateNew : FileMode.Open,
                isReadOnly ? FileAccess.Read : FileAccess.ReadWrite, isReadOnly ? FileShare.Read : FileShare.None, FileOptions.RandomAccess);
            if (create) RandomAccess.SetLength(file, size!.Value);
            long length = RandomAccess.GetLength(file);
            if (length == 0) throw new DeviceException(DeviceFailure.Error, $"image file '{path}' is empty");
            if (length % VirtualDisk.BlockSize != 0)
            {
                throw new DeviceException(DeviceFailure.Error, $"image file '{path}' has {length} bytes, which is not a multiple of {VirtualDisk.BlockSize}");
            }
            if (size is not null && size != length)
            {
                throw new DeviceException(DeviceFailure.Error,
                    $"image file '{path}' has {VirtualDeviceSpec.FormatSize(length)}, not {VirtualDeviceSpec.FormatSize(size.Value)}; leave the size out to use it as it is");
            }
            var store = new ImageStore(file, length, isReadOnly);
            file = null;
            return store;
        }
        catch (UnauthorizedAccessException e)
        {
            string hint = isReadOnly ? "" : "; option ro needs no permission to write";
            throw new DeviceException(DeviceFailure.Denied, $"image file '{path}' cannot be opened: permission denied{hint}", e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            throw new DeviceException(IsSharingViolation(e) ? DeviceFailure.Busy : DeviceFailure.Error, $"image file '{path}' cannot be opened: {e.Message.TrimEnd('.')}", e);
        }
        finally
        {
            file?.Dispose();
        }
    }

    internal override int Read(Span<byte> bytes, long position)
    {
        int total = 0;
        try
        {
            while (total < bytes.Length)
            {
                int count = RandomAccess.Read(_file, bytes[total..], position + total);
                if (count == 0) break; // Somebody has cut the file short.
                total += count;
            }
        }
        catch (Exception e) when (IsFailure(e))
        {
            // What was read before counts.
        }
        return total;
    }

    internal override bool TryWrite(ReadOnlySpan<byte> bytes, long position)
    {
        try
        {
            RandomAccess.Write(_file, bytes, position);
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            return false;
        }
    }

    internal override bool TryFlush()
    {
        try
        {
            if (!IsReadOnly) RandomAccess.FlushToDisk(_file);
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            return false;
        }
    }

    public override void Dispose() => _file.Dispose();

    static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>ERROR_SHARING_VIOLATION on Windows; on Linux .NET's lock of the file gives EWOULDBLOCK, 11.</summary>
    static bool IsSharingViolation(Exception e) => (e.HResult & 0xffff) is 32 or 11;
}
