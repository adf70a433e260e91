namespace Farhub.Soak;

/// <summary>What a process has of what can leak.</summary>
/// <param name="Handles">Open descriptors.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Memory">Private memory in use, KiB: what it has for itself, less what it has only mapped.</param>
sealed record Census(int Handles, int Threads, long Memory)
{
    public static Census Of(int pid) => new(
        Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length,
        Directory.GetFileSystemEntries($"/proc/{pid}/task").Length,
        File.ReadLines($"/proc/{pid}/smaps_rollup").Where(l => l.StartsWith("Private_", StringComparison.Ordinal)).Sum(Kib));

    static long Kib(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);

    public override string ToString() => $"{Handles} handles, {Threads} threads, {Memory} KiB";
}
