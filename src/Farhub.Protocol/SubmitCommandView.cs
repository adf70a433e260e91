using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Farhub.Usb;

namespace Farhub.Protocol;

/// <summary>A message from a client where it lies, each field read when it is asked for: for the way of a URB, where <see cref="SubmitCommand"/> would be
/// written and read again field by field. Same layout; same meaning.</summary>
public readonly ref struct SubmitCommandView
{
    readonly ref readonly byte _first;

    /// <summary>Looks at 48 bytes, which must stay as they are meanwhile.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SubmitCommandView(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < UrbHeader.Size) ThrowTooShort();
        _first = ref MemoryMarshal.GetReference(bytes);
    }

    /// <inheritdoc cref="UrbHeader.Command"/>
    public UrbCommand Command => (UrbCommand)At(0);

    /// <inheritdoc cref="SubmitCommand.Seqnum"/>
    public uint Seqnum => At(4);

    /// <inheritdoc cref="SubmitCommand.DevId"/>
    public uint DevId => At(8);

    /// <inheritdoc cref="SubmitCommand.Direction"/>
    public uint Direction => At(12);

    /// <inheritdoc cref="SubmitCommand.Endpoint"/>
    public uint Endpoint => At(16);

    /// <inheritdoc cref="SubmitCommand.TransferFlags"/>
    public uint TransferFlags => At(20);

    /// <inheritdoc cref="SubmitCommand.Length"/>
    public int Length => SignedAt(24);

    /// <inheritdoc cref="SubmitCommand.StartFrame"/>
    public int StartFrame => SignedAt(28);

    /// <inheritdoc cref="SubmitCommand.PacketCount"/>
    public int PacketCount => SignedAt(32);

    /// <inheritdoc cref="SubmitCommand.Setup"/>
    public SetupPacket Setup => SetupPacket.Read(MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in _first), 40), SetupPacket.Size));

    /// <summary>The whole of it, read.</summary>
    public SubmitCommand Read() => SubmitCommand.Read(MemoryMarshal.CreateReadOnlySpan(in _first, UrbHeader.Size));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    uint At(int offset)
    {
        uint word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref Unsafe.AsRef(in _first), offset));
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int SignedAt(int offset) => unchecked((int)At(offset));

    static void ThrowTooShort() => throw new ArgumentOutOfRangeException("bytes");
}
