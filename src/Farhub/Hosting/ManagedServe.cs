using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farhub.CommandLine;
using Farhub.Commands;
using Farhub.Control;
using Farhub.Control.Store;
using Farhub.Devices;
using Farhub.Hub;
using Farhub.Remote;
using Farhub.Web.Door;
using Microsoft.Extensions.Logging;

namespace Farhub.Hosting;

/// <summary>A managed hub with its doors.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "What was made is disposed by StartAsync when something after it fails, and with this otherwise.")]
sealed class ManagedServe : IAsyncDisposable
{
    readonly ManagedHub _hub;
    readonly SecureDoor _door;
    readonly X509Certificate2? _certificate;

    ManagedServe(ManagedHub hub, SecureDoor door, X509Certificate2? certificate) => (_hub, _door, _certificate) = (hub, door, certificate);

    /// <summary>The data plane, not started yet.</summary>
    public HubServer Server => _hub.Server;

    /// <summary>Opens the store and the secure door.</summary>
    /// <exception cref="StoreException">The store cannot be opened; the message says why.</exception>
    /// <exception cref="CommandException">The certificate cannot be used, or an address not be listened on.</exception>
    public static async Task<ManagedServe> StartAsync(ManagedRequest request, HubOptions options, IReadOnlyList<IDeviceSource> sources, LineLogger logger, string version, CancellationToken cancellationToken)
    {
        TimeProvider time = TimeProvider.System;
        string state = request.StateDirectory ?? LocalHub.StateDirectory;
        CreatePrivate(state);
        string socket = request.ControlSocket ?? (request.StateDirectory is null ? LocalHub.Socket : Path.Combine(state, "control.sock"));
        CreatePrivate(Path.GetDirectoryName(socket)!);
        X509Certificate2? certificate = null;
        IStore? store = null;
        ManagedHub? hub = null;
        SecureDoor? door = null;
        try
        {
            if (request.Secure.Count > 0) certificate = CertificateOf(request, state, logger, time);
            BundledSqlite.Use();
            store = StoreOpener.Open(request.Store ?? Path.Combine(state, "farhub.db"));
            hub = new ManagedHub(store, sources, options, new Logger<HubServer>(logger), time);
            door = new SecureDoor(hub, new SecureDoorOptions { Listen = request.Secure, Certificate = certificate, LocalSocket = socket, Version = version }, logger, time);
            await door.StartAsync(cancellationToken);
            Greet(hub, door, certificate, logger);
            return new ManagedServe(hub, door, certificate);
        }
        catch (Exception e)
        {
            if (door is not null) await door.DisposeAsync();
            if (hub is not null) await hub.DisposeAsync();
            else store?.Dispose();
            certificate?.Dispose();
            if (e is IOException) throw new CommandException(e.Message.Contains("in use", StringComparison.Ordinal) ? ExitCode.Busy : ExitCode.Failed, $"{e.Message} Choose another port with --secure.", e);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await _hub.DisposeAsync();
        _certificate?.Dispose();
    }

    static void Greet(ManagedHub hub, SecureDoor door, X509Certificate2? certificate, LineLogger logger)
    {
        foreach (string address in door.Addresses) logger.SecureDoor(address);
        if (hub.Setup.BeginSetup() is not { } token) return;
        if (certificate is not null && SetupLink.For(door.Addresses, Certificates.HostNameOf(certificate), token) is { } link) logger.SetupLink(link, token);
        else logger.SetupToken(token);
    }

    static X509Certificate2 CertificateOf(ManagedRequest request, string state, LineLogger logger, TimeProvider time)
    {
        try
        {
            bool isNew = false;
            X509Certificate2 certificate = request.Certificate is { } path
                ? Certificates.Load(path)
                : Certificates.LoadOrMake(Path.Combine(state, "certificate.pem"), time.GetUtcNow(), out isNew);
            logger.Certificate(Certificates.FingerprintOf(certificate), request.Certificate ?? (isNew ? "made just now" : "the hub's own"));
            return certificate;
        }
        catch (CryptographicException e)
        {
            throw new CommandException(ExitCode.Failed, $"{request.Certificate ?? Path.Combine(state, "certificate.pem")} is no PEM file with a certificate and its key: {e.Message}", e);
        }
    }

    static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
