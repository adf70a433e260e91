using Farhub.Control.Model;

namespace Farhub.Web.Pages.People;

/// <summary>Roles in words for people.</summary>
static class RoleText
{
    /// <summary>All of them, those who may least first: as the API has it, its name, what it may.</summary>
    internal static IReadOnlyList<(string Value, string Name, string Text)> All { get; } =
    [
        ("user", "User", "Uses the devices that grants give them, and looks after their own password, codes and tokens."),
        ("auditor", "Auditor", "Also sees everything, secrets excepted. Changes nothing."),
        ("operator", "Operator", "Also ends uses, switches shares on and off, resets devices and orders queues."),
        ("admin", "Admin", "May do everything: people, shares, grants, scenarios."),
    ];

    /// <summary>As the API has it.</summary>
    internal static string ValueOf(Role role) => All[(int)role].Value;

    /// <summary>What it may.</summary>
    internal static string TextOf(Role role) => All[(int)role].Text;
}
