using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Farhub.Control.Model;
using Farhub.Control.Schedules;
using Farhub.Control.State;

namespace Farhub.Control.Scenarios;

/// <summary>Makes a plan of a scenario as people write it.</summary>
public static class ScenarioReader
{
    const int MaxSteps = 20;
    const int MaxArgument = 2000;
    const int MaxIdleMinutes = 60 * 24 * 31;

    /// <summary>Reads a scenario.</summary>
    /// <param name="scenario">As written.</param>
    /// <param name="plan">What it means.</param>
    /// <param name="mistakes">Everything that is wrong with it.</param>
    public static bool TryRead(Scenario scenario, [NotNullWhen(true)] out ScenarioPlan? plan, out IReadOnlyList<Mistake> mistakes)
    {
        plan = null;
        List<Mistake> wrong = [];
        mistakes = wrong;
        string place = $"scenarios/{scenario.Name}";
        ScenarioPlan? when = ReadWhen(scenario, $"{place}.when", wrong);
        List<ScenarioStep> steps = [];
        for (int i = 0; i < scenario.Do.Count && i < MaxSteps; i++)
        {
            if (ReadStep(scenario.Do[i], out string problem) is { } step) steps.Add(step);
            else wrong.Add(new Mistake($"{place}.do[{i}]", problem));
        }
        if (scenario.Do.Count is 0 or > MaxSteps) wrong.Add(new Mistake($"{place}.do", $"has to be 1 to {MaxSteps} actions"));
        if (wrong.Count == 0) plan = when! with { Steps = steps };
        return plan is not null;
    }

    static ScenarioPlan? ReadWhen(Scenario scenario, string place, List<Mistake> wrong)
    {
        string when = scenario.When;
        if (when.StartsWith("at ", StringComparison.Ordinal))
        {
            if (Recurrence.TryParse(when["at ".Length..], scenario.TimeZone, out Recurrence? at, out string? error)) return new ScenarioPlan(ScenarioTrigger.Time, at, default, []);
            wrong.Add(new Mistake(place, error));
            return null;
        }
        if (when.StartsWith("idle ", StringComparison.Ordinal))
        {
            if (TryReadMinutes(when["idle ".Length..], out TimeSpan idle)) return new ScenarioPlan(ScenarioTrigger.Idle, null, idle, []);
            wrong.Add(new Mistake(place, $"has no time such as 'idle 30m' or 'idle 2h': '{when}'"));
            return null;
        }
        ScenarioTrigger? trigger = when switch
        {
            "attached" => ScenarioTrigger.Attached,
            "detached" => ScenarioTrigger.Detached,
            "appeared" => ScenarioTrigger.Appeared,
            "disappeared" => ScenarioTrigger.Disappeared,
            "error" => ScenarioTrigger.Error,
            _ => null,
        };
        if (trigger is { } found) return new ScenarioPlan(found, null, default, []);
        wrong.Add(new Mistake(place, $"is not one of attached, detached, appeared, disappeared, error, 'idle 30m', 'at Mon-Fri 07:30': '{when}'"));
        return null;
    }

    static bool TryReadMinutes(string text, out TimeSpan time)
    {
        time = default;
        if (text.Length < 2 || text[^1] is not ('m' or 'h') || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return false;
        if (number is < 1 or > MaxIdleMinutes) return false;
        time = text[^1] == 'm' ? TimeSpan.FromMinutes(number) : TimeSpan.FromHours(number);
        return time.TotalMinutes <= MaxIdleMinutes;
    }

    static ScenarioStep? ReadStep(string text, out string problem)
    {
        problem = "";
        string[] words = text.Split(' ', 2, StringSplitOptions.TrimEntries);
        string argument = words.Length > 1 ? words[1] : "";
        ScenarioAct? act = words[0] switch
        {
            "enable" => ScenarioAct.Enable,
            "disable" => ScenarioAct.Disable,
            "release" => ScenarioAct.Release,
            "reset" => ScenarioAct.Reset,
            "power-cycle" => ScenarioAct.PowerCycle,
            "run" => ScenarioAct.Run,
            "webhook" => ScenarioAct.Webhook,
            _ => null,
        };
        bool takesArgument = act is ScenarioAct.Run or ScenarioAct.Webhook;
        if (act is null) problem = $"is not one of enable, disable, release, reset, power-cycle, 'run COMMAND', 'webhook URL': '{text}'";
        else if (takesArgument != argument.Length > 0) problem = takesArgument ? $"needs something after '{words[0]}'" : $"takes nothing after '{words[0]}'";
        else if (argument.Length > MaxArgument || argument.Any(char.IsControl)) problem = $"has to be at most {MaxArgument} printable characters";
        else if (act == ScenarioAct.Webhook && !(Uri.TryCreate(argument, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http")) problem = $"is no http or https address: '{argument}'";
        return problem.Length == 0 ? new ScenarioStep(act!.Value, argument) : null;
    }
}
