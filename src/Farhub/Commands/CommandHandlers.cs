using Farhub.Client.Vhci;
using Farhub.CommandLine;
using Farhub.Control.Store;
using Farhub.Demo;
using Farhub.Hosting;
using Farhub.Remote;
using Farhub.Rendering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Commands;

/// <summary>The composition root: each command's handler with what it needs, made when it is called for.</summary>
sealed class CommandHandlers(Screen screen) : ICommandHandlers
{
    readonly Lazy<DeviceNames> _names = new(DeviceNames.Installed);

    /// <inheritdoc/>
    public Task<ExitCode> ServeAsync(ServeRequest request, CancellationToken cancellationToken) => new ServeHandler(screen).RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ExitCode> DevicesAsync(DevicesRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new DevicesHandler(screen, _names, () => DeviceSources.Physical(NullLoggerFactory.Instance), DeviceSources.MayOpen).Run(request));

    /// <inheritdoc/>
    public Task<ExitCode> ListAsync(ListRequest request, CancellationToken cancellationToken) => new ListHandler(screen, _names).RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ExitCode> AttachAsync(AttachRequest request, CancellationToken cancellationToken) =>
        OperatingSystem.IsLinux() ? new AttachHandler(screen, new VhciPorts()).RunAsync(request, cancellationToken) : throw NoPorts();

    /// <inheritdoc/>
    public Task<ExitCode> PortsAsync(PortsRequest request, CancellationToken cancellationToken) =>
        OperatingSystem.IsLinux() ? Task.FromResult(new PortsHandler(screen, _names, new VhciPorts()).Run(request)) : throw NoPorts();

    /// <inheritdoc/>
    public Task<ExitCode> DetachAsync(DetachRequest request, CancellationToken cancellationToken) =>
        OperatingSystem.IsLinux() ? new DetachHandler(screen, new VhciPorts()).RunAsync(request, cancellationToken) : throw NoPorts();

    /// <inheritdoc/>
    public Task<ExitCode> DemoAsync(DemoRequest request, CancellationToken cancellationToken) => new DemoHandler(screen).RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async Task<ExitCode> CompletionAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        await screen.Output.WriteLineAsync(CompletionScripts.For(request.Shell));
        return ExitCode.Ok;
    }

    /// <inheritdoc/>
    public Task<ExitCode> RemoteAsync(RemoteRequest request, CancellationToken cancellationToken) => new RemoteHandler(screen).RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ExitCode> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken) => new RemoteHandler(screen).ApplyAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ExitCode> LoginAsync(LoginRequest request, CancellationToken cancellationToken) => new LoginHandler(screen, KnownHubs.OfUser()).LoginAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ExitCode> LogoutAsync(string hub, CancellationToken cancellationToken) => new LoginHandler(screen, KnownHubs.OfUser()).LogoutAsync(hub, cancellationToken);

    /// <inheritdoc/>
    public Task<ExitCode> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        BundledSqlite.Use();
        string store = request.Store ?? Path.Combine(request.StateDirectory ?? LocalHub.StateDirectory, "farhub.db");
        StoreOpener.Restore(request.File, store);
        screen.Line($"{request.File} is now the hub's store.");
        return Task.FromResult(ExitCode.Ok);
    }

    static CommandException NoPorts() =>
        new(ExitCode.NotPermitted, "devices can be attached on Linux only; on Windows, usbip-win2 attaches devices of this hub.");
}
