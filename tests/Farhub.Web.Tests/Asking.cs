using System.Text;

namespace Farhub.Web.Tests;

/// <summary>Asks the door.</summary>
static class Asking
{
    const string Prefix = "/api/v1";

    /// <summary>Asks, and waits for the whole answer.</summary>
    /// <param name="client">As whom.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Below <c>/api/v1</c>, or from the root with a dot before it.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="headers">More headers.</param>
    internal static async Task<Answer> AskAsync(this HttpClient client, string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = Request(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), headers);
        return await client.AskAsync(request);
    }

    internal static async Task<Answer> AskAsync(this HttpClient client, HttpRequestMessage request, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using HttpResponseMessage response = await client.SendAsync(request, until, cancellation);
        string text = until == HttpCompletionOption.ResponseContentRead ? await response.Content.ReadAsStringAsync(cancellation) : "";
        return new Answer((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType ?? "", text);
    }

    internal static Task<Answer> ReadAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) => client.AskAsync("GET", path, null, headers);

    internal static Task<Answer> PutAsync(this HttpClient client, string path, string body, params (string Name, string Value)[] headers) => client.AskAsync("PUT", path, body, headers);

    internal static Task<Answer> PostAsync(this HttpClient client, string path, string body = "{}") => client.AskAsync("POST", path, body);

    internal static HttpRequestMessage Request(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path.StartsWith("/.", StringComparison.Ordinal) ? path[2..] : Prefix + path, UriKind.Relative)) { Content = content };
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
