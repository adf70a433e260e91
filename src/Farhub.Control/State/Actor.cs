namespace Farhub.Control.State;

/// <summary>Who does something, for the audit.</summary>
/// <param name="Who">A user's name, an address, <c>root</c> at the hub itself, or <c>hub</c>.</param>
/// <param name="From">The address they are at; empty when they are at none.</param>
public sealed record Actor(string Who, string From = "")
{
    /// <summary>What happens by itself.</summary>
    public static Actor Hub { get; } = new("hub");
}
