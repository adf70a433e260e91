using System.Text;
using System.Text.Json.Nodes;
using Farhub.Control;
using Farhub.Control.Audit;
using Farhub.Control.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Farhub.Web.Api;

/// <summary>What has happened, what happens, and what will.</summary>
sealed class AuditApi(ManagedHub hub, TimeProvider time)
{
    const int MostRecords = 10_000;

    internal IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("GET", "/audit", ApiAccess.Reader, "The newest records of the audit that match, oldest first.", r => Task.FromResult(List(r)))
        {
            Query = [new ApiField("limit", "integer", "how many; 100 unless given") { Most = MostRecords }, new ApiField("from", "integer", "from this sequence number on, the oldest instead of the newest") { Most = int.MaxValue },
                new ApiField("who", "string", "by whom"), new ApiField("object", "string", "to what, such as shares/printer"), new ApiField("action", "string", "what, such as import.refuse or share.")],
        },
        new("GET", "/audit/verify", ApiAccess.Reader, "Checks the chain of hashes from the first record to the last.", _ => Task.FromResult(Verify())),
        new("GET", "/audit/export", ApiAccess.Reader, "The whole audit as JSON lines.", _ => Task.FromResult(new ApiResult(null) { Write = c => ExportAsync(hub, c) })) { Gives = "application/jsonl" },
        new("GET", "/events", ApiAccess.User, "What happens, as server-sent events; Last-Event-ID brings what was missed. Users see what is about them and their shares.", r => Task.FromResult(new ApiResult(null) { Write = c => StreamAsync(c, r) })) { Gives = "text/event-stream" },
        new("GET", "/forecast", ApiAccess.Reader, "The next things that scenarios will do.", r => Task.FromResult(Forecast(r))) { Query = [new ApiField("count", "integer", "how many; 10 unless given") { Most = 100 }] },
    ];

    ApiResult List(ApiRequest request)
    {
        int limit = request.Number("limit") ?? 100;
        int? from = request.Number("from");
        var filter = new AuditFilter { Who = request.OptionalText("who") ?? "", WholeObject = request.OptionalText("object") ?? "", Action = request.OptionalText("action") ?? "", Above = (from ?? 1) - 1 };
        IReadOnlyList<AuditRecord> found = hub.Registry.FindAudit(filter, limit, isNewest: from is null);
        return new ApiResult(new JsonArray([.. (from is null ? found.Reverse() : found).Select(r => (JsonNode)Show(r))]));
    }

    ApiResult Verify()
    {
        (AuditVerdict verdict, AuditRecord last) = Verify(hub);
        return new ApiResult(new JsonObject { ["valid"] = verdict.IsIntact, ["records"] = verdict.Count, ["firstBroken"] = verdict.FirstBroken, ["text"] = verdict.Sentence, ["lastHash"] = last.Hash });
    }

    /// <summary>Follows the chain to the line that the hub itself knows to be the newest.</summary>
    internal static (AuditVerdict Verdict, AuditRecord Last) Verify(ManagedHub hub)
    {
        AuditRecord last = hub.Registry.LastAudit;
        return (AuditChain.Verify(hub.Registry.ReadAudit(), last), last);
    }

    /// <summary>Writes the whole audit, a line of JSON each.</summary>
    internal static async Task ExportAsync(ManagedHub hub, HttpContext context)
    {
        context.Response.ContentType = "application/jsonl";
        foreach (AuditRecord record in hub.Registry.ReadAudit()) await context.Response.WriteAsync(Show(record).ToJsonString() + "\n", context.RequestAborted);
    }

    async Task StreamAsync(HttpContext context, ApiRequest request)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Whoever has been told that it has begun misses nothing.
        long after = long.TryParse(context.Request.Headers["Last-Event-ID"], out long id) ? id : hub.Events.LastId;
        // Shows that it has begun, also through proxies that wait for something.
        await context.Response.WriteAsync(": farhub\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await foreach (HubEvent happened in hub.Events.WatchAsync(after, context.RequestAborted))
        {
            // It may go on for days: whoever may not any more is not told any more.
            if (!hub.Accounts.IsStillGood(request.Identity!)) return;
            if (!Sight.MaySee(hub, request.Identity!, request.Address, happened, time.GetUtcNow())) continue;
            var body = new JsonObject { ["id"] = happened.Id, ["at"] = happened.At, ["type"] = happened.Type, ["share"] = happened.Share, ["text"] = happened.Text, ["user"] = happened.User };
            await context.Response.WriteAsync($"id: {happened.Id}\nevent: {happened.Type}\ndata: {body.ToJsonString()}\n\n", Encoding.UTF8, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    ApiResult Forecast(ApiRequest request) => new(new JsonArray([.. hub.Scenarios.Forecast(request.Number("count") ?? 10).Select(f => (JsonNode)new JsonObject
    {
        ["at"] = f.At,
        ["scenario"] = f.Scenario,
        ["shares"] = new JsonArray([.. f.Shares.Select(s => (JsonNode)s)]),
        ["do"] = new JsonArray([.. f.Steps.Select(s => (JsonNode)s)]),
    })]));

    static JsonObject Show(AuditRecord record) => new()
    {
        ["sequence"] = record.Sequence,
        ["at"] = record.At,
        ["who"] = record.Who,
        ["from"] = record.From,
        ["action"] = record.Action,
        ["object"] = record.Object,
        ["detail"] = record.Detail,
        ["hash"] = record.Hash,
    };
}
