namespace Farhub.Devices.Virtual;

/// <summary>What a <see cref="VirtualDisk"/> keeps its blocks in. Never throws once it is open: a failure is a result, which the disk turns into
/// SCSI sense.</summary>
abstract class DiskStore : IDisposable
{
    /// <summary>Size in bytes, a multiple of the block size.</summary>
    internal abstract long Length { get; }

    /// <summary>True when nothing may be written.</summary>
    internal abstract bool IsReadOnly { get; }

    /// <summary>True when bytes written may be lost with the machine until <see cref="TryFlush"/>.</summary>
    internal abstract bool HasCache { get; }

    /// <summary>Reads bytes within the disk.</summary>
    /// <returns>Bytes read from the start of the span; fewer than asked when the rest cannot be read.</returns>
    internal abstract int Read(Span<byte> bytes, long position);

    /// <summary>Writes bytes within the disk.</summary>
    /// <returns>False when they could not all be written.</returns>
    internal abstract bool TryWrite(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Makes what was written lasting.</summary>
    /// <returns>False when that failed.</returns>
    internal abstract bool TryFlush();

    public abstract void Dispose();
}
