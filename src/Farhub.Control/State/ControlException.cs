namespace Farhub.Control.State;

/// <summary>What was asked for cannot be done. Nothing of it was.</summary>
public sealed class ControlException : Exception
{
    /// <summary>For one reason.</summary>
    public ControlException(ControlFailure failure, string message, Exception? innerException = null) : base(message, innerException) => Failure = failure;

    /// <summary>For mistakes in what was asked for: all of them.</summary>
    public ControlException(IReadOnlyList<Mistake> mistakes)
        : base(string.Join("; ", mistakes) + ".")
    {
        Failure = ControlFailure.Mistakes;
        Mistakes = mistakes;
    }

    /// <summary>For no reason.</summary>
    public ControlException() { }

    /// <summary>For one reason.</summary>
    public ControlException(string message) : base(message) { }

    /// <summary>For one reason, caused by another.</summary>
    public ControlException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>What kind of reason.</summary>
    public ControlFailure Failure { get; } = ControlFailure.Mistakes;

    /// <summary>What was wrong, when it was mistakes.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; } = [];
}
