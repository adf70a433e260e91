using Farhub.Devices;

namespace Farhub.Web.Pages.Devices;

/// <summary>A line of the tree of what is plugged in: a bus, a hub on the way, or a device.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Device">What is plugged in there; null for a bus or a hub.</param>
sealed record TreeLine(PortPath Path, IUsbDevice? Device)
{
    /// <summary>The tree, each line after what it hangs on. Hubs are known by what is plugged into them.</summary>
    internal static IReadOnlyList<TreeLine> Tree(IEnumerable<IUsbDevice> devices)
    {
        List<TreeLine> lines = [];
        HashSet<PortPath> drawn = [];
        foreach ((PortPath path, IUsbDevice device) in devices.Select(d => (PortPath.Of(d.Info), d)).OrderBy(d => d.Item1, PortPath.Order))
        {
            for (int depth = 0; depth < path.Ports.Count; depth++)
            {
                PortPath above = path with { Ports = [.. path.Ports.Take(depth)] };
                if (drawn.Add(above)) lines.Add(new TreeLine(above, null));
            }
            lines.Add(new TreeLine(path, device));
        }
        return lines;
    }
}
