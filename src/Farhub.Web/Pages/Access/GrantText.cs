using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Web.Pages.Access;

/// <summary>Grants as sentences: <c>ann and group lab may use printer and everything tagged usb-keys, Mon-Fri 08:00-18:00 UTC, with a one-time code.</c></summary>
static class GrantText
{
    /// <summary>The sentence, with links to what it names.</summary>
    internal static IReadOnlyList<Phrase> Sentence(Snapshot now, Grant grant)
    {
        List<Phrase> said = [];
        Phrase[] people = [.. grant.Users.Select(u => new Phrase(u, $"/users/{u}")), .. grant.Groups.Select(g => new Phrase($"group {g}", $"/groups/{g}"))];
        string from = List(grant.From, "or");
        bool isAnywhere = grant.From.Count == 0 || grant.From.Contains("any", StringComparer.OrdinalIgnoreCase);
        if (people.Length > 0) Add(said, people);
        else said.Add(new Phrase(isAnywhere ? "Everybody" : $"Whoever comes from {from}"));
        said.Add(new Phrase(" may use "));
        Add(said, [.. grant.Shares.Select(s => new Phrase(s, $"/shares/{s}")), .. grant.Tags.Select(t => new Phrase($"everything tagged {t}", $"/shares?tag={Uri.EscapeDataString(t)}"))]);
        if (people.Length > 0 && !isAnywhere) said.Add(new Phrase($", from {from}"));
        if (grant.Schedule is { } schedule)
        {
            said.Add(new Phrase(", "));
            said.Add(new Phrase(now.Index.ScheduleOf(schedule)?.Describe() ?? schedule, $"/schedules/{schedule}"));
        }
        if (grant.Proof == Proof.Code) said.Add(new Phrase(", with a one-time code"));
        if (grant.Proof == Proof.Challenge) said.Add(new Phrase(", with the answer to a challenge"));
        if (grant.ApprovedBy is { } group)
        {
            said.Add(new Phrase(", approved by somebody else of "));
            said.Add(new Phrase($"group {group}", $"/groups/{group}"));
        }
        if (grant.LongestLeaseMinutes is { } longest) said.Add(new Phrase($", for at most {Minutes(longest)}"));
        if (grant.IdleMinutes is { } idle) said.Add(new Phrase($", until it is idle for {Minutes(idle)}"));
        if (grant.DevicesAtOnce is { } devices) said.Add(new Phrase(devices == 1 ? ", one device at a time" : $", at most {devices} devices at a time"));
        said.Add(new Phrase("."));
        return said;
    }

    /// <summary>So many minutes in words.</summary>
    internal static string Minutes(int minutes) => (minutes % (24 * 60), minutes % 60) switch
    {
        (0, _) => Count(minutes / (24 * 60), "day"),
        (_, 0) => Count(minutes / 60, "hour"),
        _ when minutes > 60 => $"{Count(minutes / 60, "hour")} and {Count(minutes % 60, "minute")}",
        _ => Count(minutes, "minute"),
    };

    /// <summary>A name for a new grant, or whatever else is called: what is given with a word behind it, and with a number where that is taken.</summary>
    /// <param name="stem">What it is about; empty for nothing yet.</param>
    /// <param name="word">What it is.</param>
    /// <param name="isTaken">Whether something is called so.</param>
    internal static string NameFor(string stem, string word, Func<string, bool> isTaken)
    {
        string end = $"-{word}";
        for (int i = 1; ; i++)
        {
            string number = i == 1 ? "" : $"-{i}";
            int room = Names.MaxLength - end.Length - number.Length;
            string name = stem.Length == 0 ? $"{word}{number}" : $"{stem[..Math.Min(room, stem.Length)].TrimEnd('.', '_', '-')}{end}{number}";
            if (!isTaken(name)) return name;
        }
    }

    static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    /// <summary>One, another and a third.</summary>
    static void Add(List<Phrase> said, Phrase[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (i > 0) said.Add(new Phrase(i == names.Length - 1 ? " and " : ", "));
            said.Add(names[i]);
        }
    }

    static string List(IReadOnlyList<string> texts, string word) => texts.Count < 2 ? string.Concat(texts) : $"{string.Join(", ", texts.SkipLast(1))} {word} {texts[^1]}";
}
