using System.Globalization;

namespace Farhub.Control.Tests.Schedules;

/// <summary>Moments and days as texts, which are shorter to read than constructors.</summary>
static class Moments
{
    /// <summary><c>2026-03-29T01:00Z</c> or with another offset.</summary>
    internal static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary><c>2026-03-29</c>.</summary>
    internal static DateOnly On(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
