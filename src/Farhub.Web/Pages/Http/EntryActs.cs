using Farhub.Control;
using Farhub.Control.Accounts;
using Farhub.Control.State;
using Farhub.Web.Api;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages.Http;

/// <summary>What only a browser does: it keeps its login in a cookie, which the API knows nothing of.</summary>
static class EntryActs
{
    internal const string LogIn = "login", LogOut = "logout", SetUp = "setup", ChangePassword = "password";

    /// <summary>Does one of them; null when it is none.</summary>
    internal static Action<HttpContext, ManagedHub, Identity?, IFormCollection>? Find(string act) => act switch
    {
        LogIn => (context, hub, _, form) => Begin(context, hub, form, form[FormBody.Then].ToString()),
        LogOut => (context, hub, identity, _) => End(context, hub, identity),
        SetUp => (context, hub, _, form) => SetUpFirst(context, hub, form),
        ChangePassword => ChangeOwnPassword,
        _ => null,
    };

    static void End(HttpContext context, ManagedHub hub, Identity? identity)
    {
        if (identity is not null) hub.Accounts.LogOut(identity);
        PageCookies.DeleteLogin(context);
        PageRoutes.GoTo(context, "/login");
    }

    static void SetUpFirst(HttpContext context, ManagedHub hub, IFormCollection form)
    {
        CheckAgain(form);
        hub.Setup.CompleteSetup(form["token"].ToString(), form["name"].ToString(), form["password"].ToString(), ApiRequest.AddressOf(context));
        Begin(context, hub, form, "/devices");
    }

    static void ChangeOwnPassword(HttpContext context, ManagedHub hub, Identity? identity, IFormCollection form)
    {
        if (identity is null) throw new ControlException(ControlFailure.Refused, "Log in first.");
        CheckAgain(form);
        hub.Accounts.ChangePassword(identity, identity.User, form["old"].ToString(), form["password"].ToString());
        // It has ended this login with all the others.
        PageCookies.DeleteLogin(context);
        PageCookies.WriteNotice(context, "Your password is changed, and you are logged out everywhere. Log in with the new one.");
        PageRoutes.GoTo(context, "/login?then=/me");
    }

    static void CheckAgain(IFormCollection form)
    {
        if (form["password"] != form["again"]) throw new ControlException([new Mistake("again", "is not the same password")]);
    }

    static void Begin(HttpContext context, ManagedHub hub, IFormCollection form, string then)
    {
        string code = form["code"].ToString();
        LoginOutcome outcome = hub.Accounts.LogIn(form["name"].ToString(), form["password"].ToString(), code.Length > 0 ? code : null, ApiRequest.AddressOf(context));
        if (outcome.Token is not { } token) throw new ControlException([new Mistake("code", "is needed: the password is right")]);
        PageCookies.WriteLogin(context, token);
        PageRoutes.GoTo(context, then.Length > 0 ? then : "/");
    }
}
