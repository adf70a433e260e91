using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages.Http;

/// <summary>The two cookies: who is logged in, and what to say on the next page. Both are for this host alone, over HTTPS alone, and out of reach of scripts.</summary>
static class PageCookies
{
    const string Login = "__Host-farhub";
    const string Notice = "__Host-farhub-notice";

    /// <summary>The login session's token; null without one.</summary>
    internal static string? ReadLogin(HttpContext context) => context.Request.Cookies[Login] is { Length: > 0 and < 200 } token ? token : null;

    /// <summary>Keeps a login until the browser is closed; the hub may end it sooner.</summary>
    internal static void WriteLogin(HttpContext context, string token) => context.Response.Cookies.Append(Login, token, Options(null));

    /// <summary>Forgets the login.</summary>
    internal static void DeleteLogin(HttpContext context) => context.Response.Cookies.Delete(Login, Options(null));

    /// <summary>What the page before wanted said; it is said once.</summary>
    internal static string? TakeNotice(HttpContext context)
    {
        if (context.Request.Cookies[Notice] is not { Length: > 0 and <= 400 } text) return null;
        context.Response.Cookies.Delete(Notice, Options(null));
        return text;
    }

    /// <summary>Leaves something to say for the next page.</summary>
    internal static void WriteNotice(HttpContext context, string text) => context.Response.Cookies.Append(Notice, text.Length > 200 ? text[..200] : text, Options(TimeSpan.FromMinutes(1)));

    // Lax, not Strict: a link to the hub in a mail should not ask for the password again. What changes something is guarded by its origin.
    static CookieOptions Options(TimeSpan? age) => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = age };
}
