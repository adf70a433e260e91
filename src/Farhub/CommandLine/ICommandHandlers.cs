namespace Farhub.CommandLine;

/// <summary>What the commands do once the command line has been understood. The seam that lets parsing be tested without running anything.</summary>
interface ICommandHandlers
{
    /// <summary><c>farhub serve</c>.</summary>
    Task<ExitCode> ServeAsync(ServeRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub devices</c>.</summary>
    Task<ExitCode> DevicesAsync(DevicesRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub list</c>.</summary>
    Task<ExitCode> ListAsync(ListRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub attach</c>.</summary>
    Task<ExitCode> AttachAsync(AttachRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub ports</c>.</summary>
    Task<ExitCode> PortsAsync(PortsRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub detach</c>.</summary>
    Task<ExitCode> DetachAsync(DetachRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub demo</c>.</summary>
    Task<ExitCode> DemoAsync(DemoRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub completion</c>.</summary>
    Task<ExitCode> CompletionAsync(CompletionRequest request, CancellationToken cancellationToken);

    /// <summary>Commands that ask a managed hub.</summary>
    Task<ExitCode> RemoteAsync(RemoteRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub apply</c>.</summary>
    Task<ExitCode> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub login</c>.</summary>
    Task<ExitCode> LoginAsync(LoginRequest request, CancellationToken cancellationToken);

    /// <summary><c>farhub logout</c>.</summary>
    Task<ExitCode> LogoutAsync(string hub, CancellationToken cancellationToken);

    /// <summary><c>farhub restore</c>.</summary>
    Task<ExitCode> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken);
}
