namespace Farhub.Client;

/// <summary>One packet of an isochronous transfer. The caller fills <see cref="Length"/>; the rest is the outcome. Packet data lies back to
/// back in the buffer by <see cref="Length"/>, whatever <see cref="ActualLength"/> says.</summary>
/// <param name="Length">Bytes to move at most.</param>
public record struct IsochronousPacket(int Length)
{
    /// <summary>Bytes moved, 0 to <see cref="Length"/>.</summary>
    public int ActualLength { get; set; }

    /// <summary>How it ended.</summary>
    public TransferStatus Status { get; set; }
}
