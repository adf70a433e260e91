using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Farhub.Client.Vhci;
using Farhub.CommandLine;
using Farhub.Devices;
using Farhub.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Commands;

/// <summary>What this machine knows, for completions.</summary>
sealed class KnownValues : IKnownValues
{
    /// <inheritdoc/>
    public IEnumerable<string> Matches() => Try(() =>
    {
        using IDeviceSource source = DeviceSources.Physical(NullLoggerFactory.Instance);
        return source.Devices.SelectMany(d => new[] { d.Info.BusId, d.Info.Id.ToString() }).Distinct().Append("all");
    });

    /// <inheritdoc/>
    public IEnumerable<string> Ports() => Try(() => OperatingSystem.IsLinux() ? new VhciPorts().Read().Select(p => p.Number.ToString(CultureInfo.InvariantCulture)) : []);

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
