namespace Farhub.Web.Pages.Access;

/// <summary>A piece of a sentence.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Link">The page of the thing it names; null when it names none.</param>
readonly record struct Phrase(string Text, string? Link = null);
