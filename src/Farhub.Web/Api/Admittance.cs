using Farhub.Control.Accounts;
using Farhub.Control.Model;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>Who may come to an endpoint or a page.</summary>
static class Admittance
{
    /// <summary>Why not; null for go on.</summary>
    /// <param name="access">What it asks for.</param>
    /// <param name="isRead">True when nothing changes.</param>
    /// <param name="isUse">True when a token that is only for using devices is enough.</param>
    /// <param name="identity">Who comes; null for nobody in particular.</param>
    internal static (int Status, string Why)? Refusal(ApiAccess access, bool isRead, bool isUse, Identity? identity)
    {
        if (access == ApiAccess.Nobody) return null;
        if (identity is null) return (StatusCodes.Status401Unauthorized, "Log in first: POST /api/v1/login, or send a token as 'Authorization: Bearer'.");
        if (!Allows(access, identity.Role)) return (StatusCodes.Status403Forbidden, $"This takes the role {(access == ApiAccess.Reader ? "auditor" : access.ToString().ToLowerInvariant())}; {identity.User} is {identity.Role.ToString().ToLowerInvariant()}.");
        bool scopeAllows = identity.Scope == TokenScope.Full || (isRead && access != ApiAccess.Admin) || (identity.Scope == TokenScope.Use && isUse);
        return scopeAllows ? null : (StatusCodes.Status403Forbidden, $"This token is only good to {(identity.Scope == TokenScope.Read ? "read" : "use devices")}.");
    }

    /// <summary>True when a role is enough.</summary>
    internal static bool Allows(ApiAccess access, Role role) => access switch
    {
        ApiAccess.Nobody or ApiAccess.User => true,
        ApiAccess.Reader => role is Role.Auditor or Role.Operator or Role.Admin,
        ApiAccess.Operator => role is Role.Operator or Role.Admin,
        _ => role == Role.Admin,
    };
}
