using System.Text.Json.Nodes;
using Farhub.Control.State;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>Answers that are no: problem+json (RFC 9457), with every mistake named.</summary>
static class Problem
{
    /// <summary>Writes one.</summary>
    internal static Task WriteAsync(HttpContext context, int status, string title, string detail, IReadOnlyList<Mistake>? mistakes = null, JsonObject? more = null)
    {
        var problem = new JsonObject { ["title"] = title, ["status"] = status, ["detail"] = detail };
        if (mistakes is { Count: > 0 }) problem["mistakes"] = new JsonArray([.. mistakes.Select(m => (JsonNode)new JsonObject { ["place"] = m.Place, ["text"] = m.Text })]);
        foreach ((string key, JsonNode? value) in more ?? []) problem[key] = value?.DeepClone();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(problem.ToJsonString(), context.RequestAborted);
    }

    /// <summary>Writes what the domain says.</summary>
    internal static Task WriteAsync(HttpContext context, ControlException e)
    {
        int status = StatusOf(e.Failure);
        string title = status switch
        {
            StatusCodes.Status404NotFound => "Not found",
            StatusCodes.Status409Conflict => "Conflict",
            StatusCodes.Status403Forbidden => "Refused",
            StatusCodes.Status429TooManyRequests => "Too many",
            StatusCodes.Status503ServiceUnavailable => "Not possible",
            _ => "Mistakes in the request",
        };
        return WriteAsync(context, status, title, e.Message, e.Mistakes);
    }

    /// <summary>HTTP's number for a failure.</summary>
    internal static int StatusOf(ControlFailure failure) => failure switch
    {
        ControlFailure.NotFound => StatusCodes.Status404NotFound,
        ControlFailure.Conflict => StatusCodes.Status409Conflict,
        ControlFailure.Refused => StatusCodes.Status403Forbidden,
        ControlFailure.TooMany => StatusCodes.Status429TooManyRequests,
        ControlFailure.Unable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
