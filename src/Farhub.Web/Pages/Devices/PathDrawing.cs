using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Farhub.Web.Pages.Devices;

/// <summary>Draws the way from the bus to a port: the bus, each port and each hub.</summary>
static class PathDrawing
{
    const int Bus = 58, Hub = 32, Step = 80;

    /// <summary>The drawing, as SVG.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="isHub">True when a hub is plugged in there.</param>
    internal static MarkupString Of(PortPath path, bool isHub = false)
    {
        int last = Bus + 20 + ((path.Ports.Count - 1) * Step), width = last + (isHub ? 21 + Hub : 11);
        var svg = new StringBuilder();
        // Nothing but numbers comes from outside.
        svg.Append(CultureInfo.InvariantCulture, $"""<svg class="path" width="{width}" height="24" viewBox="0 0 {width} 24" role="img" aria-label="{path.Words}{(isHub ? ", hub" : "")}"><path class="wire" d="M{Bus} 12H{last}"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<rect class="bus-box" x="1" y="2" width="{Bus - 1}" height="20" rx="5"/><text x="{Bus / 2}" y="16" text-anchor="middle" font-size="11">Bus {path.Bus}</text>""");
        for (int i = 0; i < path.Ports.Count; i++)
        {
            int x = Bus + 20 + (i * Step);
            bool isOwn = i == path.Ports.Count - 1 && !isHub;
            svg.Append(CultureInfo.InvariantCulture, $"""<circle class="{(isOwn ? "port own" : "port")}" cx="{x}" cy="12" r="9.5"/><text{(isOwn ? " class=\"on-own\"" : "")} x="{x}" y="16" text-anchor="middle" font-size="11">{path.Ports[i]}</text>""");
            if (!isOwn) svg.Append(CultureInfo.InvariantCulture, $"""<path class="wire" d="M{x + 10} 12h9"/><rect class="hub-box" x="{x + 19}" y="3" width="{Hub}" height="18" rx="4"/><text x="{x + 19 + (Hub / 2)}" y="16" text-anchor="middle" font-size="11">hub</text>""");
        }
        return new MarkupString(svg.Append("</svg>").ToString());
    }
}
