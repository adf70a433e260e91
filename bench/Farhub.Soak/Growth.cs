namespace Farhub.Soak;

/// <summary>Tells whether a process grew, from what it had in its rests.</summary>
/// <param name="who">For the finding.</param>
sealed class Growth(string who)
{
    /// <summary>Rests at the beginning that say nothing: code is still being compiled, pools fill.</summary>
    const double WarmUp = 0.2;

    /// <summary>Threads that the runtime may have more or fewer from rest to rest.</summary>
    const int ThreadsThatComeAndGo = 4;

    /// <summary>Growth from one third of the run to the next that is noise: a garbage collection takes place when it wants.</summary>
    const double Noise = 0.10;

    const long NoiseKib = 4096;

    readonly List<Census> _rests = [];

    public void Add(Census census) => _rests.Add(census);

    public void Judge(Findings findings)
    {
        Census[] rests = [.. _rests.Skip((int)(_rests.Count * WarmUp))];
        if (rests.Length < 6)
        {
            findings.Add($"{who}: {_rests.Count} rests are too few to see growth");
            return;
        }
        Census[] first = rests[..(rests.Length / 3)];
        Census[] last = rests[^(rests.Length / 3)..];
        Compare("handles", c => c.Handles, slack: 1);
        Compare("threads", c => c.Threads, ThreadsThatComeAndGo);
        Compare("KiB of memory", c => c.Memory, NoiseKib + (Noise * Median(first, c => c.Memory)));

        void Compare(string what, Func<Census, double> of, double slack)
        {
            double before = Median(first, of);
            double after = Median(last, of);
            if (after > before + slack) findings.Add($"{who}: from {before} to {after} {what}");
        }
    }

    static double Median(Census[] rests, Func<Census, double> of) => rests.Select(of).Order().ElementAt(rests.Length / 2);
}
