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
        (int status, string title) = e.Failure switch
        {
            ControlFailure.NotFound => (StatusCodes.Status404NotFound, "Not found"),
            ControlFailure.Conflict => (StatusCodes.Status409Conflict, "Conflict"),
            ControlFailure.Refused => (StatusCodes.Status403Forbidden, "Refused"),
            ControlFailure.TooMany => (StatusCodes.Status429TooManyRequests, "Too many"),
            ControlFailure.Unable => (StatusCodes.Status503ServiceUnavailable, "Not possible"),
            _ => (StatusCodes.Status400BadRequest, "Mistakes in the request"),
        };
        return WriteAsync(context, status, title, e.Message, e.Mistakes);
    }
}
