using System.Net.Sockets;
using Farhub.Client;
using Farhub.Client.Vhci;
using Farhub.Control.State;
using Farhub.Control.Store;
using Farhub.Devices;
using Farhub.Protocol;

namespace Farhub;

/// <summary>What a person is told, and what the process ends with, when a command fails. The one table from exceptions to exit codes.</summary>
/// <param name="Code">Ends the process.</param>
/// <param name="Sentence">What is wrong, where, what to do.</param>
sealed record Failure(ExitCode Code, string Sentence)
{
    /// <summary>Explains any exception; one that nobody foresaw is our mistake and says so.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        CommandException known => new Failure(known.Code, known.Message),
        DeviceException device => new Failure(OfDevice(device.Failure), device.Message),
        ImportException import => new Failure(OfImport(import.Status), import.Message),
        HubException hub => new Failure(hub.Failure == HubFailure.Refused ? ExitCode.Failed : ExitCode.Unreachable, hub.Message),
        VhciException vhci => new Failure(OfVhci(vhci.Failure), vhci.Message),
        TransferException transfer => new Failure(transfer.LinkEnd is null ? ExitCode.Failed : ExitCode.Unreachable, transfer.Message),
        ProtocolException => new Failure(ExitCode.Unreachable, exception.Message),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => new Failure(ExitCode.Busy, exception.Message),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new Failure(ExitCode.NotPermitted, exception.Message),
        SocketException or TimeoutException => new Failure(ExitCode.Unreachable, exception.Message),
        StoreException => new Failure(ExitCode.Failed, exception.Message),
        ControlException control => new Failure(ExitCode.Failed, control.Message),
        UnauthorizedAccessException => new Failure(ExitCode.NotPermitted, exception.Message),
        IOException => new Failure(ExitCode.Failed, exception.Message),
        _ => new Failure(ExitCode.Failed, $"a mistake in Farhub itself, please report it: {exception.GetType().Name}: {exception.Message}"),
    };

    static ExitCode OfDevice(DeviceFailure failure) => failure switch
    {
        DeviceFailure.Gone => ExitCode.NotThere,
        DeviceFailure.Busy => ExitCode.Busy,
        DeviceFailure.Denied => ExitCode.NotPermitted,
        _ => ExitCode.Failed,
    };

    static ExitCode OfImport(OpStatus status) => status switch
    {
        // Older servers say NotAvailable whatever it is.
        OpStatus.NoDevice or OpStatus.NotAvailable => ExitCode.NotThere,
        OpStatus.DeviceBusy => ExitCode.Busy,
        _ => ExitCode.Failed,
    };

    static ExitCode OfVhci(VhciFailure failure) => failure switch
    {
        VhciFailure.NoModule or VhciFailure.NeedsRoot => ExitCode.NotPermitted,
        VhciFailure.NoFreePort => ExitCode.Busy,
        VhciFailure.NotAttached => ExitCode.NotThere,
        VhciFailure.Ambiguous => ExitCode.Usage,
        _ => ExitCode.Failed,
    };
}
