using System.Globalization;
using System.Text.Json.Nodes;
using Farhub.Control.State;
using Farhub.Web.Pages.Audit;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages;

/// <summary>A form that was sent, with what came of it.</summary>
/// <param name="Act">What it does: <c>POST /shares/printer/release</c>.</param>
/// <param name="Values">What was filled in. Passwords and codes never come back into a page: see <c>Field</c>.</param>
public sealed record SentForm(string Act, IFormCollection Values)
{
    /// <summary>HTTP status of the page that shows it.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Why nothing was done, in words; null when it was done.</summary>
    public string? Failure { get; init; }

    /// <summary>What was wrong where.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>The answer, of which some is shown only this once; null when there was none.</summary>
    public JsonNode? Answer { get; init; }

    /// <summary>The place of a mistake for people: <c>grants/front-desk.limits.longestLease</c> as <c>Limits, longest lease</c>, <c>do[0].with</c> as <c>Do 1, with</c>.</summary>
    public static string Words(string place)
    {
        int slash = place.LastIndexOf('/');
        string[] steps = place[(slash + 1)..].Split('.');
        // The name of the thing itself is in the heading.
        if (slash >= 0 && steps.Length > 1) steps = steps[1..];
        string words = string.Join(", ", steps.Select(WordsOf));
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    static string WordsOf(string step)
    {
        string[] parts = step.Split('[', 2);
        string words = AuditText.Words(parts[0]);
        // People count from one.
        return parts.Length == 2 && int.TryParse(parts[1].TrimEnd(']'), CultureInfo.InvariantCulture, out int index) ? string.Create(CultureInfo.InvariantCulture, $"{words} {index + 1}") : words;
    }

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    /// <param name="field">Its name: <c>device.id</c>. The place of a mistake may have more before it: <c>shares/printer.device.id</c>.</param>
    public string? MistakeIn(string field) =>
        Mistakes.FirstOrDefault(m => m.Place == field || m.Place.EndsWith($".{field}", StringComparison.Ordinal) || m.Place.EndsWith($"/{field}", StringComparison.Ordinal))?.Text;
}
