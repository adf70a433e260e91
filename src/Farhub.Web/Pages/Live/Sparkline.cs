using System.Globalization;
using System.Text;

namespace Farhub.Web.Pages.Live;

/// <summary>Draws figures as a line in a box of 120 by 24.</summary>
static class Sparkline
{
    internal const int Width = 120, Height = 24;

    /// <summary>The points of an SVG polyline; the highest figure is at the top, the newest at the right.</summary>
    internal static string Points(IReadOnlyList<long> rates)
    {
        long most = Math.Max(1, rates.DefaultIfEmpty().Max());
        var points = new StringBuilder();
        for (int i = 0; i < rates.Count; i++)
        {
            double x = Width - ((rates.Count - 1 - i) * (double)Width / (TrafficLog.Kept - 1));
            double y = Height - 1 - ((Height - 2) * (double)rates[i] / most);
            points.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }
        return points.ToString().TrimEnd();
    }

    /// <summary>The newest figure for people: <c>12.3 MB/s</c>.</summary>
    internal static string Text(IReadOnlyList<long> rates) => $"{Bytes(rates.Count > 0 ? rates[^1] : 0)}/s";

    /// <summary>Bytes for people: <c>12.3 MB</c>.</summary>
    internal static string Bytes(long count) => count switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{count} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.##} GB"),
    };
}
