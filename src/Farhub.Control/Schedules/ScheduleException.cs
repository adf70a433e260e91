using System.Diagnostics.CodeAnalysis;

namespace Farhub.Control.Schedules;

/// <summary>Days on which a schedule's weekly windows do not count: closed altogether, or with windows of their own. It replaces the windows that
/// start on these days; one that started the evening before still ends when it ends.</summary>
public sealed class ScheduleException
{
    ScheduleException(DateOnly first, DateOnly last, IReadOnlyList<WeeklyWindow> windows, string? note)
    {
        First = first;
        Last = last;
        Windows = windows;
        Note = note;
    }

    /// <summary>First day.</summary>
    public DateOnly First { get; }

    /// <summary>Last day, which is still part of it.</summary>
    public DateOnly Last { get; }

    /// <summary>What is open instead, each window on its days of the week; empty when nothing is.</summary>
    public IReadOnlyList<WeeklyWindow> Windows { get; }

    /// <summary>True when nothing is open.</summary>
    public bool IsClosed => Windows.Count == 0;

    /// <summary>Why, in the words of the one who made it, such as "holiday"; null when nothing was said.</summary>
    public string? Note { get; }

    /// <summary>Makes an exception of parts that may be wrong.</summary>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day, which is still part of it.</param>
    /// <param name="windows">What is open instead; empty for closed.</param>
    /// <param name="note">Why; one line, or null.</param>
    /// <param name="exception">What was made.</param>
    /// <param name="error">One sentence that says what is wrong.</param>
    public static bool TryCreate(
        DateOnly first,
        DateOnly last,
        IEnumerable<WeeklyWindow> windows,
        string? note,
        [NotNullWhen(true)] out ScheduleException? exception,
        [NotNullWhen(false)] out string? error)
    {
        exception = null;
        error = null;
        if (last < first)
        {
            error = $"An exception cannot end on {last:yyyy-MM-dd}, before it starts on {first:yyyy-MM-dd}.";
        }
        else if (note?.Any(char.IsControl) == true)
        {
            error = "The note of an exception is one line of plain text.";
        }
        else
        {
            exception = new ScheduleException(first, last, [.. windows], string.IsNullOrWhiteSpace(note) ? null : note.Trim());
        }
        return exception is not null;
    }

    /// <summary>Days on which nothing is open.</summary>
    /// <exception cref="ArgumentException">The parts do not fit; the message says why.</exception>
    public static ScheduleException Closed(DateOnly first, DateOnly last, string? note = null) => Create(first, last, [], note);

    /// <summary>Days on which other windows count.</summary>
    /// <exception cref="ArgumentException">The parts do not fit; the message says why.</exception>
    public static ScheduleException Open(DateOnly first, DateOnly last, IEnumerable<WeeklyWindow> windows, string? note = null)
    {
        ScheduleException exception = Create(first, last, windows, note);
        return exception.IsClosed ? throw new ArgumentException("An exception with windows of its own has at least one.", nameof(windows)) : exception;
    }

    /// <summary>For people: <c>2026-12-24..2026-12-26 closed (holiday)</c>.</summary>
    public override string ToString() => $"{Dates} {(IsClosed ? "closed" : WeekText.List(Windows))}{NoteInBrackets}";

    /// <summary>The day, or the first and the last.</summary>
    internal string Dates => First == Last ? $"{First:yyyy-MM-dd}" : $"{First:yyyy-MM-dd}..{Last:yyyy-MM-dd}";

    /// <summary>The note with a space before it; empty without one.</summary>
    internal string NoteInBrackets => Note is null ? "" : $" ({Note})";

    /// <summary>True when it decides about the windows that start on this day.</summary>
    internal bool Covers(int dayNumber) => First.DayNumber <= dayNumber && dayNumber <= Last.DayNumber;

    static ScheduleException Create(DateOnly first, DateOnly last, IEnumerable<WeeklyWindow> windows, string? note) =>
        TryCreate(first, last, windows, note, out ScheduleException? exception, out string? error) ? exception : throw new ArgumentException(error);
}
