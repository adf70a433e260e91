using Farhub.Devices.Virtual;

namespace Farhub.Devices.Tests.Virtual;

/// <summary>Zeros that cannot be read, written or made lasting where the test says so.</summary>
sealed class FaultyStore(long length) : DiskStore
{
    internal long ReadableTo { get; set; } = long.MaxValue;
    internal long WritableTo { get; set; } = long.MaxValue;
    internal bool CanFlush { get; set; } = true;
    internal int Flushes { get; private set; }
    internal bool IsDisposed { get; private set; }

    internal override long Length => length;
    internal override bool IsReadOnly => false;
    internal override bool HasCache => true;

    internal override int Read(Span<byte> bytes, long position)
    {
        int count = (int)Math.Clamp(ReadableTo - position, 0, bytes.Length);
        bytes[..count].Clear();
        return count;
    }

    internal override bool TryWrite(ReadOnlySpan<byte> bytes, long position) => position + bytes.Length <= WritableTo;

    internal override bool TryFlush()
    {
        Flushes++;
        return CanFlush;
    }

    public override void Dispose() => IsDisposed = true;
}
