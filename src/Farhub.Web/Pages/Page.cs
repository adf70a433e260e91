using System.Diagnostics.CodeAnalysis;
using Farhub.Web.Api;

namespace Farhub.Web.Pages;

/// <summary>One page: from these the routes, the access checks, the menu and the tests of all three are made.</summary>
/// <param name="Path">Where it is, with <c>{parameters}</c>.</param>
/// <param name="Access">Who may see it.</param>
/// <param name="Title">Its name, for people.</param>
/// <param name="Component">What it is made of: a component without parameters that finds everything in the <see cref="PageVisit"/>.</param>
public sealed record Page(string Path, ApiAccess Access, string Title, [property: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)][param: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type Component)
{
    /// <summary>The entry of the menu it belongs to; null for none.</summary>
    public string? Section { get; init; }

    /// <summary>The parameter of the query with which it shows one moment, and is not fetched again to show what has changed; null for none.</summary>
    public string? StillBy { get; init; }

    /// <summary>True for the page that its entry of the menu leads to.</summary>
    public bool IsFirst => Section is not null && Path == $"/{Section}";
}
