using System.Text.Json.Nodes;
using Farhub.Control;
using Farhub.Control.Model;
using Farhub.Control.Presence;
using Farhub.Control.State;
using Farhub.Devices;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>What is plugged in: shared in one step, and software devices plugged in and out.</summary>
sealed class DeviceApi(ManagedHub hub)
{
    internal IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("GET", "/devices", ApiAccess.Reader, "All devices that are plugged in.", _ => Task.FromResult(new ApiResult(new JsonArray([.. hub.Presence.Devices.Select(d => (JsonNode)Show(hub, d))])))),
        new("GET", "/devices/{port}", ApiAccess.Reader, "What is plugged into a port.", r => Task.FromResult(ShowOne(r))),
        new("POST", "/devices", ApiAccess.Admin, "Plugs in a software device, to try things out. The hub plugs it in again after a restart; what was written to a disk is then gone.", r => Task.FromResult(Plug(r)))
        {
            Body = [new ApiField("kind", "string", "disk (64 MB, in memory) or loopback", true)],
        },
        new("DELETE", "/devices/{port}", ApiAccess.Admin, "Unplugs a software device that was plugged in so.", r => Task.FromResult(Unplug(r))),
        new("POST", "/shares", ApiAccess.Admin, "Shares what is plugged into a port, so that it is known again: by its id and serial number, or by the port alone. PUT /shares/{name} takes every binding there is.", r => Task.FromResult(Share(r)))
        {
            Body =
            [
                new ApiField("name", "string", "what the share is called", true),
                new ApiField("port", "string", "where the device is plugged in: 1-4.2", true),
                new ApiField("by", "string", "device: it stays the share wherever it is plugged in (so unless given); port: whatever is plugged into the port"),
                new ApiField("id", "string", "vendor and product id that were seen there: when something else is there by now, nothing is shared"),
                new ApiField("serial", "string", "serial number that was seen there, likewise"),
                new ApiField("note", "string", "for people"),
            ],
        },
    ];

    internal static JsonObject Show(ManagedHub hub, IUsbDevice device)
    {
        DeviceInfo info = device.Info;
        return new JsonObject
        {
            ["port"] = info.BusId,
            ["id"] = info.Id.ToString(),
            ["manufacturer"] = info.Manufacturer,
            ["product"] = info.Product,
            ["serial"] = info.Serial,
            ["speed"] = info.Speed.ToString(),
            ["isVirtual"] = info.IsVirtual,
            ["inUse"] = info.InUse,
            ["share"] = hub.Presence.Now.ShareOf(device),
        };
    }

    ApiResult ShowOne(ApiRequest request)
    {
        string port = request.Route("port");
        return new ApiResult(Show(hub, hub.Presence.Devices.FirstOrDefault(d => d.Info.BusId == port) ?? throw new ControlException(ControlFailure.NotFound, $"Nothing is plugged into port '{port}'.")));
    }

    ApiResult Plug(ApiRequest request)
    {
        IUsbDevice device = hub.Software.Plug(request.Actor, request.Text("kind"));
        return new ApiResult(Show(hub, device), StatusCodes.Status201Created) { Location = $"{ApiRoutes.Prefix}/devices/{device.Info.BusId}" };
    }

    ApiResult Unplug(ApiRequest request)
    {
        hub.Software.Unplug(request.Actor, request.Route("port"));
        return ApiResult.Nothing;
    }

    ApiResult Share(ApiRequest request)
    {
        string name = request.Text("name"), port = request.Text("port"), by = request.Text("by", "device");
        List<Mistake> mistakes = [];
        if (!Names.IsName(name)) mistakes.Add(new Mistake("name", $"has to be {Names.Rule}"));
        if (by is not ("device" or "port")) mistakes.Add(new Mistake("by", "has to be device or port"));
        if (mistakes.Count > 0) throw new ControlException(mistakes);
        var share = new Share { Name = name, Device = by == "port" ? BindingProposal.ForPort(port) : BindingOf(request, port), Note = request.Text("note") };
        Snapshot after = hub.Registry.Change(request.Actor, state => state.Shares.ContainsKey(name)
            ? throw new ControlException(ControlFailure.Conflict, $"There is a share '{name}' already: choose another name.")
            : state with { Shares = state.Shares.Add(name, share) });
        JsonObject shown = Kinds.Shares.Show(after.State, name)!;
        return new ApiResult(shown, StatusCodes.Status201Created) { ETag = ETags.Of(shown), Location = $"{ApiRoutes.Prefix}/shares/{name}" };
    }

    /// <summary>How the device is known again that they have seen there.</summary>
    DeviceBinding BindingOf(ApiRequest request, string port)
    {
        List<DeviceInfo> all = [.. hub.Presence.Devices.Select(d => d.Info)];
        DeviceInfo? there = all.Find(d => d.BusId == port);
        bool isIt = there is not null
            && (request.OptionalText("id") is not { } id || string.Equals(id, there.Id.ToString(), StringComparison.OrdinalIgnoreCase))
            && (request.OptionalText("serial") is not { } serial || serial == there.Serial);
        return isIt ? BindingProposal.ForDevice(there!, all)
            : throw new ControlException(ControlFailure.Conflict, there is null ? $"Nothing is plugged into port '{port}'." : $"Something else is plugged into port {port} by now: look again.");
    }
}
