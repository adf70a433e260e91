using System.CommandLine;
using System.Net;
using Farhub.Devices.Virtual;
using Farhub.Hub;

namespace Farhub.CommandLine;

/// <summary><c>farhub serve</c>: the hub.</summary>
static class ServeCommand
{
    const string NothingToShare =
        "nothing to share: name a device with --share (what is plugged in here: 'farhub devices'), or make one with '--virtual disk'.";

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

        ExampleCommand command = new("serve", "Run a hub: share devices of this machine until stopped")
        {
            Examples =
            [
                ("farhub serve --share 0403:6001", "every FTDI serial adapter, whichever port it is in"),
                ("farhub serve --share 1-4.2 --listen 192.0.2.7:3240", "what is plugged in at port 4.2 of bus 1, on one address only"),
                ("farhub serve --virtual disk=stick.img,size=64M", "a software disk that keeps its bytes in a file"),
            ],
        };
        command.Add(listen);
        command.Add(share);
        command.Add(software);
        command.Add(force);
        command.Validators.Add(result =>
        {
            if (result.GetResult(share) is null or { Implicit: true } && result.GetResult(software) is null or { Implicit: true }) result.AddError(NothingToShare);
        });
        command.SetAction((result, cancellationToken) => handlers.ServeAsync(
            new ServeRequest(
                Listen: result.GetRequiredValue(listen) is { Count: > 0 } addresses ? [.. addresses.SelectMany(a => a)] : ListenAddress.Any(),
                Shares: result.GetRequiredValue(share),
                Virtual: result.GetRequiredValue(software),
                Force: result.GetValue(force)),
            cancellationToken));
        return command;
    }
}
