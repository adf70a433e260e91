using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.Web.Api;

namespace Farhub.Web.Tests;

public sealed class OpenApiTests(TestDoor door) : IClassFixture<TestDoor>
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>To accept a change: run with FARHUB_ACCEPT=1 and read the difference.</summary>
    [Fact]
    public async Task Document_ReadsAsWritten()
    {
        string text = (await DocumentAsync()).ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        string file = Path.Combine(AppContext.BaseDirectory, "../../../OpenApi.json");
        if (Environment.GetEnvironmentVariable("FARHUB_ACCEPT") == "1") await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), text);
    }

    [Fact]
    public async Task Document_HasEveryEndpointOnce()
    {
        JsonObject paths = (await DocumentAsync())["paths"]!.AsObject();
        string[] described = [.. paths.SelectMany(p => p.Value!.AsObject().Select(m => $"{m.Key} {p.Key}"))];
        string[] real = [.. door.Door.Endpoints.Select(e => $"{MethodOf(e)} {PathOf(e)}")];
        Assert.Equal(real.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Equal(real.Length, real.Distinct().Count());
    }

    [Fact]
    public async Task Document_OfEveryEndpoint_NamesEveryPartOfItsPath()
    {
        JsonObject paths = (await DocumentAsync())["paths"]!.AsObject();
        foreach (ApiEndpoint endpoint in door.Door.Endpoints)
        {
            JsonNode operation = paths[PathOf(endpoint)]![MethodOf(endpoint)]!;
            IEnumerable<string> named = (operation["parameters"]?.AsArray() ?? []).Where(p => (string)p!["in"]! == "path").Select(p => (string)p!["name"]!);
            Assert.Equal(endpoint.Path.Split('/').Where(p => p.StartsWith('{')).Select(p => p.Trim('{', '}')), named);
            Assert.Equal(endpoint.Access == ApiAccess.Nobody, operation["security"] is null);
        }
    }

    static string PathOf(ApiEndpoint endpoint) => endpoint.Path.StartsWith("/.", StringComparison.Ordinal) ? endpoint.Path[2..] : "/api/v1" + endpoint.Path;

    static string MethodOf(ApiEndpoint endpoint) => endpoint.Method switch { "GET" => "get", "PUT" => "put", "POST" => "post", "PATCH" => "patch", "DELETE" => "delete", _ => endpoint.Method };

    /// <summary>The document; a path that is in it twice is a mistake of its JSON.</summary>
    async Task<JsonNode> DocumentAsync() => JsonNode.Parse((await door.Nobody.ReadAsync("/openapi.json")).Is(200).Text, documentOptions: Strict)!;
}
