namespace Farhub.Bench;

/// <summary>Where a group writes its figures: its file in artifacts/bench, begun anew, and the terminal.</summary>
sealed class MeasurementLog : IDisposable
{
    readonly StreamWriter _file;
    readonly string _group;

    public MeasurementLog(string group)
    {
        _group = group;
        Directory.CreateDirectory(Places.Results);
        _file = new StreamWriter(Path.Combine(Places.Results, $"{group}.jsonl")) { AutoFlush = true };
    }

    public void Add(string what, string side, double value, string unit, int round = 1)
    {
        if (!double.IsFinite(value)) throw new InvalidOperationException($"{_group}, {what}, {side}: {value} is no figure.");
        Measurement one = new(_group, what, side, Math.Round(value, 4), unit, Boot: 1, round);
        _file.WriteLine(one.ToLine());
        Console.WriteLine($"{_group,-9} {round,2}  {what,-34} {side,-14} {one.Value,14:0.####} {unit}");
    }

    public void Dispose() => _file.Dispose();
}
