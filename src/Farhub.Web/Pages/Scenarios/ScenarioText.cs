using System.Globalization;
using Farhub.Control.Model;

namespace Farhub.Web.Pages.Scenarios;

/// <summary>Scenarios as sentences.</summary>
static class ScenarioText
{
    /// <summary>All of it: <c>When printer has been idle for 30 minutes: release it.</c></summary>
    internal static string Sentence(Scenario scenario) => $"{When(scenario)}: {Do(scenario)}.";

    /// <summary>On what.</summary>
    internal static string When(Scenario scenario)
    {
        var when = WhenText.Of(scenario.When);
        string subject = About(scenario, "or", "anything");
        return when.Kind switch
        {
            "attached" => $"When somebody attaches {subject}",
            "detached" => $"When {subject} is free again",
            "appeared" => $"When the device of {subject} is plugged in",
            "disappeared" => $"When the device of {subject} is unplugged",
            "error" => $"When {subject} fails",
            WhenText.Idle => $"When {subject} has been idle for {Span(when)}",
            WhenText.Weekly => $"{Days(when.Days)} at {when.Time} {scenario.TimeZone}",
            WhenText.Once => $"Once, on {Moment(when.Moment)} {scenario.TimeZone}",
            _ => $"When {scenario.When}",
        };
    }

    /// <summary>What, in order. Where it has not been said yet, the first says to what.</summary>
    internal static string Do(Scenario scenario)
    {
        bool isAtTimes = scenario.When.StartsWith("at ", StringComparison.Ordinal);
        string target = isAtTimes ? About(scenario, "and", "everything") : "it";
        bool isOne = !isAtTimes || (scenario.Shares.Count == 1 && scenario.Tags.Count == 0);
        List<string> steps = [];
        foreach (string text in scenario.Do)
        {
            var step = StepText.Of(text);
            // Only what names its object leaves a word that may stand for it.
            steps.Add(Step(step, target));
            if (!step.TakesText) target = isOne ? "it" : "them";
        }
        return string.Join(", then ", steps);
    }

    /// <summary>One thing it does, to something.</summary>
    internal static string Step(StepText step, string target) => step.Act switch
    {
        "run" => $"run “{step.With}” for {target}",
        "webhook" => $"call {(Uri.TryCreate(step.With, UriKind.Absolute, out Uri? address) ? address.Host : step.With)} about {target}",
        "reset" => $"reset the device of {target}",
        "power-cycle" => $"power-cycle the port of {target}",
        _ => $"{step.Act} {target}",
    };

    /// <summary>Which shares: <c>printer and everything tagged lab</c>.</summary>
    internal static string About(Scenario scenario, string and, string all) =>
        List([.. scenario.Shares, .. scenario.Tags.Count == 0 ? (string[])[] : [$"{all} tagged {List(scenario.Tags, "or")}"]], and);

    static string List(IReadOnlyList<string> names, string and) => names.Count switch
    {
        0 => "nothing",
        1 => names[0],
        _ => $"{string.Join(", ", names.SkipLast(1))} {and} {names[^1]}",
    };

    static string Span(WhenText when) => $"{when.Number} {(when.Unit == "h" ? "hour" : "minute")}{(when.Number == "1" ? "" : "s")}";

    /// <summary>Every day, or as they stand in a row.</summary>
    static string Days(IReadOnlyList<string> days) =>
        days.Count == WhenText.DayNames.Count ? "Every day"
        : days.Count > 2 && IsRow(days) ? $"{days[0]} to {days[^1]}"
        : List(days, "and");

    static bool IsRow(IReadOnlyList<string> days)
    {
        int first = WhenText.DayNames.ToList().IndexOf(days[0]);
        return days.SequenceEqual(WhenText.DayNames.Skip(first).Take(days.Count));
    }

    static string Moment(string moment) => DateTime.TryParse(moment, CultureInfo.InvariantCulture, out DateTime local) ? local.ToString("d MMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture) : moment;
}
