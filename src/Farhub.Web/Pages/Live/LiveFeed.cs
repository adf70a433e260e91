using System.Text.Json.Nodes;
using Farhub.Control;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Web.Api;
using Farhub.Web.Pages.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Farhub.Web.Pages.Live;

/// <summary>Keeps open pages right: tells them that something has changed that they may know of, and what flows. What has changed they ask for as everybody
/// does, by looking at the page again: there is one way to see a thing.</summary>
sealed class LiveFeed(ManagedHub hub, TrafficLog traffic, TimeProvider time)
{
    internal void Map(IEndpointRouteBuilder app)
    {
        RequestDelegate changes = TellChangesAsync, flows = TellTrafficAsync;
        app.MapMethods("/live", ["GET"], changes);
        app.MapMethods("/live/traffic", ["GET"], flows);
    }

    /// <summary>Server-sent events without a name, each the type of what happened.</summary>
    async Task TellChangesAsync(HttpContext context)
    {
        if (PageLogin.IdentityOf(context, hub) is not { } identity)
        {
            // 204 is what ends an EventSource for good; anything else it tries again.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            // A page that was away for a moment asks for everything anew anyway: nothing needs to be told twice.
            await WriteAsync(context, "event: open\ndata: \n\n");
            HubState before = hub.Registry.State;
            await foreach (HubEvent happened in hub.Events.WatchAsync(null, context.RequestAborted))
            {
                if (!hub.Accounts.IsStillGood(identity)) return;
                HubState after = hub.Registry.State;
                bool isTheirs = Configured.Differs(before, after) || OwnThings.Differ(before, after, identity.User);
                before = after;
                if (isTheirs || Sight.MaySee(hub, identity, ApiRequest.AddressOf(context), happened, time.GetUtcNow())) await WriteAsync(context, $"data: {happened.Type}\n\n");
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // They have gone.
        }
    }

    /// <summary>For each share in use that they may know of: its figures.</summary>
    async Task TellTrafficAsync(HttpContext context)
    {
        if (PageLogin.IdentityOf(context, hub) is not { } identity)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var shown = new JsonObject();
        foreach (Lease lease in hub.Registry.State.Leases.Values)
        {
            if (!Sight.MaySee(hub.Registry.Current, identity, ApiRequest.AddressOf(context), lease.Name, time.GetUtcNow())) continue;
            IReadOnlyList<long> rates = traffic.Of(lease.Name);
            shown[lease.Name] = new JsonObject { ["points"] = Sparkline.Points(rates), ["text"] = Sparkline.Text(rates) };
        }
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(shown.ToJsonString(), context.RequestAborted);
    }

    static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
