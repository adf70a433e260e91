using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Farhub.Client.Vhci;
using Farhub.CommandLine;
using Farhub.Devices;
using Farhub.Hosting;
using Farhub.Remote;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Commands;

/// <summary>What this machine knows, for completions.</summary>
sealed class KnownValues : IKnownValues
{
    /// <summary>Longer than that nobody waits for a word.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IEnumerable<string> Matches() => Try(() =>
    {
        using IDeviceSource source = DeviceSources.Physical(NullLoggerFactory.Instance);
        return source.Devices.SelectMany(d => new[] { d.Info.BusId, d.Info.Id.ToString() }).Distinct().Append("all");
    });

    /// <inheritdoc/>
    public IEnumerable<string> Ports() => Try(() => OperatingSystem.IsLinux() ? new VhciPorts().Read().Select(p => p.Number.ToString(CultureInfo.InvariantCulture)) : []);

    /// <inheritdoc/>
    public IEnumerable<string> Hubs() => Try(() => KnownHubs.OfUser().Read().Keys);

    /// <inheritdoc/>
    public IEnumerable<string> Names(string? hub, string kind) => Try(() =>
    {
        using var limit = new CancellationTokenSource(Patience);
        using HubConnection connection = HubDirectory.Open(hub);
        JsonNode? things = connection.CallAsync("GET", $"/{kind}", null, mustBeNew: false, limit.Token).GetAwaiter().GetResult();
        return things?.AsArray().Select(t => t?["name"]?.ToString()).OfType<string>() ?? [];
    });

    [SuppressMessage("Design", "CA1031", Justification = "Somebody pressed Tab: nothing that goes wrong is worth a word.")]
    static IEnumerable<string> Try(Func<IEnumerable<string>> values)
    {
        try
        {
            return [.. values()];
        }
        catch (Exception)
        {
            return [];
        }
    }
}
