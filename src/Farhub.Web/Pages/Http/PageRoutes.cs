using System.Diagnostics.CodeAnalysis;
using Farhub.Control;
using Farhub.Control.Accounts;
using Farhub.Control.State;
using Farhub.Control.Store;
using Farhub.Web.Api;
using Farhub.Web.Pages.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Farhub.Web.Pages.Http;

/// <summary>Puts the pages behind their addresses: who looks, may they; then, when they have sent a form, what it does; then the page.</summary>
sealed class PageRoutes(ManagedHub hub, IReadOnlyList<ApiEndpoint> endpoints, TrafficLog traffic, IServiceProvider services, ILogger logger, TimeProvider time)
{
    /// <summary>Longest form, in bytes.</summary>
    const int MaxForm = 1 << 20;

    /// <summary>A page loads its own style and script and nothing else, speaks to this hub alone, and stands in nobody's frame.</summary>
    const string SecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    static readonly FormOptions FormLimits = new() { ValueCountLimit = 4000, KeyLengthLimit = 200, ValueLengthLimit = 100_000, BufferBody = false };

    static readonly Page Missing = new("", ApiAccess.Nobody, "Not found", typeof(Entry.MissingPage));

    readonly ActDispatch _acts = new(endpoints);
    readonly ILoggerFactory _loggers = services.GetRequiredService<ILoggerFactory>();

    internal void Map(IEndpointRouteBuilder app)
    {
        foreach (Page page in PageTable.All)
        {
            RequestDelegate run = context => RunAsync(context, page);
            app.MapMethods(page.Path, ["GET", "HEAD", "POST"], run);
        }
        RequestDelegate start = GoToStart;
        app.MapMethods("/", ["GET", "HEAD"], start);
    }

    /// <summary>For an address where nothing is.</summary>
    internal Task ShowMissingAsync(HttpContext context) => ShowFailureAsync(context, PageLogin.IdentityOf(context, hub), StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}.");

    Task GoToStart(HttpContext context)
    {
        context.Response.Redirect(!hub.Setup.IsDone ? "/setup" : PageLogin.IdentityOf(context, hub) is null ? "/login" : "/shares");
        return Task.CompletedTask;
    }

