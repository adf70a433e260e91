using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Farhub.Control;
using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.State;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>The hub itself: is it well, what is it doing, what can be asked of it, a copy of its store.</summary>
sealed class SystemApi(ManagedHub hub, string version)
{
    JsonObject? _document;

    internal IEnumerable<ApiEndpoint> Endpoints(Func<IEnumerable<ApiEndpoint>> all) =>
    [
        new("GET", "/./healthz", ApiAccess.Nobody, "Whether the hub is well.", _ => Task.FromResult(Health())),
        new("GET", "/./metrics", ApiAccess.Reader, "Figures in the format of Prometheus.", _ => Task.FromResult(new ApiResult(null) { Write = WriteMetricsAsync })) { Gives = "text/plain" },
        new("GET", "/openapi.json", ApiAccess.Nobody, "This description.", _ => Task.FromResult(new ApiResult(_document ??= OpenApi.Write(all(), version)))),
        new("GET", "/webhook-key", ApiAccess.Admin, "The key that webhooks are signed with, for those who receive them.", r => Task.FromResult(Key(hub.Actions.WebhookKey.Show(r.Actor)))),
        new("POST", "/webhook-key", ApiAccess.Admin, "Makes another key for webhooks; the one before signs nothing more.", r => Task.FromResult(Key(hub.Actions.WebhookKey.Rotate(r.Actor)))),
        new("GET", "/backup", ApiAccess.Admin, "A copy of the store while the hub goes on, with every secret in it: keep it safe.", _ => Task.FromResult(new ApiResult(null) { Write = BackupAsync })) { Gives = "application/octet-stream" },
    ];

    static ApiResult Key(string key) => new(new JsonObject { ["key"] = key });

    ApiResult Health()
    {
        bool isWell = hub.Server.Endpoints.Count > 0;
        return new ApiResult(new JsonObject { ["status"] = isWell ? "ok" : "stopping", ["version"] = version }, isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    async Task BackupAsync(HttpContext context)
    {
        string directory = Directory.CreateTempSubdirectory("farhub-backup-").FullName;
        try
        {
            string path = Path.Combine(directory, "farhub.db");
            hub.Registry.Backup(path);
            context.Response.ContentType = "application/octet-stream";
            await context.Response.SendFileAsync(path, context.RequestAborted);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    Task WriteMetricsAsync(HttpContext context)
    {
        HubState state = hub.Registry.State;
        var text = new StringBuilder();
        Gauge("farhub_shares", "Shares.", state.Shares.Count);
        Gauge("farhub_shares_present", "Shares whose device is plugged in.", hub.Presence.Now.Present.Count);
        Gauge("farhub_leases", "Leases.", state.Leases.Count);
        Gauge("farhub_queue_entries", "Entries in all queues.", state.Queue.Count);
        Gauge("farhub_users", "Users.", state.Users.Count);
        Gauge("farhub_sessions", "Sessions that carry URBs.", hub.Server.SessionCount);
        Gauge("farhub_event_watchers", "Those who watch events.", hub.Events.WatcherCount);
        Counter("farhub_audit_records_total", "Records in the audit.", hub.Registry.LastAudit.Sequence);
        Head("farhub_lease_bytes_in", "gauge", "Bytes from the device in the present lease.");
        foreach ((Lease lease, LeaseUse use) in Used()) Line("farhub_lease_bytes_in", lease, use.BytesIn);
        Head("farhub_lease_bytes_out", "gauge", "Bytes to the device in the present lease.");
        foreach ((Lease lease, LeaseUse use) in Used()) Line("farhub_lease_bytes_out", lease, use.BytesOut);
        Head("farhub_lease_urbs", "gauge", "URBs answered in the present lease.");
        foreach ((Lease lease, LeaseUse use) in Used()) Line("farhub_lease_urbs", lease, use.Urbs);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(text.ToString(), context.RequestAborted);

        IEnumerable<(Lease Lease, LeaseUse Use)> Used() => state.Leases.Values.Select(l => (l, hub.Leases.UseOf(l.Name))).Where(p => p.Item2 is not null).Select(p => (p.l, p.Item2!));
        void Head(string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        void Gauge(string name, string help, long value)
        {
            Head(name, "gauge", help);
            text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }
        void Counter(string name, string help, long value)
        {
            Head(name, "counter", help);
            text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }
        // A share's name needs no escapes: see Names.
        void Line(string name, Lease lease, long value) => text.Append(CultureInfo.InvariantCulture, $"{name}{{share=\"{lease.Name}\"}} {value}\n");
    }
}
