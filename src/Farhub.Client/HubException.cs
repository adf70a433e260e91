namespace Farhub.Client;

/// <summary>A hub could not be asked, or did not give what was asked for. The message is one sentence for the user.</summary>
public class HubException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="message">One sentence for the user.</param>
    /// <param name="innerException">What the system said.</param>
    public HubException(HubFailure failure, string message, Exception? innerException = null) : base(message, innerException) => Failure = failure;

    /// <summary>Makes one without a reason of its own.</summary>
    public HubException() : this(HubFailure.Closed, "The hub did not answer.") { }

    /// <summary>Makes one without a reason of its own.</summary>
    public HubException(string message) : this(HubFailure.Closed, message) { }

    /// <summary>Makes one without a reason of its own.</summary>
    public HubException(string message, Exception innerException) : this(HubFailure.Closed, message, innerException) { }

    /// <summary>Why.</summary>
    public HubFailure Failure { get; }
}
