using Farhub.Control;
using Farhub.Control.Accounts;
using Farhub.Web.Api;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages.Http;

/// <summary>Who is in front of the browser: the one way to read it, for pages and for what pages ask for.</summary>
static class PageLogin
{
    /// <summary>Who; null before they have logged in, and when their login is over.</summary>
    internal static Identity? IdentityOf(HttpContext context, ManagedHub hub)
    {
        if (PageCookies.ReadLogin(context) is not { } token) return null;
        Identity? identity = hub.Accounts.Identify(token, ApiRequest.AddressOf(context));
        // Otherwise each of its requests is another refused login in the audit.
        if (identity is null) PageCookies.DeleteLogin(context);
        // A token is for programs; put into the cookie of a browser it would have no end there.
        return identity?.How == IdentitySource.Login ? identity : null;
    }
}
