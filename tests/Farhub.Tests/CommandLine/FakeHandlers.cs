using Farhub.CommandLine;

namespace Farhub.Tests.CommandLine;

/// <summary>Expects one request, to the letter, and answers with an exit code of its own.</summary>
sealed class FakeHandlers(object? expected) : ICommandHandlers
{
    /// <summary>An exit code that nothing else makes.</summary>
    public const ExitCode Answer = (ExitCode)77;

    public int Calls { get; private set; }

    public Task<ExitCode> ServeAsync(ServeRequest request, CancellationToken cancellationToken)
    {
        // Records compare lists by reference; a test means their contents.
        ServeRequest wanted = Assert.IsType<ServeRequest>(expected);
        Assert.Equal(wanted.Listen, request.Listen);
        Assert.Equal(wanted.Shares, request.Shares);
        Assert.Equal(wanted.Virtual, request.Virtual);
        Assert.Equal(wanted.Force, request.Force);
        Assert.Equal(wanted.Managed?.Secure, request.Managed?.Secure);
        Assert.Equal(wanted.Managed is { } managed ? managed with { Secure = [] } : null, request.Managed is { } asked ? asked with { Secure = [] } : null);
        return Count();
    }

    public Task<ExitCode> DevicesAsync(DevicesRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> ListAsync(ListRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> AttachAsync(AttachRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> PortsAsync(PortsRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> DetachAsync(DetachRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> DemoAsync(DemoRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> CompletionAsync(CompletionRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> RemoteAsync(RemoteRequest request, CancellationToken cancellationToken) =>
        Expect(string.Concat(
            request.Hub is null ? "" : $"{request.Hub}: ", request.Method, " ", request.Path, request.Body is null ? "" : $" {request.Body.ToJsonString()}", request.Json ? " as JSON" : "", request.MustBeNew ? " new" : ""));

    public Task<ExitCode> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> LoginAsync(LoginRequest request, CancellationToken cancellationToken) => Expect(request);

    public Task<ExitCode> LogoutAsync(string hub, CancellationToken cancellationToken) => Expect($"logout {hub}");

    public Task<ExitCode> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken) => Expect(request);

    Task<ExitCode> Expect(object request)
    {
        Assert.Equal(expected, request);
        return Count();
    }

    Task<ExitCode> Count()
    {
        Calls++;
        return Task.FromResult(Answer);
    }
}
