using System.Globalization;

namespace Farhub.Bench.Processes;

/// <summary>What Linux tells of a process in /proc.</summary>
/// <param name="pid">Which.</param>
sealed class ProcessFigures(int pid)
{
    /// <summary>USER_HZ, which is 100 on every Linux there is today.</summary>
    const double TicksPerSecond = 100;

    /// <summary>Of which process.</summary>
    public int Id => pid;

    /// <summary>CPU time so far, in seconds, of all threads, those that have ended too.</summary>
    public double CpuSeconds()
    {
        string text = File.ReadAllText($"/proc/{pid}/stat");
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // The name before it may have spaces.
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    /// <summary>Resident memory now, KiB, and the part of it that is this process's alone.</summary>
    public (long Resident, long Private) Memory()
    {
        long resident = 0;
        long own = 0;
        foreach (string line in File.ReadLines($"/proc/{pid}/smaps_rollup"))
        {
            if (line.StartsWith("Rss:", StringComparison.Ordinal)) resident = Kib(line);
            if (line.StartsWith("Private_", StringComparison.Ordinal)) own += Kib(line);
        }
        return (resident, own);
    }

    /// <summary>Resident memory by kind of mapping, KiB: where the memory is.</summary>
    public IReadOnlyDictionary<string, long> MemoryByMapping()
    {
        var kinds = new SortedDictionary<string, long>(StringComparer.Ordinal);
        string kind = "";
        foreach (string line in File.ReadLines($"/proc/{pid}/smaps"))
        {
            if (!char.IsAsciiLetterUpper(line[0]))
            {
                string[] fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
                string[] range = fields[0].Split('-');
                long size = (long.Parse(range[1], NumberStyles.HexNumber) - long.Parse(range[0], NumberStyles.HexNumber)) >> 10;
                string name = fields.Length > 5 ? Path.GetFileName(fields[5]) : $"anonymous, mapped in pieces of {Magnitude(size)}";
                kind = $"{name} {fields[1]}";
            }
            else if (line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                kinds[kind] = kinds.GetValueOrDefault(kind) + Kib(line);
            }
        }
        return kinds;
    }

    /// <summary>Threads now.</summary>
    public int Threads() => (int)Status("Threads:");

    /// <summary>Most resident memory so far, KiB.</summary>
    public long PeakKib() => Status("VmHWM:");

    long Status(string name) => Kib(File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith(name, StringComparison.Ordinal)));

    static string Magnitude(long kib) => kib switch { < 64 => "less than 64 KiB", < 1024 => $"{kib} KiB", < 65536 => "1 to 64 MiB", _ => "64 MiB and more" };

    static long Kib(string line) => long.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace("kB", "", StringComparison.Ordinal));

    static double Number(string text) => double.Parse(text);
}
