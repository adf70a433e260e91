using System.Text.Json.Nodes;
using Farhub.Control;
using Farhub.Control.Access;
using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Devices;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>Shares with what they are doing, leases, queues and reservations.</summary>
sealed class ShareApi(ManagedHub hub, TimeProvider time)
{
    static readonly ApiField Reason = new("reason", "string", "why, for the holder and the audit");

    internal IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("GET", "/shares", ApiAccess.User, "The shares that whoever asks may use, or for readers all, with what they are doing.", r => Answer(List(r))),
        new("GET", "/shares/{name}", ApiAccess.User, "One share.", r => Task.FromResult(ShowOne(r))),
        new("POST", "/shares/{name}/enable", ApiAccess.Operator, "Enables a share.", r => Enable(r, true)),
        new("POST", "/shares/{name}/disable", ApiAccess.Operator, "Disables a share: its lease ends.", r => Enable(r, false)),
        new("POST", "/shares/{name}/reset", ApiAccess.Operator, "Resets the device of a free share.", r => ActAsync(hub.Actions.ResetAsync(r.Actor, Known(r)))),
        new("POST", "/shares/{name}/power-cycle", ApiAccess.Operator, "Takes the power from the port of a share for a moment.", r => ActAsync(hub.Actions.PowerCycleAsync(r.Actor, Known(r), cancellationToken: r.Context.RequestAborted))),
        new("POST", "/shares/{name}/release", ApiAccess.User, "Ends a lease: one's own, or for operators anybody's, who is then refused for a while.", r => Release(r))
        {
            Body = [Reason, new ApiField("cooldownMinutes", "integer", "how long the holder is refused; 5 unless given") { Most = 60 * 24 * 31 }],
            IsUse = true,
        },
        new("POST", "/shares/{name}/ask", ApiAccess.User, "Asks the holder to hand over.", r => AskHandOver(r)) { Body = [new ApiField("message", "string", "for the holder") { Most = 200 }], IsUse = true },
        new("GET", "/shares/{name}/queue", ApiAccess.User, "Who waits for a share, in the order of their turns.", r => Answer(new JsonArray([.. hub.Leases.Waiting(Known(r)).Select(q => (JsonNode)Kinds.Queue.Show(q))]))),
        new("POST", "/shares/{name}/queue", ApiAccess.User, "Waits for a share.", r => Enqueue(r)) { Body = [new ApiField("user", "string", "for whom; operators may say another")], IsUse = true },
        new("DELETE", "/queue/{id}", ApiAccess.User, "Waits no more.", r => LeaveQueue(r)) { IsUse = true },
        new("PATCH", "/queue/{id}", ApiAccess.Operator, "Changes a place in a queue.", r => Reorder(r)) { Body = [new ApiField("priority", "integer", "higher first", true) { Most = 1000 }] },
        new("GET", "/leases", ApiAccess.User, "Who has what: one's own, or for readers all.", r => Answer(Leases(r))),
        new("GET", "/reservations", ApiAccess.User, "What is kept for whom at times ahead: one's own, or for readers all.", r => Answer(new JsonArray([.. hub.Registry.State.Reservations.Values.Where(x => r.IsReader || x.User == r.User).OrderBy(x => x.From).Select(x => (JsonNode)Kinds.Reservations.Show(x))]))),
        new("POST", "/shares/{name}/reservations", ApiAccess.User, "Keeps a share for a time ahead.", r => Reserve(r))
        {
            Body = [new ApiField("from", "string", "from when", true), new ApiField("until", "string", "until when", true), new ApiField("note", "string", "for people"), new ApiField("user", "string", "for whom; operators may say another")],
            IsUse = true,
        },
        new("DELETE", "/reservations/{id}", ApiAccess.User, "Gives a reservation up.", r => Cancel(r)) { IsUse = true },
        new("GET", "/why", ApiAccess.User, "Explains whether somebody may use a share, rule by rule, now or at any time. For others than oneself it takes a reader.", r => Answer(Why(r)))
        {
            Query = [new ApiField("share", "string", "which share", true), new ApiField("user", "string", "who"), new ApiField("address", "string", "from where"), new ApiField("at", "string", "when"),
                new ApiField("code", "boolean", "as if they had given a one-time code"), new ApiField("answer", "boolean", "as if they had answered a challenge"), new ApiField("approvedBy", "string", "as if somebody had approved")],
        },
    ];

    static Task<ApiResult> Answer(JsonNode body) => Task.FromResult(new ApiResult(body));

    static async Task<ApiResult> ActAsync(Task act)
    {
        await act;
        return ApiResult.Nothing;
    }

    JsonArray List(ApiRequest request)
    {
        Snapshot now = hub.Registry.Current;
        ILookup<string, QueueEntry> queues = now.State.Queue.Values.ToLookup(q => q.Share);
        return new JsonArray([.. now.State.Shares.Values.Where(s => MaySee(request, now, s.Name)).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => (JsonNode)Show(request, now, s, queues[s.Name].Count()))]);
    }

    ApiResult ShowOne(ApiRequest request)
    {
        string name = Known(request);
        Snapshot now = hub.Registry.Current;
        // The version is of what was written down: who has it changes all the time.
        return new ApiResult(Show(request, now, now.State.Shares[name], now.State.Queue.Values.Count(q => q.Share == name))) { ETag = ETags.Of(Kinds.Shares.Show(now.State, name)!), HasMore = true };
    }

    /// <summary>The share of the path, if whoever asks may know of it.</summary>
    string Known(ApiRequest request)
    {
        string name = request.Route("name");
        return MaySee(request, hub.Registry.Current, name) ? name : throw new ControlException(ControlFailure.NotFound, $"There is no share '{name}'.");
    }

    bool MaySee(ApiRequest request, Snapshot now, string share) => Sight.MaySee(now, request.Identity!, request.Address, share, time.GetUtcNow());

    JsonObject Show(ApiRequest request, Snapshot now, Share share, int waiting)
    {
        JsonObject shown = Kinds.Shares.Show(share);
        IUsbDevice? device = hub.Presence.Now.DeviceOf(share.Name);
        Lease? lease = now.State.Leases.GetValueOrDefault(share.Name);
        shown["state"] = ShareState.WordOf(hub, now, share, time.GetUtcNow());
        shown["problem"] = ShareState.ProblemOf(hub, share.Name, request.IsReader);
        shown["waiting"] = waiting;
        shown["lease"] = lease is null ? null : Show(lease, request.IsReader || lease.User == request.User);
        shown["plugged"] = device is null ? null : DeviceApi.Show(hub, device);
        return shown;
    }

    JsonObject Show(Lease lease, bool whole)
    {
        JsonObject shown = Kinds.Leases.Show(lease);
        shown["share"] = lease.Name;
        shown.Remove("name");
        if (!whole)
        {
            // Whom to ask is everybody's business who may use it too; where they sit is not.
            shown.Remove("address");
            shown.Remove("grant");
        }
        if (hub.Leases.UseOf(lease.Name) is { } use)
        {
            shown["urbs"] = use.Urbs;
            shown["bytesIn"] = use.BytesIn;
            shown["bytesOut"] = use.BytesOut;
            shown["activeAt"] = use.ActiveAt;
        }
        return shown;
    }

    JsonArray Leases(ApiRequest request) =>
        new([.. hub.Registry.State.Leases.Values.Where(l => request.IsReader || l.User == request.User).OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => (JsonNode)Show(l, true))]);

    Task<ApiResult> Enable(ApiRequest request, bool enabled)
    {
        string name = Known(request);
        hub.Registry.Change(request.Actor, state => state with { Shares = state.Shares.SetItem(name, state.Shares[name] with { Enabled = enabled }) });
        return Task.FromResult(ApiResult.Nothing);
    }

    Task<ApiResult> Release(ApiRequest request)
    {
        string name = Known(request);
        bool isOwn = hub.Registry.State.Leases.GetValueOrDefault(name)?.User == request.User;
        if (!isOwn && !request.IsOperator) throw new ControlException(ControlFailure.Refused, $"The lease on '{name}' is not yours: ask its holder (POST /shares/{name}/ask), or wait for it.");
        TimeSpan cooldown = request.Number("cooldownMinutes") is { } minutes ? TimeSpan.FromMinutes(minutes) : LeaseBook.DefaultCooldown;
        hub.Leases.Release(request.Actor, name, isOwn, cooldown, request.Text("reason"));
        return Task.FromResult(ApiResult.Nothing);
    }

    Task<ApiResult> AskHandOver(ApiRequest request)
    {
        hub.Leases.AskHandOver(request.Actor, Known(request), request.User, request.Text("message"));
        return Task.FromResult(ApiResult.Nothing);
    }

    Task<ApiResult> Enqueue(ApiRequest request)
    {
        QueueEntry entry = hub.Leases.Enqueue(request.Actor, Known(request), ForWhom(request));
        return Task.FromResult(new ApiResult(Kinds.Queue.Show(entry), StatusCodes.Status201Created));
    }

    Task<ApiResult> LeaveQueue(ApiRequest request)
    {
        string id = request.Route("id");
        if (!request.IsOperator && hub.Registry.State.Queue.GetValueOrDefault(id)?.User != request.User) throw new ControlException(ControlFailure.NotFound, $"You do not wait as '{id}'.");
        hub.Leases.LeaveQueue(request.Actor, id);
        return Task.FromResult(ApiResult.Nothing);
    }

    Task<ApiResult> Reorder(ApiRequest request)
    {
        hub.Leases.SetPriority(request.Actor, request.Route("id"), request.Number("priority")!.Value);
        return Task.FromResult(ApiResult.Nothing);
    }

    Task<ApiResult> Reserve(ApiRequest request)
    {
        Reservation made = hub.Leases.Reserve(request.Actor, Known(request), ForWhom(request), request.Time("from")!.Value, request.Time("until")!.Value, request.Text("note"));
        return Task.FromResult(new ApiResult(Kinds.Reservations.Show(made), StatusCodes.Status201Created));
    }

    Task<ApiResult> Cancel(ApiRequest request)
    {
        string id = request.Route("id");
        if (!request.IsOperator && hub.Registry.State.Reservations.GetValueOrDefault(id)?.User != request.User) throw new ControlException(ControlFailure.NotFound, $"You have no reservation '{id}'.");
        hub.Leases.CancelReservation(request.Actor, id);
        return Task.FromResult(ApiResult.Nothing);
    }

    static string ForWhom(ApiRequest request)
    {
        string user = request.Text("user", request.User);
        return user == request.User || request.IsOperator ? user : throw new ControlException(ControlFailure.Refused, "Only operators may do this for somebody else.");
    }

    JsonObject Why(ApiRequest request)
    {
        var asked = new WhyAsked(request.Text("share"), request.OptionalText("user"), request.OptionalText("address"), request.Time("at"))
        {
            HasCode = request.Flag("code"),
            HasAnswer = request.Flag("answer"),
            ApprovedBy = request.OptionalText("approvedBy"),
        };
        (Question question, Decision decision) = asked.Answer(hub.Registry.Current, request.Identity!, request.Address, time.GetUtcNow());
        return new JsonObject
        {
            ["share"] = question.Share,
            ["user"] = question.User,
            ["address"] = question.Address.ToString(),
            ["at"] = question.At,
            ["allowed"] = decision.IsAllowed,
            ["reason"] = decision.Reason,
            ["grant"] = decision.Grant?.Name,
            ["until"] = decision.Until,
            ["rules"] = new JsonArray([.. decision.Steps.Select(s => (JsonNode)new JsonObject { ["rule"] = s.Rule, ["passes"] = s.Passes, ["text"] = s.Text })]),
        };
    }
}
