using System.Text.Json.Nodes;
using Farhub.Control.Schedules;

namespace Farhub.Web.Pages.Http;

/// <summary>Windows of the week in a form without any syntax. In the API each is one text, <c>Mon-Fri 08:00-18:00</c>; in a form the window N of the property
/// <c>windows</c> has the fields <c>windows.N.days</c> (one for each ticked day: <c>Mon</c>), <c>windows.N.from</c> and <c>windows.N.to</c>. Without days it
/// is for every day, without a first time it begins at midnight, without a last one, or with 00:00 there, it ends at midnight. A row without anything
/// is none. <see cref="FormBody"/> does this to every list of texts whose fields are called so.</summary>
static class WindowFields
{
    /// <summary>Days, as they are called in texts and in forms.</summary>
    internal static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>What a row of fields may have.</summary>
    internal static JsonObject Schema { get; } = new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["days"] = new JsonObject { ["type"] = "array" }, ["from"] = new JsonObject { ["type"] = "string" }, ["to"] = new JsonObject { ["type"] = "string" } },
    };

    /// <summary>The text of a row. What is wrong in it stays in it: the domain says what.</summary>
    internal static string TextOf(JsonObject row)
    {
        string from = (string?)row["from"] is { Length: > 0 } first ? first : "00:00";
        string to = (string?)row["to"] is { Length: > 0 } last && last != "00:00" ? last : "24:00";
        if (row["days"] is not JsonArray { Count: > 0 } days) return $"{from}-{to}";
        string text = $"{string.Join(',', days.Select(d => (string?)d))} {from}-{to}";
        return WeeklyWindow.TryParse(text, out WeeklyWindow? window, out _) ? window.ToString() : text;
    }
}
