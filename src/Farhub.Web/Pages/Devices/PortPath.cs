using System.Globalization;
using Farhub.Devices;

namespace Farhub.Web.Pages.Devices;

/// <summary>The way from a bus to what is plugged in: <c>1-4.2</c> is bus 1, port 4 of its root hub, and port 2 of the hub that is plugged in there.</summary>
/// <param name="Bus">The bus.</param>
/// <param name="Ports">Ports on the way, its own last; none for the bus itself.</param>
public sealed record PortPath(int Bus, IReadOnlyList<int> Ports)
{
    /// <summary>Ports in their order, a hub before what is plugged into it.</summary>
    internal static IComparer<PortPath> Order { get; } = Comparer<PortPath>.Create(Compare);

    /// <summary>Reads a bus id; null for what is none.</summary>
    internal static PortPath? Read(string busId)
    {
        string[] parts = busId.Split('-', '.');
        if (parts.Length < 2 || busId.IndexOf('-', StringComparison.Ordinal) != parts[0].Length || busId.Count(c => c == '-') > 1) return null;
        var numbers = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }
        return new PortPath(numbers[0], numbers[1..]);
    }

    /// <summary>Where a device is. A source may have bus ids of its own kind: then it is somewhere on its bus.</summary>
    internal static PortPath Of(DeviceInfo device) => Read(device.BusId) ?? new PortPath(device.BusNumber, [device.DeviceNumber]);

    /// <summary>The hub it is plugged into.</summary>
    internal PortPath Hub => this with { Ports = [.. Ports.Take(Ports.Count - 1)] };

    /// <summary>The same in words.</summary>
    internal string Words => $"Bus {Bus}{string.Concat(Ports.Select((port, i) => i == 0 ? $", port {port}" : $", hub, port {port}"))}";

    /// <inheritdoc/>
    public bool Equals(PortPath? other) => other is not null && Compare(this, other) == 0;

    /// <inheritdoc/>
    public override int GetHashCode() => Ports.Aggregate(Bus, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => Ports.Count == 0 ? $"bus {Bus}" : $"{Bus}-{string.Join('.', Ports)}";

    static int Compare(PortPath one, PortPath other)
    {
        int order = one.Bus.CompareTo(other.Bus);
        for (int i = 0; order == 0 && i < Math.Min(one.Ports.Count, other.Ports.Count); i++) order = one.Ports[i].CompareTo(other.Ports[i]);
        return order != 0 ? order : one.Ports.Count.CompareTo(other.Ports.Count);
    }
}
