namespace Farhub.Control.Schedules;

/// <summary>One opening: what a window becomes on one day, in ticks of UTC.</summary>
/// <param name="Start">First moment.</param>
/// <param name="End">First moment that is no longer part of it.</param>
/// <param name="Window">Where it comes from.</param>
readonly record struct OpenSpan(long Start, long End, WeeklyWindow Window)
{
    internal bool Contains(long moment) => Start <= moment && moment < End;
}
