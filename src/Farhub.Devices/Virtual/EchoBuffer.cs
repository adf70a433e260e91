using System.Runtime.InteropServices;

namespace Farhub.Devices.Virtual;

/// <summary>A ring of bytes between the echo's OUT and IN. Its memory comes with the first byte. Not thread-safe.</summary>
sealed unsafe class EchoBuffer : IDisposable
{
    /// <summary>Most bytes that wait; a power of two.</summary>
    internal const int Capacity = 1 << 20;

    byte* _memory;
    long _read;
    long _written;

    /// <summary>Bytes that wait.</summary>
    internal int Count => (int)(_written - _read);

    /// <summary>Takes as many bytes as there is room for.</summary>
    internal int Write(ReadOnlySpan<byte> bytes)
    {
        int length = Math.Min(bytes.Length, Capacity - Count);
        if (length == 0) return 0;
        if (_memory == null) _memory = (byte*)NativeMemory.Alloc(Capacity);
        int start = (int)(_written & (Capacity - 1));
        int first = Math.Min(length, Capacity - start);
        bytes[..first].CopyTo(new Span<byte>(_memory + start, first));
        bytes[first..length].CopyTo(new Span<byte>(_memory, Capacity));
        _written += length;
        return length;
    }

    /// <summary>Gives as many bytes as there are, or as there is room for.</summary>
    internal int Read(Span<byte> bytes)
    {
        int length = Math.Min(bytes.Length, Count);
        if (length == 0) return 0;
        int start = (int)(_read & (Capacity - 1));
        int first = Math.Min(length, Capacity - start);
        new ReadOnlySpan<byte>(_memory + start, first).CopyTo(bytes);
        new ReadOnlySpan<byte>(_memory, length - first).CopyTo(bytes[first..]);
        _read += length;
        return length;
    }

    /// <summary>Forgets all bytes.</summary>
    internal void Clear() => _read = _written = 0;

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
        Clear();
    }
}
