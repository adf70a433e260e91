using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Farhub.Web.Api;

/// <summary>The OpenAPI 3.1 document, made of the endpoints themselves.</summary>
static partial class OpenApi
{
    internal static JsonObject Write(IEnumerable<ApiEndpoint> endpoints, string version)
    {
        var paths = new JsonObject();
        foreach (ApiEndpoint endpoint in endpoints.OrderBy(e => e.Path, StringComparer.Ordinal).ThenBy(e => e.Method, StringComparer.Ordinal))
        {
            string path = endpoint.Path.StartsWith("/.", StringComparison.Ordinal) ? endpoint.Path[2..] : ApiRoutes.Prefix + endpoint.Path;
            if (paths[path] is not JsonObject methods) paths[path] = methods = [];
            string method = endpoint.Method switch { "GET" => "get", "PUT" => "put", "POST" => "post", "PATCH" => "patch", _ => "delete" };
            methods[method] = Describe(endpoint, path);
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Farhub", ["version"] = version, ["description"] = "Everything a managed hub knows and does. Errors are problem+json (RFC 9457) and name every mistake." },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "What POST /api/v1/login gives, or an API token." } },
                ["schemas"] = new JsonObject { ["Problem"] = Schema([new ApiField("title", "string", "what"), new ApiField("status", "integer", "HTTP status"), new ApiField("detail", "string", "why"), new ApiField("mistakes", "array", "place and text of each")]) },
            },
        };
    }

    static JsonObject Describe(ApiEndpoint endpoint, string path)
    {
        var operation = new JsonObject
        {
            ["summary"] = endpoint.Summary,
            ["x-farhub-access"] = Name(endpoint.Access),
            ["responses"] = new JsonObject
            {
                ["2XX"] = new JsonObject { ["description"] = "done", ["content"] = new JsonObject { [endpoint.Gives] = new JsonObject() } },
                ["default"] = new JsonObject
                {
                    ["description"] = "not done",
                    ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
                },
            },
        };
        JsonNode[] parameters =
        [
            .. PathParameter().Matches(path).Select(m => (JsonNode)new JsonObject { ["name"] = m.Groups[1].Value, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } }),
            .. endpoint.Query.Select(f => (JsonNode)new JsonObject { ["name"] = f.Name, ["in"] = "query", ["required"] = f.IsRequired, ["description"] = f.Text, ["schema"] = new JsonObject { ["type"] = f.Type } }),
        ];
        if (parameters.Length > 0) operation["parameters"] = new JsonArray(parameters);
        if (endpoint.Access != ApiAccess.Nobody) operation["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() });
        if (BodyOf(endpoint) is { } body) operation["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = body } } };
        return operation;
    }

    /// <summary>What the body of an endpoint has to be; null when there is none.</summary>
    internal static JsonObject? BodyOf(ApiEndpoint endpoint) => endpoint.Body is { } fields ? Schema(fields) : endpoint.BodySchema?.DeepClone().AsObject();

    static JsonObject Schema(IReadOnlyList<ApiField> fields)
    {
        var properties = new JsonObject();
        foreach (ApiField field in fields) properties[field.Name] = new JsonObject { ["type"] = field.Type, ["description"] = field.Text };
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        JsonNode[] required = [.. fields.Where(f => f.IsRequired).Select(f => (JsonNode)f.Name)];
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        return schema;
    }

    static string Name(ApiAccess access) => access switch
    {
        ApiAccess.Nobody => "nobody",
        ApiAccess.User => "user",
        ApiAccess.Reader => "auditor",
        ApiAccess.Operator => "operator",
        _ => "admin",
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
