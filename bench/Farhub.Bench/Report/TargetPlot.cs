using System.Globalization;
using System.Net;
using System.Text;

namespace Farhub.Bench.Report;

/// <summary>A picture of how every target is kept: a line for each, 1 is the target, right of it is better. SVG of our own, with colours for light
/// and dark pages.</summary>
static class TargetPlot
{
    const double Least = 0.25;
    const double Most = 8;
    const int Width = 960;
    const int Left = 400;
    const int Right = 730;
    const int Top = 64;
    const int Pitch = 22;

    const string Style =
        """
        text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
        .faint { fill: #59636e } .title { font-size: 15px; font-weight: 600 }
        .grid { stroke: #d1d9e0 } .one { stroke: #59636e; stroke-width: 1.5 }
        .met { fill: #1a7f37; stroke: #1a7f37 } .missed { fill: #d1242f; stroke: #d1242f } .bar { stroke-width: 3 }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc } .faint { fill: #9198a1 } .grid { stroke: #3d444d } .one { stroke: #9198a1 }
          .met { fill: #3fb950; stroke: #3fb950 } .missed { fill: #f85149; stroke: #f85149 }
        }
        """;

    /// <summary>Draws what was measured.</summary>
    public static string Draw(IReadOnlyList<Verdict> verdicts)
    {
        Verdict[] measured = [.. verdicts.Where(v => v.Figure is not null)];
        int bottom = Top + (Pitch * measured.Length);
        var svg = new StringBuilder();
        svg.AppendLine($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {bottom + 34}" width="{Width}" role="img" aria-label="How every target is kept">""")
            .AppendLine($"<style>{Style}</style>");
        Text(svg, Left, 22, "How many times better than its target each figure is", "title", "start");
        Text(svg, Right + 16, 22, "measured, target", "faint", "start");
        foreach (double mark in (double[])[0.25, 0.5, 1, 2, 4, 8])
        {
            Line(svg, X(mark), Top - 14, X(mark), bottom, mark == 1 ? "one" : "grid");
            Text(svg, X(mark), Top - 20, mark == 1 ? "target" : mark.ToString(CultureInfo.InvariantCulture), "faint", "middle");
        }
        for (int i = 0; i < measured.Length; i++) Draw(svg, measured[i], Top + (Pitch * i) + (Pitch / 2));
        Text(svg, Left, bottom + 22, "● met   ◆ missed   ▸ beyond the scale   logarithmic; in rows with many loads the worst one counts", "faint", "start");
        return svg.AppendLine("</svg>").ToString();
    }

    static void Draw(StringBuilder svg, Verdict verdict, int y)
    {
        double value = verdict.Figure!.Value.Median;
        double margin = verdict.Target.Margin(value);
        string kind = verdict.IsMet == true ? "met" : "missed";
        // 0 of at most 0 is as good as it can be; as a quotient it is nothing.
        double x = X(double.IsNaN(margin) ? Most : margin);
        Text(svg, Left - 12, y + 4, Show.Name(verdict.Target), "", "end");
        Line(svg, X(1), y, x, y, $"bar {kind}");
        if (double.IsNaN(margin) || margin > Most) svg.AppendLine(Of($"""<path class="{kind}" d="M{x - 4} {y - 6}l10 6l-10 6z"/>"""));
        else if (verdict.IsMet == true) svg.AppendLine(Of($"""<circle class="{kind}" cx="{x}" cy="{y}" r="5"/>"""));
        else svg.AppendLine(Of($"""<path class="{kind}" d="M{x - 6} {y}l6 -6l6 6l-6 6z"/>"""));
        string unit = verdict.Target.Reference is null ? "" : " ×";
        Text(svg, Right + 16, y + 4, $"{Show.Value(value)}{unit}", "", "start");
        Text(svg, Right + 76, y + 4, Show.Bound(verdict.Target), "faint", "start");
    }

    static double X(double margin) => Left + ((Right - Left) * Math.Log(Math.Clamp(margin, Least, Most) / Least) / Math.Log(Most / Least));

    static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string kind) =>
        svg.AppendLine(Of($"""<line class="{kind}" x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}"/>"""));

    static void Text(StringBuilder svg, double x, double y, string text, string kind, string anchor) =>
        svg.AppendLine(Of($"""<text class="{kind}" x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>"""));

    static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
