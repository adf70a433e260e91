namespace Farhub.Client.Vhci;

/// <summary>A device could not be attached to, or detached from, the kernel. The message is for the user, and says what to do.</summary>
public sealed class VhciException : Exception
{
    /// <summary>Makes one.</summary>
    public VhciException(VhciFailure failure, string message, Exception? innerException = null) : base(message, innerException) => Failure = failure;

    /// <summary>Makes one for a refusal.</summary>
    public VhciException() : this(VhciFailure.Refused, "The kernel refused.") { }

    /// <summary>Makes one for a refusal.</summary>
    public VhciException(string message) : this(VhciFailure.Refused, message) { }

    /// <summary>Makes one for a refusal.</summary>
    public VhciException(string message, Exception innerException) : this(VhciFailure.Refused, message, innerException) { }

    /// <summary>Why.</summary>
    public VhciFailure Failure { get; }
}
