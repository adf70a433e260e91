using System.Globalization;
using System.Net;
using System.Text;

namespace Farhub.Bench.Report;

/// <summary>A picture of how every target is kept: a line for each, 1 is the target, right of it is better. SVG of our own, with colours for light
/// and dark pages.</summary>
static class TargetPlot
{
    const double Least = 0.5;
    const double Most = 2;
    const int Width = 990;
    const int Margin = 12;
    const int Left = 400;
    const int Right = 720;
    const int Value = Right + 24;
    const int Bound = Value + 78;
    const int Top = 72;
    const int Pitch = 22;
    const int Gap = 10;

    const string Style =
        """
        text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
        .faint { fill: #59636e } .title { font-size: 15px; font-weight: 600 } .group { font-weight: 600 }
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
        var groups = verdicts.Where(v => v.Figure is not null).GroupBy(v => v.Target.Group).ToArray();
        int bottom = Top + groups.Sum(g => (Pitch * g.Count()) + Gap);
        var svg = new StringBuilder();
        svg.Append($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {bottom + 34}" width="{Width}" """)
            .AppendLine("""role="img" aria-label="How every target is kept">""")
            .AppendLine($"<style>{Style}</style>");
        Text(svg, Margin, 24, "How every target is kept", "title", "start");
        Text(svg, Left, 24, "◂ worse than promised", "faint", "start");
        Text(svg, Right, 24, "better ▸", "faint", "end");
        Text(svg, Value, 24, "measured", "faint", "start");
        Text(svg, Bound, 24, "target", "faint", "start");
        foreach ((double mark, string name) in ((double, string)[])[(0.5, "½"), (0.75, "¾"), (1, "target"), (1.5, "1½"), (2, "2")])
        {
            Line(svg, X(mark), Top - 12, X(mark), bottom, mark == 1 ? "one" : "grid");
            Text(svg, X(mark), Top - 20, name, "faint", "middle");
        }
        int y = Top;
        foreach (var group in groups)
        {
            y += Gap;
            Text(svg, Margin, y + 9, group.Key, "group", "start");
            foreach (Verdict verdict in group)
            {
                Draw(svg, verdict, y + 5);
                y += Pitch;
            }
        }
        Text(svg, Margin, bottom + 24, "● met   ◆ missed   ▸ beyond the scale, which is logarithmic. Of many loads, the worst one counts.", "faint", "start");
        return svg.AppendLine("</svg>").ToString();
    }

    static void Draw(StringBuilder svg, Verdict verdict, int y)
    {
        double value = verdict.Figure!.Value.Median;
        // 0 of at most 0 is as good as it can be; as a quotient it is nothing.
        double margin = verdict.Target.Margin(value) is var m && double.IsNaN(m) ? double.PositiveInfinity : m;
        string kind = verdict.IsMet == true ? "met" : "missed";
        double x = X(margin);
        Text(svg, Left - 14, y + 4, Show.Name(verdict.Target), "", "end");
        Line(svg, X(1), y, x, y, $"bar {kind}");
        string shape = margin switch
        {
            > Most => Of($"""<path class="{kind}" d="M{x - 4:0.#} {y - 6}l10 6l-10 6z"/>"""),
            < Least => Of($"""<path class="{kind}" d="M{x + 4:0.#} {y - 6}l-10 6l10 6z"/>"""),
            _ when verdict.IsMet == true => Of($"""<circle class="{kind}" cx="{x:0.#}" cy="{y}" r="5"/>"""),
            _ => Of($"""<path class="{kind}" d="M{x - 6:0.#} {y}l6 -6l6 6l-6 6z"/>"""),
        };
        svg.AppendLine(shape);
        Text(svg, Value, y + 4, $"{Show.Value(value)}{(verdict.Target.Reference is null ? "" : " ×")}", "", "start");
        Text(svg, Bound, y + 4, Show.Bound(verdict.Target), "faint", "start");
    }

    static double X(double margin) => Left + ((Right - Left) * Math.Log(Math.Clamp(margin, Least, Most) / Least) / Math.Log(Most / Least));

    static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string kind) =>
        svg.AppendLine(Of($"""<line class="{kind}" x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}"/>"""));

    static void Text(StringBuilder svg, double x, double y, string text, string kind, string anchor) =>
        svg.AppendLine(Of($"""<text class="{kind}" x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>"""));

    static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
