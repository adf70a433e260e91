using Farhub.Control.Model;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages.Access;

/// <summary>A row of a form for days on which something else holds: what is filled in.</summary>
/// <param name="From">The day, or the first.</param>
/// <param name="Until">The last; empty for one day.</param>
/// <param name="Note">Why.</param>
/// <param name="Windows">Times that hold instead; none for closed.</param>
sealed record ExceptionRow(string From, string Until, string Note, IReadOnlyList<WindowRow> Windows)
{
    /// <summary>A row that nobody has written into.</summary>
    internal static ExceptionRow Empty { get; } = new("", "", "", []);

    bool IsEmpty => From.Length == 0 && Until.Length == 0 && Note.Length == 0 && Windows.Count == 0;

    /// <summary>Rows for exceptions as they are kept.</summary>
    internal static IReadOnlyList<ExceptionRow> Of(IEnumerable<ScheduleRuleException> exceptions) =>
        [.. exceptions.Select(e => new ExceptionRow($"{e.From:yyyy-MM-dd}", $"{e.Until:yyyy-MM-dd}", e.Note, WindowRow.Of(e.Windows)))];

    /// <summary>Rows as they were sent, without those left empty.</summary>
    internal static IReadOnlyList<ExceptionRow> Sent(IFormCollection form)
    {
        List<ExceptionRow> rows = [];
        for (int i = 0; form.ContainsKey($"exceptions.{i}.from"); i++)
        {
            string place = $"exceptions.{i}";
            var row = new ExceptionRow(form[$"{place}.from"].ToString(), form[$"{place}.until"].ToString(), form[$"{place}.note"].ToString(), WindowRow.Sent(form, $"{place}.windows"));
            if (!row.IsEmpty) rows.Add(row);
        }
        return rows;
    }
}
