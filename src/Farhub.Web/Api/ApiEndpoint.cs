using System.Text.Json.Nodes;

namespace Farhub.Web.Api;

/// <summary>One endpoint: from these the routes, the access checks, the OpenAPI document and the tests of both are made.</summary>
/// <param name="Method">GET, PUT, POST or DELETE.</param>
/// <param name="Path">Below <c>/api/v1</c>, with <c>{parameters}</c>.</param>
/// <param name="Access">Who may.</param>
/// <param name="Summary">What it does, for people.</param>
/// <param name="Run">Does it.</param>
public sealed record ApiEndpoint(string Method, string Path, ApiAccess Access, string Summary, Func<ApiRequest, Task<ApiResult>> Run)
{
    /// <summary>What the body has to be: names of properties with what they are; null when there is no body.</summary>
    public IReadOnlyList<ApiField>? Body { get; init; }

    /// <summary>Parameters of the query.</summary>
    public IReadOnlyList<ApiField> Query { get; init; } = [];

    /// <summary>Any JSON object is a body: its fields are the domain's affair.</summary>
    public JsonObject? BodySchema { get; init; }

    /// <summary>True when a token that is only for using devices is enough although it changes something.</summary>
    public bool IsUse { get; init; }

    /// <summary>What the body of a right answer is.</summary>
    public string Gives { get; init; } = "application/json";
}
