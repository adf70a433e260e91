using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>An answer.</summary>
/// <param name="Body">As JSON; null for none.</param>
/// <param name="Status">HTTP status.</param>
public sealed record ApiResult(JsonNode? Body, int Status = StatusCodes.Status200OK)
{
    /// <summary>Nothing to say.</summary>
    public static ApiResult Nothing { get; } = new(null, StatusCodes.Status204NoContent);

    /// <summary>The version of what is shown, for <c>If-Match</c> and <c>If-None-Match</c>; null when it has none.</summary>
    public string? ETag { get; init; }

    /// <summary>True when more is shown than the version is of: then it is shown each time.</summary>
    public bool HasMore { get; init; }

    /// <summary>What was done, in words, where only the answer knows; null where whoever asked knows. A page says it and goes on.</summary>
    public string? Said { get; init; }

    /// <summary>Where a new thing is.</summary>
    public string? Location { get; init; }

    /// <summary>Writes the body itself, for what is no JSON document; null for JSON.</summary>
    public Func<HttpContext, Task>? Write { get; init; }
}
