namespace Farhub;

/// <summary>What the process says to its caller. Documented in docs/cli.md and in <c>farhub --help</c>; scripts rely on the numbers.</summary>
enum ExitCode
{
    /// <summary>Done.</summary>
    Ok = 0,
    /// <summary>Something went wrong that has no number of its own.</summary>
    Failed = 1,
    /// <summary>The command line makes no sense.</summary>
    Usage = 2,
    /// <summary>There is no such device, or no such port.</summary>
    NotThere = 3,
    /// <summary>The device, or the address to listen on, is taken.</summary>
    Busy = 4,
    /// <summary>The hub cannot be reached, or what answers is not one.</summary>
    Unreachable = 5,
    /// <summary>The process may not, or the operating system lacks a driver.</summary>
    NotPermitted = 6,
    /// <summary>Ended by Ctrl-C or SIGTERM before it was done.</summary>
    Interrupted = 130,
}
