using Farhub.Control.Schedules;
using Farhub.Web.Pages.Http;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages.Access;

/// <summary>A row of a form for one window of the week (<see cref="WindowFields"/>): what is filled in.</summary>
/// <param name="Days">Ticked days.</param>
/// <param name="From">First time; empty for none.</param>
/// <param name="To">Last time; empty for none.</param>
public sealed record WindowRow(IReadOnlyList<string> Days, string From, string To)
{
    /// <summary>A row that nobody has written into.</summary>
    internal static WindowRow Empty { get; } = new([], "", "");

    bool IsEmpty => Days.Count == 0 && From.Length == 0 && To.Length == 0;

    /// <summary>Rows for windows as they are kept.</summary>
    /// <param name="texts">Windows; times alone are for every day.</param>
    internal static IReadOnlyList<WindowRow> Of(IEnumerable<string> texts) => [.. texts.Select(Of)];

    /// <summary>Rows as they were sent, without those left empty.</summary>
    /// <param name="form">What was sent.</param>
    /// <param name="name">The property: <c>windows</c>.</param>
    internal static IReadOnlyList<WindowRow> Sent(IFormCollection form, string name)
    {
        List<WindowRow> rows = [];
        for (int i = 0; form.ContainsKey($"{name}.{i}.from"); i++)
        {
            var row = new WindowRow([.. form[$"{name}.{i}.days"].OfType<string>()], form[$"{name}.{i}.from"].ToString(), form[$"{name}.{i}.to"].ToString());
            if (!row.IsEmpty) rows.Add(row);
        }
        return rows;
    }

    static WindowRow Of(string text)
    {
        bool hasDays = text.Length > 0 && !char.IsAsciiDigit(text[0]);
        if (!WeeklyWindow.TryParse(hasDays ? text : $"daily {text}", out WeeklyWindow? window, out _)) return Empty;
        string[] days = [.. WindowFields.Days.Where((_, i) => hasDays && window.Days.HasFlag((Weekdays)(1 << i)))];
        return new WindowRow(days, Clock(window.StartMinute), Clock(window.EndMinute % (24 * 60)));
    }

    static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";
}
