namespace Farhub.Bench.Processes;

/// <summary>What load.c prints, and our own client in its place.</summary>
/// <param name="Urbs">URBs done.</param>
/// <param name="Seconds">In this time.</param>
/// <param name="UrbsPerSecond">URBs a second.</param>
/// <param name="MbPerSecond">Megabytes (10⁶) of payload a second.</param>
/// <param name="MinUs">Shortest time from sending to reply, µs.</param>
/// <param name="P50us">Median of it.</param>
/// <param name="P99us">99 of a hundred are not above.</param>
/// <param name="MaxUs">Longest.</param>
/// <param name="CpuSecondsPerGb">CPU time of the server for 10⁹ bytes of payload; 0 when nobody asked for it.</param>
/// <param name="CpuUsPerUrb">CPU time of the server for one URB.</param>
/// <param name="PeakKib">Peak memory of the server.</param>
/// <param name="AllocatedPerUrb">Bytes that our client allocated on the managed heap for one URB, after warming up; load.c has none.</param>
sealed record LoadResult(
    long Urbs, double Seconds, double UrbsPerSecond, double MbPerSecond, double MinUs, double P50us, double P99us, double MaxUs, double CpuSecondsPerGb,
    double CpuUsPerUrb, long PeakKib, double? AllocatedPerUrb = null);
