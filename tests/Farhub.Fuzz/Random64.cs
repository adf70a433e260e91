namespace Farhub.Fuzz;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): a random number in a nanosecond, and a good one from any seed, even a counter.</summary>
struct Random64(ulong seed)
{
    ulong _state = seed;

    internal ulong Next()
    {
        unchecked
        {
            _state += 0x9e3779b97f4a7c15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }

    /// <summary>0 to <paramref name="limit"/> − 1, evenly enough.</summary>
    internal int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);
}
