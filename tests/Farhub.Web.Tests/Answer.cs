using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Farhub.Web.Tests;

/// <summary>What the door answered.</summary>
public sealed record Answer(int Status, HttpResponseHeaders Headers, string ContentType, string Text)
{
    /// <summary>The body, which has to be JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Why not, of a problem.</summary>
    public string Detail => ContentType == "application/problem+json" ? (string)Json["detail"]! : "";

    /// <summary>Places of all mistakes, of a problem.</summary>
    public IEnumerable<string> Places => Json["mistakes"]!.AsArray().Select(m => (string)m!["place"]!);

    public string? ETag => Headers.ETag?.ToString();

    /// <summary>It has to have this status.</summary>
    public Answer Is(int status)
    {
        Assert.True(Status == status, $"{status} was expected, not {Status}: {Text}");
        if (status >= 400) Assert.Equal("application/problem+json", ContentType);
        return this;
    }
}
