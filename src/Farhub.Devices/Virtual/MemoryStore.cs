using System.Runtime.InteropServices;

namespace Farhub.Devices.Virtual;

/// <summary>A disk in memory, zeros at first. The system commits its pages when they are written.</summary>
sealed unsafe class MemoryStore : DiskStore
{
    byte* _memory;

    /// <summary>Reserves the memory.</summary>
    /// <exception cref="DeviceException">There is not so much.</exception>
    internal MemoryStore(long length, bool isReadOnly)
    {
        Length = length;
        IsReadOnly = isReadOnly;
        try
        {
            // Zeroed by the allocator, which for so much means fresh pages that take no memory yet.
            _memory = (byte*)NativeMemory.AllocZeroed(checked((nuint)length));
        }
        catch (Exception e) when (e is OutOfMemoryException or OverflowException)
        {
            throw new DeviceException(DeviceFailure.Error, $"there is no memory for a disk of {VirtualDeviceSpec.FormatSize(length)}; use an image file", e);
        }
    }

    internal override long Length { get; }

    internal override bool IsReadOnly { get; }

    internal override bool HasCache => false;

    internal override int Read(Span<byte> bytes, long position)
    {
        new ReadOnlySpan<byte>(_memory + position, bytes.Length).CopyTo(bytes);
        return bytes.Length;
    }

    internal override bool TryWrite(ReadOnlySpan<byte> bytes, long position)
    {
        bytes.CopyTo(new Span<byte>(_memory + position, bytes.Length));
        return true;
    }

    internal override bool TryFlush() => true;

    public override void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
