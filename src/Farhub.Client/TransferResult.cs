namespace Farhub.Client;

/// <summary>What became of a transfer.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Length">Bytes moved, whatever the status: a transfer that failed or was cancelled half-way has moved some.</param>
/// <param name="StartFrame">Isochronous: the frame it started in.</param>
/// <param name="FailedPackets">Isochronous: how many packets failed.</param>
public readonly record struct TransferResult(TransferStatus Status, int Length, int StartFrame = 0, int FailedPackets = 0)
{
    /// <summary>True when everything went well.</summary>
    public bool IsOk => Status == TransferStatus.Ok;
}
