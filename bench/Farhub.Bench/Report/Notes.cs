namespace Farhub.Bench.Report;

/// <summary>What people have found out about missed targets: bench/notes.md, a heading <c>## group: what, unit</c>, or the
/// beginning of one and a star, and a text for each.</summary>
sealed class Notes
{
    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Reads the lines of the file.</summary>
    public Notes(IEnumerable<string> lines)
    {
        string? heading = null;
        foreach (string line in lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                heading = line[3..].Trim();
                _texts[heading] = "";
            }
            else if (heading is not null)
            {
                _texts[heading] = $"{_texts[heading]} {line}".Trim();
            }
        }
    }

    /// <summary>The name of a target's note.</summary>
    public static string HeadingOf(Target target) => $"{target.Group}: {target.What}, {target.Unit}{(target.Side == "farhub" ? "" : $", {target.Side}")}";

    /// <summary>The note on a target: under its own heading, or under one that ends with a star where its name goes on. Null when there is none.</summary>
    public string? On(Target target)
    {
        string heading = HeadingOf(target);
        string? text = _texts.GetValueOrDefault(heading) ?? _texts.FirstOrDefault(n => n.Key.EndsWith('*') && heading.StartsWith(n.Key[..^1], StringComparison.Ordinal)).Value;
        return text is { Length: > 0 } ? text : null;
    }
}
