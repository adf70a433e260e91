using System.Text;

namespace Farhub.Bench.Report;

/// <summary>RESULTS.md: targets, ratios, values, and how they were measured.</summary>
/// <param name="verdicts">On all targets.</param>
/// <param name="rows">Everything that was measured.</param>
/// <param name="notes">On missed targets.</param>
sealed class MarkdownReport(IReadOnlyList<Verdict> verdicts, IReadOnlyList<Row> rows, Notes notes)
{
    const string HowMeasured =
        """
        - **Ratios are what counts.** Both sides take their turn in the same minute, round after round; each round is divided for itself, and the
          median of the rounds is the result. In brackets: the lowest and the highest round. Nothing was left out.
        - **kernel, storage, attach, delay, virtual, limit**: a Debian kernel in a virtual machine that counts instructions instead of time, so that nothing
          on the host disturbs it; two boots. `bench/kernel/` has the scenarios.
        - **loopback**: this machine, `bench/load/load.c` as the client; the hub is the published file with a software loopback, the limit is
          `bench/limit/limit.c`, a C server that does nothing but answer. Client and server on one core, the same for both sides: across two cores
          the wake-ups of a virtual machine decide, not the server. Each row has fresh ports and servers, known by their pids, and a second unmeasured; the
          servers take turns of half a second. CPU is the server's, of which a busy machine takes nothing away.
        - **client**: limit.c as the server, and load.c or `RemoteDevice` as the client, on one core, a second unmeasured. load.c receives everything into one
          buffer that stays in the cache and looks at the headers; `RemoteDevice` delivers to a buffer for each transfer.
        - **B/URB allocated**: GC.GetTotalAllocatedBytes at the ends of a window in which only URBs flow; for the hub in the bench's own process.
        - **scale**: one hub with 1,000 loopbacks, each attached by a plain socket of one client thread, one bulk IN URB waiting on each. A report is eight
          bytes written to the echo; its time is from that send to the arrival of the waiting URB's reply; how late the bench itself was to send says how
          busy the machine was. Memory: Rss of /proc/PID/smaps_rollup, divided.
        - **fairness**: nine clients of a hub with ten devices; the tenth has asked for 64 MiB and reads nothing (stalled), or 64 KiB every 50 ms (slow).
        - **start**: from starting the process to the end of its first answer.
        """;

    readonly StringBuilder _text = new();

    /// <summary>True when nobody has written down why a target is missed.</summary>
    public bool IsUnexplained(Target target) => notes.On(target) is null;

    /// <summary>The whole page.</summary>
    public string Write(string machine)
    {
        _text.AppendLine("# Results").AppendLine()
            .AppendLine("Written by `bench/run`; do not edit. What is missed is explained in `bench/notes.md`.").AppendLine()
            .AppendLine(machine).AppendLine()
            .AppendLine("![How every target is kept](results.svg)").AppendLine();
        WriteTargets();
        WriteMissed();
        WriteRatios();
        WriteValues();
        _text.AppendLine("## How it was measured").AppendLine().AppendLine(HowMeasured);
        return _text.ToString();
    }

    void WriteTargets()
    {
        int met = verdicts.Count(v => v.IsMet == true);
        int measured = verdicts.Count(v => v.IsMet is not null);
        _text.AppendLine("## Targets").AppendLine()
            .AppendLine($"{met} of {measured} measured targets are met; {verdicts.Count - measured} were not measured.").AppendLine()
            .AppendLine("| | What | Target | Measured | |").AppendLine("|---|---|---|---|---|");
        foreach (Verdict verdict in verdicts)
        {
            _text.AppendLine($"| {verdict.Target.Group} | {Show.Name(verdict.Target)} | {Show.Bound(verdict.Target)} | {Measured(verdict)} | {Word(verdict.IsMet)} |");
        }
        _text.AppendLine();
    }

    void WriteMissed()
    {
        Verdict[] missed = [.. verdicts.Where(v => v.IsMet == false)];
        if (missed.Length == 0) return;
        _text.AppendLine("### Missed, and where the time goes").AppendLine();
        foreach (Verdict verdict in missed)
        {
            _text.Append($"- **{verdict.Target.Group}: {Show.Name(verdict.Target)}** ({Show.Spread(verdict.Figure)}, {Show.Bound(verdict.Target)}): ")
                .AppendLine(notes.On(verdict.Target) ?? "not explained yet.");
        }
        _text.AppendLine();
    }

    void WriteRatios()
    {
        _text.AppendLine("## Ratios").AppendLine();
        foreach (IGrouping<string, Row> group in rows.GroupBy(r => r.Group))
        {
            if (!Targets.References.TryGetValue(group.Key, out string? reference)) continue;
            string[] sides = [.. group.SelectMany(r => r.Sides).Distinct().Where(s => s != reference)];
            Row[] comparable = [.. group.Where(r => sides.Any(s => r.Ratio(s, reference) is not null))];
            if (comparable.Length > 0) Table(group.Key, sides.Select(s => $"{s} / {reference}"), comparable, row => sides.Select(s => Show.Spread(row.Ratio(s, reference))));
        }
    }

    void WriteValues()
    {
        _text.AppendLine("## Values").AppendLine();
        foreach (IGrouping<string, Row> group in rows.GroupBy(r => r.Group))
        {
            string[] sides = [.. group.SelectMany(r => r.Sides).Distinct()];
            Table(group.Key, sides, [.. group], row => sides.Select(s => Show.Spread(row.Value(s))));
        }
    }

    void Table(string title, IEnumerable<string> columns, IEnumerable<Row> lines, Func<Row, IEnumerable<string>> cells)
    {
        _text.AppendLine($"### {title}").AppendLine()
            .AppendLine($"| | | {string.Join(" | ", columns)} |")
            .AppendLine($"|---|---|{string.Concat(columns.Select(_ => "---:|"))}");
        foreach (Row row in lines) _text.AppendLine($"| {row.What} | {row.Unit} | {string.Join(" | ", cells(row))} |");
        _text.AppendLine();
    }

    static string Measured(Verdict verdict)
    {
        if (verdict.Worst is not { } worst) return "not measured";
        string text = Show.Spread(verdict.Figure);
        if (verdict.Target.What.EndsWith('*')) text += $", worst: {worst.What}";
        if (verdict.Target.Side.EndsWith('*')) text += $" ({verdict.Side})";
        if (verdict.Beside is { } beside) text += $"; {verdict.Target.Beside}: {Show.Spread(beside)}";
        else if (worst.Group != verdict.Target.Group) text += $" ({worst.Group})";
        return text;
    }

    static string Word(bool? isMet) => isMet switch { true => "met", false => "**missed**", null => "–" };
}
