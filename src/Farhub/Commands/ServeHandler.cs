using System.Net;
using System.Net.Sockets;
using Farhub.CommandLine;
using Farhub.Devices;
using Farhub.Hosting;
using Farhub.Hub;
using Farhub.Rendering;
using Microsoft.Extensions.Logging;

namespace Farhub.Commands;

/// <summary><c>farhub serve</c>: a hub until somebody stops it.</summary>
sealed class ServeHandler(Screen screen)
{
    public async Task<ExitCode> RunAsync(ServeRequest request, CancellationToken cancellationToken)
    {
        using LineLogger logger = new(screen.Output, screen.Error, TimeProvider.System);
        List<IDeviceSource> sources = [];
        try
        {
            if (request.Shares.Count > 0 || (request.Managed is not null && OperatingSystem.IsLinux())) sources.Add(DeviceSources.Physical(logger));
            // Into a managed hub people may plug software devices while it runs.
            if (request.Virtual.Count > 0 || request.Managed is not null) sources.Add(DeviceSources.Software(request.Virtual));
            if (request.Managed is { } managed)
            {
                HubOptions options = new() { Listen = Available(request.Listen), Force = request.Force };
                await using ManagedServe serve = await ManagedServe.StartAsync(managed with { Secure = [.. Available(managed.Secure).Cast<IPEndPoint>()] }, options, sources, logger, Version, cancellationToken);
                Start(serve.Server);
                await WaitAsync(cancellationToken);
                return ExitCode.Ok;
            }
            await using HubServer hub = new(
                new HubOptions { Listen = Available(request.Listen), Shares = request.Shares, Force = request.Force }, sources, new Logger<HubServer>(logger));
            Start(hub);
            foreach (ShareMatch share in request.Shares.Where(share => !sources[0].Devices.Any(d => share.Matches(d.Info)))) logger.NothingThereYet(share);
            await WaitAsync(cancellationToken);
            // To be stopped is how serving ends. Disposing the hub drains it.
            return ExitCode.Ok;
        }
        finally
        {
            foreach (IDeviceSource source in sources) source.Dispose();
        }
    }

    static string Version => typeof(ServeHandler).Assembly.GetName().Version!.ToString(3);

    static void Start(HubServer hub)
    {
        try
        {
            hub.Start();
        }
        catch (SocketException e)
        {
            // The hub's message names the address.
            throw e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => new CommandException(
                    ExitCode.Busy, $"{e.Message} Another program listens there (a hub, or usbipd): end it, or choose another port with --listen.", e),
                SocketError.AccessDenied => new CommandException(ExitCode.NotPermitted, $"{e.Message} Ports below 1024 need root.", e),
                SocketError.AddressNotAvailable => new CommandException(ExitCode.Failed, $"{e.Message} This machine does not have that address.", e),
                _ => new CommandException(ExitCode.Failed, e.Message, e),
            };
        }
    }

    /// <summary>"Every IPv6 address" on a machine without IPv6 is none.</summary>
    static IReadOnlyList<EndPoint> Available(IReadOnlyList<EndPoint> listen) =>
        Socket.OSSupportsIPv6 ? listen : [.. listen.Where(e => e is not IPEndPoint { Address: var address } || !address.Equals(IPAddress.IPv6Any))];

    static async Task WaitAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(stopped.SetResult)) await stopped.Task;
    }
}
