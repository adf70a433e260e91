using System.Diagnostics;

namespace Farhub.Fuzz;

/// <summary>Runs one target, watches it, and says what it did wrong.</summary>
sealed class FuzzRun(IFuzzTarget target, FuzzOptions options, TimeSpan time)
{
    static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);
    static readonly TimeSpan MostForOneExecution = TimeSpan.FromSeconds(10);

    readonly ulong _seed = SeedOf(options.Seed, target.Name);
    readonly byte[] _input = new byte[Mutator.MaxLength];
    readonly long _start = Stopwatch.GetTimestamp();
    long _next = options.First; // Number of the execution that runs.
    string? _failure;

    /// <summary>Returns false when the target failed.</summary>
    internal bool Run()
    {
        // On a thread of its own, so that one execution that never ends is noticed too.
        var thread = new Thread(Loop) { IsBackground = true, Name = target.Name };
        thread.Start();
        long seen = -1;
        long since = _start;
        long told = _start;
        while (!thread.Join(500))
        {
            long now = Volatile.Read(ref _next);
            if (now != seen)
            {
                (seen, since) = (now, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) > MostForOneExecution)
            {
                _failure = $"It has not ended in {MostForOneExecution.TotalSeconds:0} seconds.";
                break;
            }
            if (Stopwatch.GetElapsedTime(told) < ProgressInterval) continue;
            told = Stopwatch.GetTimestamp();
            Console.WriteLine(Progress());
        }
        Console.WriteLine(Progress());
        if (_failure is null) return true;
        Console.WriteLine($"""
            {target.Name}: execution {_next} FAILED. {_failure}
              input:  {InputText()}
              repeat: Farhub.Fuzz --target {target.Name} {(options.Input is null ? $"--seed {options.Seed} --first {_next} --executions 1" : $"--input {InputText()}")}
            """);
        return false;
    }

    void Loop()
    {
        long end = options.Executions > long.MaxValue - options.First ? long.MaxValue : options.First + options.Executions;
        try
        {
            while (_next < end)
            {
                if ((_next & 0x3ff) == 0 && Stopwatch.GetElapsedTime(_start) > time) return;
                ReadOnlySpan<byte> input = Input(_next);
                // Again when it is too much: what is allocated only the first time is nobody's input's fault.
                if (Allocated(input) > target.MaxAllocation && Allocated(input) is long allocated && allocated > target.MaxAllocation)
                {
                    throw new FuzzFailureException($"{allocated} bytes were allocated; {target.MaxAllocation} is the most.");
                }
                Volatile.Write(ref _next, _next + 1);
            }
        }
        catch (Exception e)
        {
            _failure = e.ToString(); // Whatever it is, it should not have come out.
        }
    }

    long Allocated(ReadOnlySpan<byte> input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        target.Run(input);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The input of an execution depends on nothing but the seed, the target's name and its number.</summary>
    ReadOnlySpan<byte> Input(long execution) =>
        options.Input ?? _input.AsSpan(0, Mutator.Make(unchecked(_seed + (ulong)execution), target.Samples, _input));

    string InputText() => Convert.ToHexString(Input(_next));

    string Progress()
    {
        long done = Volatile.Read(ref _next) - options.First;
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        return $"{target.Name,-12} {done,14:N0} executions  {done / seconds,12:N0}/s";
    }

    /// <summary>Neighbouring seeds, and targets with one seed, must not walk through the same numbers.</summary>
    static ulong SeedOf(ulong seed, string name)
    {
        foreach (char c in name) seed = new Random64(seed ^ c).Next();
        return seed;
    }
}
