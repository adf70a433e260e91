namespace Farhub.Bench.Report;

/// <summary>Makes the report out of whatever measurements there are.</summary>
static class ResultsReport
{
    /// <summary>The groups in the order of the report: what people compare first comes first.</summary>
    static readonly string[] Order = ["kernel", "storage", "virtual", "attach", "delay", "limit", "loopback", "client", "codec", "scale", "start", "fairness", "managed"];

    /// <summary>Writes RESULTS.md and results.svg.</summary>
    public static void Write()
    {
        IReadOnlyList<Row> rows = [.. Row.Of(Directory.EnumerateFiles(Places.Results, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(Measurement.Read))
            .OrderBy(r => Array.IndexOf(Order, r.Group) is >= 0 and var index ? index : Order.Length)];
        Verdict[] verdicts = [.. Targets.All.Select(t => Verdict.Of(t, rows))];
        string notes = Path.Combine(Places.Bench, "notes.md");
        var report = new MarkdownReport(verdicts, rows, new Notes(File.Exists(notes) ? File.ReadLines(notes) : []));
        File.WriteAllText(Path.Combine(Places.Bench, "RESULTS.md"), report.Write(Machine.Describe()));
        File.WriteAllText(Path.Combine(Places.Bench, "results.svg"), TargetPlot.Draw(verdicts));
        foreach (Verdict verdict in verdicts.Where(v => v.IsMet == false))
        {
            Console.WriteLine($"missed: {verdict.Target.Group}, {Show.Name(verdict.Target)}: {Show.Spread(verdict.Figure)}, {Show.Bound(verdict.Target)}");
            if (report.IsUnexplained(verdict.Target)) Console.WriteLine($"        bench/notes.md has no '## {Notes.HeadingOf(verdict.Target)}'");
        }
        int Count(bool? isMet) => verdicts.Count(v => v.IsMet == isMet);
        Console.WriteLine($"{Count(true)} targets met, {Count(false)} missed, {Count(null)} not measured");
    }
}
