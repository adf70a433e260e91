using System.Globalization;
using Farhub.Protocol;

namespace Farhub.Client.Vhci;

/// <summary>What whoever attaches a device leaves behind for each port, so that every tool can tell whose device it is: the stock tools' own
/// file and format. Nobody deletes it reliably, so it says something only of a port in use.</summary>
/// <param name="Hub">Whose device it is.</param>
/// <param name="BusId">The hub's name for it.</param>
sealed record PortRecord(HubAddress Hub, BusId BusId)
{
    /// <summary>Reads <c>host port busid</c>.</summary>
    internal static PortRecord? TryRead(SystemFiles files, int port)
    {
        string[] words = (files.TryRead(FileOf(port)) ?? "").Split(' ');
        if (words.Length != 3 || !BusId.TryParse(words[2], out BusId busId)) return null;
        if (words[0].StartsWith(HubAddress.UnixPrefix, StringComparison.Ordinal)) return HubAddress.TryParse(words[0], out HubAddress? local, out _) ? new PortRecord(local, busId) : null;
        string host = words[0].Contains(':', StringComparison.Ordinal) && !words[0].StartsWith('[') ? $"[{words[0]}]" : words[0];
        return HubAddress.TryParse($"{host}:{words[1]}", out HubAddress? hub, out _) ? new PortRecord(hub, busId) : null;
    }

    internal void Write(SystemFiles files, int port) =>
        files.WriteRecord(FileOf(port), string.Create(CultureInfo.InvariantCulture, $"{Hub.Host} {Hub.Port} {BusId}\n"));

    internal static void Delete(SystemFiles files, int port) => files.Delete(FileOf(port));

    static string FileOf(int port) => string.Create(CultureInfo.InvariantCulture, $"/var/run/vhci_hcd/port{port}");
}
