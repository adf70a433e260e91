namespace Farhub.Protocol;

/// <summary>A peer sent what can never be valid. The connection cannot go on: there is no way to tell where the next message starts.</summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Makes one with a sentence for the log: what was wrong, with the offending number.</summary>
    public ProtocolException(string message) : base(message) { }

    /// <summary>Makes one without a sentence.</summary>
    public ProtocolException() { }

    /// <summary>Makes one around another.</summary>
    public ProtocolException(string message, Exception innerException) : base(message, innerException) { }
}
