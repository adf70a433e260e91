using System.Text.Json.Nodes;

namespace Farhub.Web.Tests;

/// <summary>Watches events as a browser does.</summary>
sealed class EventReader : IDisposable
{
    readonly HttpResponseMessage _response;
    readonly StreamReader _lines;

    EventReader(HttpResponseMessage response, Stream stream) => (_response, _lines) = (response, new StreamReader(stream));

    /// <summary>Begins: what happens after this returned is seen.</summary>
    internal static async Task<EventReader> OpenAsync(HttpClient client, params (string Name, string Value)[] headers)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using HttpRequestMessage request = Asking.Request("GET", "/events", null, headers);
        HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var reader = new EventReader(response, await response.Content.ReadAsStreamAsync(cancellation));
        Assert.StartsWith(":", await reader.LineAsync(), StringComparison.Ordinal);
        return reader;
    }

    /// <summary>The next event that is not about the state.</summary>
    internal async Task<JsonNode> NextAsync()
    {
        while (true)
        {
            string id = "", type = "";
            while (await LineAsync() is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line[7..];
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                JsonNode data = JsonNode.Parse(line[6..])!;
                Assert.Equal(id, data["id"]!.ToJsonString());
                Assert.Equal(type, (string)data["type"]!);
                if (type != "state.changed") return data;
                break;
            }
        }
    }

    /// <summary>Waits until the door ends the stream, whatever still comes.</summary>
    internal async Task EndAsync()
    {
        while (await _lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) is not null) { }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    async Task<string> LineAsync() =>
        await _lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) ?? throw new EndOfStreamException("The door ended the stream.");
}
