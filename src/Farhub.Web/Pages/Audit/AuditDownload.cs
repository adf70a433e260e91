using System.Globalization;
using Farhub.Control;
using Farhub.Control.Accounts;
using Farhub.Web.Api;
using Farhub.Web.Pages.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Farhub.Web.Pages.Audit;

/// <summary>The audit as a file, for a browser: the API's export is for who shows a token.</summary>
sealed class AuditDownload(ManagedHub hub, TimeProvider time)
{
    /// <summary>Where it is.</summary>
    internal const string Path = "/audit.jsonl";

    internal void Map(IEndpointRouteBuilder app)
    {
        RequestDelegate give = GiveAsync;
        app.MapMethods(Path, ["GET"], give);
    }

    async Task GiveAsync(HttpContext context)
    {
        Identity? identity = PageLogin.IdentityOf(context, hub);
        if (identity is null)
        {
            context.Response.Redirect("/login?then=/audit");
            return;
        }
        if (Admittance.Refusal(ApiAccess.Reader, isRead: true, isUse: false, identity) is (int status, string why))
        {
            await Problem.WriteAsync(context, status, "Refused", why);
            return;
        }
        context.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"farhub-audit-{time.GetUtcNow():yyyy-MM-dd}.jsonl\"");
        context.Response.Headers.CacheControl = "no-store";
        await AuditApi.ExportAsync(hub, context);
    }
}
