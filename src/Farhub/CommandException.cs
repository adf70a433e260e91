namespace Farhub;

/// <summary>A command cannot do what it was asked for. The message is one sentence for the person: what is wrong, where, what to do.</summary>
sealed class CommandException : Exception
{
    public CommandException(ExitCode code, string message, Exception? innerException = null) : base(message, innerException) => Code = code;

    public CommandException(string message) : this(ExitCode.Failed, message) { }

    public CommandException(string message, Exception innerException) : this(ExitCode.Failed, message, innerException) { }

    public CommandException() : this("Something went wrong.") { }

    /// <summary>What the process ends with.</summary>
    public ExitCode Code { get; } = ExitCode.Failed;
}
