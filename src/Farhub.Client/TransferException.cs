namespace Farhub.Client;

/// <summary>A transfer did not go well. The message is one sentence for the user.</summary>
public sealed class TransferException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="result">What became of the transfer.</param>
    /// <param name="end">Why the link ended, if it did.</param>
    public TransferException(TransferResult result, LinkEnd? end = null) : base(Explain(result.Status, end))
    {
        Result = result;
        LinkEnd = result.Status == TransferStatus.LinkLost ? end : null;
    }

    /// <summary>Makes one for a bus error.</summary>
    public TransferException() : this(new TransferResult(TransferStatus.ProtocolError, 0)) { }

    /// <summary>Makes one for a bus error.</summary>
    public TransferException(string message) : base(message) => Result = new TransferResult(TransferStatus.ProtocolError, 0);

    /// <summary>Makes one for a bus error.</summary>
    public TransferException(string message, Exception innerException) : base(message, innerException) =>
        Result = new TransferResult(TransferStatus.ProtocolError, 0);

    /// <summary>What became of the transfer, with the bytes that were moved before it failed.</summary>
    public TransferResult Result { get; }

    /// <summary>How it ended.</summary>
    public TransferStatus Status => Result.Status;

    /// <summary>Why the link ended, when that is what ended the transfer.</summary>
    public LinkEnd? LinkEnd { get; }

    static string Explain(TransferStatus status, LinkEnd? end) => status switch
    {
        TransferStatus.LinkLost => end is null ? "The connection to the hub has ended." : end.Detail,
        TransferStatus.TooManyInFlight => "Too many transfers are in flight already.",
        TransferStatus.Stall => "The device stalled: it does not know this request, or the endpoint is halted.",
        TransferStatus.DeviceGone or TransferStatus.Shutdown => "The device is gone, or its interface was shut down.",
        TransferStatus.Babble => "The device sent more than was asked for.",
        TransferStatus.NoResponse or TransferStatus.TimedOut => "The device did not answer.",
        TransferStatus.ProtocolError or TransferStatus.BadChecksum => "The transfer failed on the bus.",
        TransferStatus.Short => "The device sent less than was asked for.",
        TransferStatus.NotFound or TransferStatus.Invalid => "The device has no such endpoint or interface, or the hub refused the request.",
        TransferStatus.OutOfMemory => "The hub has no memory for a transfer of this size.",
        TransferStatus.NoBandwidth => "The bus at the hub has no bandwidth left for this endpoint.",
        _ => $"The transfer failed with status {(int)status}.",
    };
}
