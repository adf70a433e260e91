using System.Diagnostics.CodeAnalysis;
using Farhub.Control.Model;
using Farhub.Control.Schedules;
using Farhub.Control.State;

namespace Farhub.Control.Access;

/// <summary>Makes a schedule that can be asked of one as people write it.</summary>
public static class ScheduleReader
{
    /// <summary>Reads a rule.</summary>
    /// <param name="rule">As written.</param>
    /// <param name="schedule">What it means.</param>
    /// <param name="mistakes">Everything that is wrong with it.</param>
    public static bool TryRead(ScheduleRule rule, [NotNullWhen(true)] out Schedule? schedule, out IReadOnlyList<Mistake> mistakes)
    {
        schedule = null;
        List<Mistake> wrong = [];
        mistakes = wrong;
        string place = $"schedules/{rule.Name}";
        List<WeeklyWindow> windows = Read(rule.Windows, $"{place}.windows", wrong);
        List<ScheduleException> exceptions = [];
        for (int i = 0; i < rule.Exceptions.Count; i++)
        {
            ScheduleRuleException one = rule.Exceptions[i];
            string where = $"{place}.exceptions[{i}]";
            List<WeeklyWindow> instead = Read(one.Windows, $"{where}.windows", wrong);
            if (ScheduleException.TryCreate(one.From, one.Until ?? one.From, instead, one.Note, out ScheduleException? exception, out string? problem)) exceptions.Add(exception);
            else wrong.Add(new Mistake(where, problem));
        }
        if (!Schedule.TryCreate(rule.TimeZone, windows, rule.From, rule.Until, exceptions, out Schedule? read, out string? error))
        {
            wrong.Add(new Mistake(place, error));
        }
        if (wrong.Count == 0) schedule = read;
        return schedule is not null;
    }

    static List<WeeklyWindow> Read(IReadOnlyList<string> texts, string place, List<Mistake> wrong)
    {
        List<WeeklyWindow> windows = [];
        foreach (string text in texts)
        {
            // "10:00-14:00" alone is meant for every day it stands for.
            string whole = text is { Length: > 0 } && char.IsAsciiDigit(text[0]) ? $"daily {text}" : text;
            if (WeeklyWindow.TryParse(whole, out WeeklyWindow? window, out string? error)) windows.Add(window);
            else wrong.Add(new Mistake(place, error));
        }
        return windows;
    }
}
