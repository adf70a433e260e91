using System.Globalization;
using Farhub.Control.State;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages.Scenarios;

/// <summary>One thing that a scenario does, taken apart for a row of a form and put together again.</summary>
/// <param name="Act">What: <c>enable</c>, <c>run</c>; empty for a row in which nothing was chosen.</param>
/// <param name="With">The command or the address.</param>
sealed record StepText(string Act, string With)
{
    /// <summary>Most rows of a form.</summary>
    const int MostRows = 100;

    /// <summary>What can be done, in words.</summary>
    internal static readonly IReadOnlyList<(string Act, string Words)> Acts =
    [
        ("enable", "Enable it"), ("disable", "Disable it"), ("release", "Release it: whoever has it loses it"), ("reset", "Reset its device"), ("power-cycle", "Power-cycle its port"),
        ("run", "Run a command on the hub"), ("webhook", "Call a web address"),
    ];

    /// <summary>True for what needs to be told with what.</summary>
    internal bool TakesText => Act is "run" or "webhook";

    /// <summary>The rows as the form sends them, <c>do.0.act</c> and <c>do.0.with</c>, without those that were left empty.</summary>
    internal static IReadOnlyList<StepText> Of(IFormCollection form) =>
    [
        .. form.Keys.Select(RowOf).OfType<int>().Distinct().Order()
            .Select(row => new StepText(form[$"do.{row}.act"].ToString(), form[$"do.{row}.with"].ToString().Trim()))
            .Where(step => step.Act.Length > 0 || step.With.Length > 0),
    ];

    /// <summary>Takes what the API has apart.</summary>
    internal static StepText Of(string step)
    {
        int space = step.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new StepText(step, "") : new StepText(step[..space], step[(space + 1)..].Trim());
    }

    /// <summary>Puts it together as the API takes it. Of an act that takes no text a text is left away: its field is hidden then.</summary>
    /// <param name="index">The how manieth it is, from 0.</param>
    /// <param name="mistakes">Gets what is wrong with it.</param>
    internal string Join(int index, List<Mistake> mistakes)
    {
        if (Act.Length == 0) mistakes.Add(new Mistake($"do[{index}]", $"says with what, but not what to do: '{With}'"));
        if (TakesText && With.Length == 0) mistakes.Add(new Mistake($"do[{index}]", Act == "run" ? "needs a command" : "needs an address"));
        return TakesText ? $"{Act} {With}" : Act;
    }

    static int? RowOf(string key) =>
        key.Split('.') is ["do", var row, "act" or "with"] && int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < MostRows ? number : null;
}
