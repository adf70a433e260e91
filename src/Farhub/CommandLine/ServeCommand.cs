using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Farhub.Devices.Virtual;
using Farhub.Hub;

namespace Farhub.CommandLine;

/// <summary><c>farhub serve</c>: the hub.</summary>
static class ServeCommand
{
    const string TwoKinds =
        "--share is for a hub that shares with everybody; in a managed one, shares are made with 'farhub share add'. Leave out one or the other.";

    const string NotManaged = "is for a managed hub: say --managed too, or leave out --virtual.";

    const int SecurePort = 3243;

    public static Command Create(ICommandHandlers handlers, IKnownValues known)
    {
        Option<IReadOnlyList<IReadOnlyList<EndPoint>>> listen = Symbols.Many<IReadOnlyList<EndPoint>>(
            "--listen", ListenAddress.TryParse, "is not an address to listen on: write ADDR:PORT, such as 192.0.2.7:3240, [::1]:3240 or *:3240, or unix:PATH.");
        listen.HelpName = "ADDR:PORT|unix:PATH";
        listen.Description = "Where to listen, may be repeated; unix:PATH is for this machine alone, and faster [default: TCP 3240 on every address, IPv4 and IPv6]";

        Option<IReadOnlyList<ShareMatch>> share = Symbols.Many<ShareMatch>(
            "--share", ShareMatch.TryParse, "is not a share: write all, VID:PID, VID:PID:SERIAL or a port path such as 1-4.2.");
        share.HelpName = "MATCH";
        share.Description = "Physical devices to share, may be repeated: all, VID:PID, VID:PID:SERIAL, or a port path such as 1-4.2";
        share.CompletionSources.Add(_ => known.Matches());

        Option<IReadOnlyList<VirtualDeviceSpec>> software = Symbols.Many<VirtualDeviceSpec>("--virtual", VirtualDeviceSpec.TryParse);
        software.HelpName = "KIND";
        software.Description = "Software device to make and share, may be repeated: disk[=PATH][,ro][,size=64M] or loopback";
        software.CompletionSources.Add("disk", "loopback");

        Option<bool> force = new("--force") { Description = "Share devices even while this machine is using them (a mounted disk)" };

        Option<bool> managed = new("--managed") { Description = "A managed hub: who may use what is decided by its shares, users and grants [default: unless --share or --virtual is given]" };
        Option<string?> state = new("--state") { Description = "Where a managed hub keeps its store and certificate [default: /var/lib/farhub for root, else ~/.local/state/farhub]", HelpName = "DIRECTORY" };
        Option<string?> store = new("--store") { Description = "Its store: a file, or postgres://USER:PASSWORD@HOST/DATABASE [default: farhub.db in the state directory]", HelpName = "STORE" };
        Option<IReadOnlyList<IReadOnlyList<EndPoint>>> secure = Symbols.Many<IReadOnlyList<EndPoint>>(
            "--secure", TryReadSecure, "is not an address for the secure door: write ADDR:PORT, such as 192.0.2.7:3243 or *:3243, or none.");
        secure.HelpName = "ADDR:PORT|none";
        secure.Description = "Where its secure door (HTTPS) listens, may be repeated [default: TCP 3243 on every address]";
        Option<string?> certificate = new("--certificate") { Description = "PEM file with the secure door's certificate and key [default: one that the hub makes]", HelpName = "FILE" };
        Option<string?> control = new("--control") { Description = "Unix socket for root on this machine [default: /run/farhub/control.sock for root]", HelpName = "PATH" };

        ExampleCommand command = new("serve", "Run a hub: share devices of this machine until stopped")
        {
            Examples =
            [
                ("farhub serve --share 0403:6001", "every FTDI serial adapter, whichever port it is in"),
                ("farhub serve --share 1-4.2 --listen 192.0.2.7:3240", "what is plugged in at port 4.2 of bus 1, on one address only"),
                ("farhub serve --virtual disk=stick.img,size=64M", "a software disk that keeps its bytes in a file"),
                ("farhub serve", "a managed hub: prints how to make the first admin"),
            ],
        };
        command.Add(listen);
        command.Add(share);
        command.Add(software);
        command.Add(force);
        command.Add(managed);
        command.Add(state);
        command.Add(store);
        command.Add(secure);
        command.Add(certificate);
        command.Add(control);
        command.Validators.Add(result =>
        {
            bool shares = Is(result, share), isManaged = result.GetValue(managed);
            if (shares && isManaged) result.AddError(TwoKinds);
            if (isManaged || (!shares && !Is(result, software))) return;
            foreach (Option option in (Option[])[state, store, secure, certificate, control])
            {
                if (Is(result, option)) result.AddError($"{option.Name} {NotManaged}");
            }
        });
        command.SetAction((result, cancellationToken) =>
        {
            bool isManaged = result.GetValue(managed) || (result.GetRequiredValue(share).Count == 0 && result.GetRequiredValue(software).Count == 0);
            return handlers.ServeAsync(
                new ServeRequest(
                    Listen: result.GetRequiredValue(listen) is { Count: > 0 } addresses ? [.. addresses.SelectMany(a => a)] : ListenAddress.Any(),
                    Shares: result.GetRequiredValue(share),
                    Virtual: result.GetRequiredValue(software),
                    Force: result.GetValue(force),
                    Managed: isManaged
                        ? new ManagedRequest(
                            StateDirectory: result.GetValue(state),
                            Store: result.GetValue(store),
                            Secure: [.. (result.GetRequiredValue(secure) is { Count: > 0 } doors ? doors.SelectMany(d => d) : ListenAddress.Any(SecurePort)).OfType<IPEndPoint>()],
                            Certificate: result.GetValue(certificate),
                            ControlSocket: result.GetValue(control))
                        : null),
                cancellationToken);
        });
        return command;
    }

    static bool Is(CommandResult result, Option option) => result.GetResult(option) is not (null or { Implicit: true });

    /// <summary>As <c>--listen</c> without Unix sockets, and <c>none</c> for no door to the network.</summary>
    static bool TryReadSecure(string? text, out IReadOnlyList<EndPoint> endpoints)
    {
        endpoints = [];
        if (text == "none") return true;
        string? whole = text is { Length: > 0 } && !text.Contains(':', StringComparison.Ordinal) ? $"{text}:{SecurePort}" : text;
        return ListenAddress.TryParse(whole, out endpoints) && endpoints.All(e => e is IPEndPoint);
    }
}
