namespace Farhub.Web.Api;

/// <summary>A property of a body or a parameter of a query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is in JSON: string, integer, boolean or array.</param>
/// <param name="Text">For people.</param>
/// <param name="IsRequired">Whether it has to be there.</param>
public sealed record ApiField(string Name, string Type, string Text, bool IsRequired = false)
{
    /// <summary>Longest text, or greatest number.</summary>
    public int Most { get; init; } = 1000;
}
