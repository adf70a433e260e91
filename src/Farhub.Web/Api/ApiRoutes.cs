using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.Control;
using Farhub.Control.Accounts;
using Farhub.Control.State;
using Farhub.Control.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Farhub.Web.Api;

/// <summary>Puts the endpoints behind their addresses: who asks, may they, is what they sent right; then the endpoint; then its answer.</summary>
sealed class ApiRoutes(ManagedHub hub, ILogger logger)
{
    /// <summary>Largest body, in bytes: a whole configuration of thousands of things.</summary>
    internal const int MaxBody = 8 << 20;

    internal const string Prefix = "/api/v1";

    internal void Map(IEndpointRouteBuilder app, IEnumerable<ApiEndpoint> endpoints)
    {
        foreach (ApiEndpoint endpoint in endpoints)
        {
            RequestDelegate run = context => RunAsync(context, endpoint);
            app.MapMethods(endpoint.Path.StartsWith("/.", StringComparison.Ordinal) ? endpoint.Path[2..] : Prefix + endpoint.Path, [endpoint.Method], run);
        }
    }

    async Task RunAsync(HttpContext context, ApiEndpoint endpoint)
    {
        try
        {
            Identity? identity = IdentityOf(context);
            if (Admittance.Refusal(endpoint.Access, endpoint.Method == "GET", endpoint.IsUse, identity) is (int status, string why))
            {
                if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
                await Problem.WriteAsync(context, status, status == StatusCodes.Status401Unauthorized ? "Not logged in" : "Refused", why);
                return;
            }
            JsonObject body = await ReadBodyAsync(context, endpoint);
            List<Mistake> mistakes = [.. ApiRequest.CheckBody(endpoint, body), .. ApiRequest.CheckQuery(endpoint, context.Request.Query)];
            if (mistakes.Count > 0) throw new ControlException(mistakes);
            await AnswerAsync(context, await endpoint.Run(new ApiRequest(context, endpoint, identity, body)));
        }
        catch (ControlException e)
        {
            await Problem.WriteAsync(context, e);
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(context, e.StatusCode, "Not readable", e.Message);
        }
        catch (StoreException e)
        {
            logger.StoreFailed(e, endpoint.Method, endpoint.Path);
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The store failed", "The hub could not store this; its log says why. Nothing has changed.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
#pragma warning disable CA1031 // Whatever goes wrong ends this request, loudly, and no other.
        catch (Exception e)
        {
            logger.RequestFailed(e, endpoint.Method, endpoint.Path);
            if (!context.Response.HasStarted) await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "A defect of the hub", "The hub's log says more; please report it.");
        }
#pragma warning restore CA1031
    }

    Identity? IdentityOf(HttpContext context)
    {
        if (context.Features.Get<LocalDoor>() is not null) return Identity.Root;
        string? bearer = context.Request.Headers.Authorization.ToString() is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
        return bearer is null ? null : hub.Accounts.Identify(bearer, ApiRequest.AddressOf(context));
    }

    static async Task<JsonObject> ReadBodyAsync(HttpContext context, ApiEndpoint endpoint)
    {
        if (endpoint.Body is null && endpoint.BodySchema is null) return [];
        if (context.Request.ContentLength is 0 || (context.Request.ContentLength is null && context.Request.ContentType is null)) return [];
        if (!context.Request.HasJsonContentType()) throw new BadHttpRequestException("The body has to be application/json.", StatusCodes.Status415UnsupportedMediaType);
        ReadOnlyMemory<byte> body = await ReadAllAsync(context);
        try
        {
            JsonNode? node = JsonNode.Parse(body.Span, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            Read(node);
            return node as JsonObject ?? throw new BadHttpRequestException("The body has to be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException($"The body is no JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new BadHttpRequestException("The body has a text in it that is none: half a character, or no UTF-8.");
        }
    }

    /// <summary>The whole body. Not left to Kestrel's own limit, which hangs up on who is still sending: the answer would be lost.</summary>
    static async Task<ReadOnlyMemory<byte>> ReadAllAsync(HttpContext context)
    {
        var body = new ArrayBufferWriter<byte>();
        bool isTooLong = context.Request.ContentLength > MaxBody;
        while (!isTooLong && await context.Request.Body.ReadAsync(body.GetMemory(16 << 10), context.RequestAborted) is > 0 and int count)
        {
            body.Advance(count);
            isTooLong = body.WrittenCount > MaxBody;
        }
        return isTooLong ? throw new BadHttpRequestException($"The body is longer than {MaxBody} bytes.", StatusCodes.Status413PayloadTooLarge) : body.WrittenMemory;
    }

    /// <summary>Reads every text there is. The parser leaves them unread until somebody asks, and only then says that one cannot be.</summary>
    /// <exception cref="InvalidOperationException">One cannot be.</exception>
    static void Read(JsonNode? node)
    {
        if (node is JsonObject thing)
        {
            foreach ((string _, JsonNode? value) in thing) Read(value);
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? value in list) Read(value);
        }
        else if (node?.GetValueKind() == JsonValueKind.String)
        {
            node.GetValue<string>();
        }
    }

    static async Task AnswerAsync(HttpContext context, ApiResult result)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (result.Location is { } location) response.Headers.Location = location;
        if (result.ETag is { } tag)
        {
            response.Headers.ETag = tag;
            if (context.Request.Method == "GET" && !result.HasMore && ETags.Names(context.Request.Headers.IfNoneMatch, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        response.StatusCode = result.Status;
        if (result.Write is { } write)
        {
            await write(context);
        }
        else if (result.Body is { } body)
        {
            response.ContentType = "application/json";
            await using var writer = new Utf8JsonWriter(response.BodyWriter);
            body.WriteTo(writer);
        }
    }
}
