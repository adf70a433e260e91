using Farhub.Control.Model;

namespace Farhub.Web.Pages.Me;

/// <summary>API tokens in words for people.</summary>
static class TokenText
{
    /// <summary>What it is good for: <c>look</c>.</summary>
    internal static string ScopeOf(ApiToken token) => token.Scope switch
    {
        TokenScope.Read => "look",
        TokenScope.Use => "use devices",
        _ => "do everything its owner may",
    };
}
