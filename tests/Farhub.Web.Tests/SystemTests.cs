using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Farhub.Control.Audit;
using Farhub.Control.Store;

namespace Farhub.Web.Tests;

public sealed partial class SystemTests(TestDoor door) : IClassFixture<TestDoor>
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Health_OfAHubThatRuns_IsGood() => Assert.Equal("""{"status":"ok","version":"1.2.3"}""", (await door.Nobody.ReadAsync("/./healthz")).Is(200).Text);

    [Fact]
    public async Task Metrics_AreTextThatPrometheusReads()
    {
        Answer answer = (await door.Root.ReadAsync("/./metrics")).Is(200);
        Assert.Equal("text/plain", answer.ContentType);
        Assert.EndsWith("\n", answer.Text, StringComparison.Ordinal);
        HashSet<string> typed = [];
        foreach (string line in answer.Text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) Assert.True(typed.Add(line.Split(' ')[2]), line);
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal)) Assert.True(Sample().Match(line) is { Success: true } match && typed.Contains(match.Groups[1].Value), line);
        }
        Assert.Contains($"farhub_users {door.Hub.Registry.State.Users.Count.ToString(CultureInfo.InvariantCulture)}\n", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebhookKey_IsShown_AndReplaced()
    {
        string key = (string)(await door.Root.ReadAsync("/webhook-key")).Is(200).Json["key"]!;
        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, (string)(await door.Root.ReadAsync("/webhook-key")).Is(200).Json["key"]!);
        string next = (string)(await door.Root.PostAsync("/webhook-key")).Is(200).Json["key"]!;
        Assert.NotEqual(key, next);
        Assert.Equal(next, (string)(await door.Root.ReadAsync("/webhook-key")).Is(200).Json["key"]!);
        Assert.DoesNotContain(next, (await door.Root.ReadAsync("/audit?limit=1000")).Is(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_AsExported_IsAChainThatHolds()
    {
        (await door.Root.PutAsync("/groups/audited", """{"note":"Grüße"}""")).Is(201);
        Answer export = (await door.Root.ReadAsync("/audit/export")).Is(200);
        Assert.Equal("application/jsonl", export.ContentType);
        AuditRecord[] records = [.. export.Text.TrimEnd('\n').Split('\n').Select(l => Read(JsonNode.Parse(l)!))];
        Assert.Contains(records, r => r.Object == "groups/audited");
        Assert.True(AuditChain.Verify(records).IsIntact);
        records[1] = records[1] with { Who = "somebody else" };
        Assert.False(AuditChain.Verify(records).IsIntact);
        JsonNode verdict = (await door.Root.ReadAsync("/audit/verify")).Is(200).Json;
        Assert.True((bool)verdict["valid"]!);
        Assert.True((long)verdict["records"]! >= records.Length);
    }

    [Fact]
    public async Task Audit_Asked_GivesWhatMatchesOldestFirst()
    {
        (await door.Root.PutAsync("/groups/asked", "{}")).Is(201);
        (await door.Root.AskAsync("DELETE", "/groups/asked")).Is(204);
        JsonArray records = (await door.Root.ReadAsync("/audit?object=groups/asked")).Is(200).Json.AsArray();
        Assert.Equal(2, records.Count);
        Assert.True((long)records[0]!["sequence"]! < (long)records[1]!["sequence"]!);
        Assert.All(records, r => Assert.Equal("root", (string)r!["who"]!));
        Assert.Equal((long)records[1]!["sequence"]!, (long)Assert.Single((await door.Root.ReadAsync("/audit?object=groups/asked&limit=1")).Json.AsArray())!["sequence"]!);
        Assert.Equal(1, (long)Assert.Single((await door.Root.ReadAsync("/audit?from=1&limit=1")).Json.AsArray())!["sequence"]!);
        Assert.Empty((await door.Root.ReadAsync("/audit?who=no-such-user")).Json.AsArray());
    }

    [Fact]
    public async Task Backup_IsAStoreThatOpens()
    {
        using HttpRequestMessage request = Asking.Request("GET", "/backup", null);
        using HttpResponseMessage response = await door.Root.SendAsync(request, TestContext.Current.CancellationToken);
        string file = door.PathOf("backup.db");
        await File.WriteAllBytesAsync(file, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        using var store = new SqliteStore(file);
        Assert.Equal(door.Hub.Registry.State.Users.Keys.Order(StringComparer.Ordinal), store.Load().State.Users.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/./healthz")]
    [InlineData("/users")]
    [InlineData("/nothing")]
    [InlineData("/nothing.txt")]
    public async Task Answers_AllHaveHeadersOfSecurity(string path)
    {
        foreach (HttpClient client in (HttpClient[])[door.Root, door.Nobody])
        {
            Answer answer = await client.ReadAsync(path);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal(client == door.Nobody, answer.Headers.Contains("Strict-Transport-Security"));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public void Files_ThatAreSecret_AreTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows()) return; // There are no modes.
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(door.SocketPath));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(door.CertificatePath));
    }

    static AuditRecord Read(JsonNode line) => new()
    {
        Sequence = (long)line["sequence"]!,
        At = (DateTimeOffset)line["at"]!,
        Who = (string)line["who"]!,
        From = (string)line["from"]!,
        Action = (string)line["action"]!,
        Object = (string)line["object"]!,
        Detail = (string)line["detail"]!,
        Hash = (string)line["hash"]!,
    };

    [GeneratedRegex("""^([a-z_]+)(\{[a-z]+="[a-z0-9._-]*"\})? [0-9]+$""")]
    private static partial Regex Sample();
}
