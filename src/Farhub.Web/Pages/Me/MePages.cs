using Farhub.Web.Api;

namespace Farhub.Web.Pages.Me;

/// <summary>Pages of this folder.</summary>
static class MePages
{
    internal static IReadOnlyList<Page> All { get; } =
    [
        new("/me", ApiAccess.User, "My access", typeof(MePage)) { Section = "me" },
        new("/me/codes/new", ApiAccess.User, "New code generator", typeof(NewCodePage)) { Section = "me" },
        new("/me/codes/{id}", ApiAccess.User, "Code generator", typeof(CodePage)) { Section = "me" },
        new("/me/tokens/new", ApiAccess.User, "New API token", typeof(NewTokenPage)) { Section = "me" },
        new("/me/password", ApiAccess.User, "Change password", typeof(PasswordPage)) { Section = "me" },
        new("/approvals", ApiAccess.User, "Approvals", typeof(ApprovalsPage)) { Section = "me" },
    ];
}