    async Task RunAsync(HttpContext context, Page page)
    {
        Identity? identity = PageLogin.IdentityOf(context, hub);
        try
        {
            if (identity is null && page.Access != ApiAccess.Nobody)
            {
                string there = context.Request.Method == "POST" ? context.Request.Path : context.Request.Path + context.Request.QueryString;
                context.Response.Redirect($"/login?then={Uri.EscapeDataString(there)}");
                return;
            }
            if (Admittance.Refusal(page.Access, isRead: true, isUse: false, identity) is (int status, string why))
            {
                await ShowFailureAsync(context, identity, status, why);
                return;
            }
            var visit = new PageVisit(context, hub, traffic, page, identity, time.GetUtcNow());
            if (context.Request.Method == "POST")
            {
                if (!IsFromOurPage(context.Request))
                {
                    await ShowFailureAsync(context, identity, StatusCodes.Status403Forbidden, "This form was sent from another site, and was not looked at.");
                    return;
                }
                if (await ActAsync(context, identity) is not { } sent) return;
                // Whatever it did, it did it after the visit had begun.
                visit = new PageVisit(context, hub, traffic, page, identity, time.GetUtcNow()) { Sent = sent };
                context.Response.StatusCode = sent.Status;
            }
            visit.Notice = PageCookies.TakeNotice(context);
            await ShowAsync(context, visit);
        }
        catch (ControlException e)
        {
            await ShowFailureAsync(context, identity, Problem.StatusOf(e.Failure), e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await ShowFailureAsync(context, identity, e.StatusCode, "The form could not be read.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
#pragma warning disable CA1031 // Whatever goes wrong ends this request, loudly, and no other.
        catch (Exception e)
        {
            logger.RequestFailed(e, context.Request.Method, page.Path);
            if (!context.Response.HasStarted) await ShowFailureAsync(context, identity, StatusCodes.Status500InternalServerError, "This is a defect of the hub. Its log says more; please report it.");
        }
#pragma warning restore CA1031
    }

    /// <summary>Browsers say from where a form was sent. Whoever could log a browser in could otherwise have it do things on other people's pages.</summary>
    static bool IsFromOurPage(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] ? origin == $"{request.Scheme}://{request.Host}" : request.Headers["Sec-Fetch-Site"] == "same-origin";

    /// <summary>Does what a form says. Null when the answer is that the browser goes elsewhere.</summary>
    async Task<SentForm?> ActAsync(HttpContext context, Identity? identity)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxForm;
        IFormCollection form;
        try
        {
            form = await new FormFeature(context.Request, FormLimits).ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The form could not be read.", e);
        }
        var sent = new SentForm(form[FormBody.Act].ToString(), form);
        try
        {
            if (EntryActs.Find(sent.Act) is { } entry)
            {
                entry(context, hub, identity, form);
                return null;
            }
            ApiResult result = await _acts.RunAsync(context, identity, sent.Act, form);
            if (result.Said is { } said)
            {
                PageCookies.WriteNotice(context, said);
                GoTo(context, "");
                return null;
            }
            // What was made is on the page anyway; only what is shown once needs showing now.
            if (form.ContainsKey(FormBody.Show) && result.Body is not null) return sent with { Answer = result.Body };
            if (form[FormBody.Done] is [{ Length: > 0 } done]) PageCookies.WriteNotice(context, done);
            string then = form[FormBody.Then].ToString();
            GoTo(context, then.Length > 0 ? then : PageOf(result.Location) ?? "");
            return null;
        }
        catch (ControlException e)
        {
            return sent with { Status = Problem.StatusOf(e.Failure), Failure = e.Message, Mistakes = e.Mistakes };
        }
        catch (StoreException e)
        {
            logger.StoreFailed(e, "POST", context.Request.Path);
            return sent with { Status = StatusCodes.Status503ServiceUnavailable, Failure = "The hub could not store this; its log says why. Nothing has changed." };
        }
    }

    /// <summary>The page of what was just made; null when it has none.</summary>
    static string? PageOf(string? location) =>
        location is not null && location.StartsWith($"{ApiRoutes.Prefix}/", StringComparison.Ordinal) && PageTable.Find(location[ApiRoutes.Prefix.Length..]) is not null ? location[ApiRoutes.Prefix.Length..] : null;

    /// <summary>Goes to a page of the hub, or stays on this one. The browser asks for it anew: to reload it then does nothing twice.</summary>
    internal static void GoTo(HttpContext context, string then)
    {
        bool isOurs = then.StartsWith('/') && !then.StartsWith("//", StringComparison.Ordinal) && !then.Contains('\\', StringComparison.Ordinal) && !then.Any(char.IsControl);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = isOurs ? then : (context.Request.Path + context.Request.QueryString).ToString();
    }

    async Task ShowFailureAsync(HttpContext context, Identity? identity, int status, string why)
    {
        context.Response.StatusCode = status;
        await ShowAsync(context, new PageVisit(context, hub, traffic, Missing, identity, time.GetUtcNow()) { Sent = new SentForm("", FormCollection.Empty) { Status = status, Failure = why } });
    }

    [SuppressMessage("Trimming", "IL2026", Justification = "The frame and the pages are named in the table, which keeps everything of them.")]
    async Task ShowAsync(HttpContext context, PageVisit visit)
    {
        await using var renderer = new HtmlRenderer(services, _loggers);
        string html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<Parts.Frame>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Parts.Frame.Visit)] = visit }))).ToHtmlString());
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = SecurityPolicy;
        // With none at all browsers would not say either that a form is from this hub's own page.
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        await context.Response.WriteAsync(html, context.RequestAborted);
    }
}
