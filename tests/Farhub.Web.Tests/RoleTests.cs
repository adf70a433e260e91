using Farhub.Web.Api;

namespace Farhub.Web.Tests;

public sealed class RoleTests(TestDoor door) : IClassFixture<TestDoor>
{
    /// <summary>What a token for using devices may change. Written down once more: an endpoint that is added by mistake shows.</summary>
    static readonly HashSet<string> Uses =
    [
        "POST /logout", "POST /shares/{name}/unlock", "POST /unlocks/{id}/approve", "POST /unlocks/{id}/deny", "POST /shares/{name}/release", "POST /shares/{name}/ask",
        "POST /shares/{name}/queue", "DELETE /queue/{id}", "POST /shares/{name}/reservations", "DELETE /reservations/{id}",
    ];

    public static TheoryData<string> Roles => ["user", "auditor", "operator", "admin"];

    public static MatrixTheoryData<string, string> RolesAndScopes => new(["user", "auditor", "operator", "admin"], ["read", "use", "full"]);

    [Fact]
    public async Task Endpoints_ForNobody_AskForALogin()
    {
        Assert.Equal(["GET /./healthz", "GET /openapi.json", "POST /login", "POST /setup"], door.Door.Endpoints.Where(e => e.Access == ApiAccess.Nobody).Select(NameOf).Order(StringComparer.Ordinal));
        await CheckAsync(door.Nobody, e => e.Access != ApiAccess.Nobody ? 401 : 0);
    }

    [Fact]
    public async Task Endpoints_WithATokenThatIsNone_AskForALogin() => await CheckAsync(door.WithToken("fht_made-up"), e => e.Access != ApiAccess.Nobody ? 401 : 0);

    [Fact]
    public async Task Endpoints_ForRootAtTheHub_AreAllOpen()
    {
        await CheckAsync(door.Root, _ => 0);
        await CheckAsync(door.Root, _ => 0, isFilled: true);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Endpoints_ForALoggedInUser_TakeTheRole(string role)
    {
        await door.AsAsync(role);
        HttpClient client = door.WithToken(await door.LogInAsync(TestDoor.Names[role]));
        await CheckAsync(client, e => IsEnough(e.Access, role) ? 0 : 403, isFilled: true);
    }

    [Theory]
    [MemberData(nameof(RolesAndScopes))]
    public async Task Endpoints_WithAToken_TakeTheRoleAndTheScope(string role, string scope)
    {
        HttpClient client = await door.WithScopeAsync(role, scope);
        await CheckAsync(client, e => e.Access == ApiAccess.Nobody || (IsEnough(e.Access, role) && Covers(scope, e)) ? 0 : 403);
    }

    static string NameOf(ApiEndpoint endpoint) => $"{endpoint.Method} {endpoint.Path}";

    static bool IsEnough(ApiAccess access, string role) => access switch
    {
        ApiAccess.Nobody or ApiAccess.User => true,
        ApiAccess.Reader => role is "auditor" or "operator" or "admin",
        ApiAccess.Operator => role is "operator" or "admin",
        _ => role == "admin",
    };

    static bool Covers(string scope, ApiEndpoint endpoint) => scope switch
    {
        "full" => true,
        "use" => (endpoint.Method == "GET" && endpoint.Access != ApiAccess.Admin) || Uses.Contains(NameOf(endpoint)),
        _ => endpoint.Method == "GET" && endpoint.Access != ApiAccess.Admin,
    };

    /// <summary>Calls every endpoint.</summary>
    /// <param name="client">Whoever calls.</param>
    /// <param name="expected">The status of the refusal that has to come; 0 where none may.</param>
    /// <param name="isFilled">Also gives every property that a body has to have.</param>
    async Task CheckAsync(HttpClient client, Func<ApiEndpoint, int> expected, bool isFilled = false)
    {
        List<string> wrong = [];
        // The end of a login last: whoever has logged out is nobody.
        foreach (ApiEndpoint endpoint in door.Door.Endpoints.OrderBy(e => e.Path == "/logout"))
        {
            Answer answer = await CallAsync(client, endpoint, isFilled);
            bool isRefused = answer.Status == 401 || IsTooLittle(answer);
            bool isRight = expected(endpoint) == 0 ? !isRefused && answer.Status is < 500 : isRefused && answer.Status == expected(endpoint);
            if (!isRight) wrong.Add($"{NameOf(endpoint)}: {answer.Status} {answer.Text}");
            if (answer.Status == 401 && answer.Headers.WwwAuthenticate.Count == 0) wrong.Add($"{NameOf(endpoint)}: 401 without WWW-Authenticate");
        }
        Assert.Empty(wrong);
    }

    /// <summary>Refused for who they are or what their token is good for, not for what they asked about.</summary>
    static bool IsTooLittle(Answer answer) => answer.Status == 403 && (answer.Detail.StartsWith("This takes the role", StringComparison.Ordinal) || answer.Detail.StartsWith("This token is", StringComparison.Ordinal));

    static async Task<Answer> CallAsync(HttpClient client, ApiEndpoint endpoint, bool isFilled)
    {
        string path = endpoint.Path.Replace("{name}", "made-up", StringComparison.Ordinal).Replace("{id}", "made-up", StringComparison.Ordinal);
        if (endpoint.Path == "/why") path += "?share=made-up";
        string? body = endpoint.Body is { } fields ? $"{{{string.Join(",", fields.Where(f => isFilled && f.IsRequired).Select(f => $"\"{f.Name}\":{(f.Type == "integer" ? "1" : "\"made-up\"")}"))}}}"
            : endpoint.BodySchema is not null ? """{"made-up":{}}""" : null;
        using HttpRequestMessage request = Asking.Request(endpoint.Method, path, body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        return await client.AskAsync(request, endpoint.Gives == "text/event-stream" ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead);
    }
}
