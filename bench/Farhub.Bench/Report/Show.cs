using System.Globalization;

namespace Farhub.Bench.Report;

/// <summary>Figures as people read them.</summary>
static class Show
{
    /// <summary>A value: three digits that count, and thousands set apart.</summary>
    public static string Value(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        < 0.005 => "0",
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>A value and how far its parts lie apart.</summary>
    public static string Spread(Figure? figure) => figure switch
    {
        null => "–",
        { } f when f.Least == f.Most => Value(f.Median),
        { } f => $"{Value(f.Median)} ({Value(f.Least)}–{Value(f.Most)})",
    };

    /// <summary>A bound: <c>≥ 0.90 × limit</c>, <c>≤ 20 ms</c>.</summary>
    public static string Bound(Target target)
    {
        string sign = target.Direction == Direction.AtLeast ? "≥" : "≤";
        string bound = target.Bound.ToString("0.##", CultureInfo.InvariantCulture);
        return target.Reference is null ? $"{sign} {bound} {target.Unit}" : $"{sign} {bound} × {target.Reference}";
    }

    /// <summary>What a target is about: <c>IN 64 KiB depth 8, MB/s</c>.</summary>
    public static string Name(Target target)
    {
        string what = target.What == "*" ? "every load" : target.What.Replace("*", "…", StringComparison.Ordinal);
        string unit = target.Reference is null && target.Unit != "B/URB allocated" ? "" : $", {target.Unit}";
        string side = target.Side switch { "farhub" => "", "RemoteDevice*" => ", the best way", _ => $", {target.Side}" };
        return $"{what}{unit}{side}";
    }
}
