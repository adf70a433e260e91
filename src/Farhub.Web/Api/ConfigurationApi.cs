using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.Control;
using Farhub.Control.Model;
using Farhub.Control.State;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>Everything that people write down, one by one and as a whole.</summary>
sealed class ConfigurationApi(ManagedHub hub)
{
    internal IEnumerable<ApiEndpoint> Endpoints()
    {
        foreach (Kind kind in Kinds.Configuration)
        {
            string one = kind.One;
            // Shares are shown with what they are doing: see ShareApi.
            if (kind != Kinds.Shares)
            {
                yield return new ApiEndpoint("GET", $"/{kind.Name}", ApiAccess.Reader, $"All {kind.Name}.", _ => Task.FromResult(List(kind)));
                yield return new ApiEndpoint("GET", $"/{kind.Name}/{{name}}", ApiAccess.Reader, $"One {one}.", r => Task.FromResult(Show(kind, r)));
                yield return new ApiEndpoint("POST", $"/{kind.Name}", ApiAccess.Admin, $"Makes a new {one}, called as its 'name' says.", r => Task.FromResult(Make(kind, r)))
                {
                    BodySchema = NamedSchema(kind),
                };
            }
            yield return new ApiEndpoint("PUT", $"/{kind.Name}/{{name}}", ApiAccess.Admin, $"Makes a {one}, or makes it as described: what is left out is as in a new one.", r => Task.FromResult(Put(kind, r)))
            {
                BodySchema = kind.Schema(),
            };
            yield return new ApiEndpoint("PATCH", $"/{kind.Name}/{{name}}", ApiAccess.Admin, $"Changes the given properties of a {one}.", r => Task.FromResult(Patch(kind, r)))
            {
                BodySchema = kind.Schema(),
            };
            yield return new ApiEndpoint("DELETE", $"/{kind.Name}/{{name}}", ApiAccess.Admin, $"Removes a {one}.", r => Task.FromResult(Remove(kind, r)));
        }
        yield return new ApiEndpoint("GET", "/configuration", ApiAccess.Reader, "The whole configuration, as 'farhub apply' takes it.", _ => Task.FromResult(new ApiResult(ConfigurationFile.Write(hub.Registry.State))));
        yield return new ApiEndpoint("PUT", "/configuration", ApiAccess.Admin, "Makes the whole configuration as described, or only says what would change (plan).", r => Task.FromResult(Apply(r)))
        {
            BodySchema = new JsonObject { ["type"] = "object" },
            Query = [new ApiField("plan", "boolean", "only says what would change")],
        };
    }

    ApiResult List(Kind kind) => new(new JsonArray([.. kind.NamesIn(hub.Registry.State).Select(n => (JsonNode?)kind.Show(hub.Registry.State, n))]));

    ApiResult Show(Kind kind, ApiRequest request)
    {
        JsonObject shown = kind.Show(hub.Registry.State, request.Route("name")) ?? throw Missing(kind, request.Route("name"));
        return new ApiResult(shown) { ETag = ETags.Of(shown) };
    }

    ApiResult Make(Kind kind, ApiRequest request)
    {
        if (request.Body["name"] is not { } given) throw new ControlException([new Mistake("name", "is missing")]);
        if (given.GetValueKind() != JsonValueKind.String || given.GetValue<string>() is not { } name || !Names.IsName(name)) throw new ControlException([new Mistake("name", $"has to be {Names.Rule}")]);
        Snapshot after = hub.Registry.Change(request.Actor, state => kind.Contains(state, name)
            ? throw new ControlException(ControlFailure.Conflict, $"There is a {kind.One} '{name}' already.")
            : Put(kind, state, name, request.Body));
        JsonObject shown = kind.Show(after.State, name)!;
        return new ApiResult(shown, StatusCodes.Status201Created) { ETag = ETags.Of(shown), Location = $"{ApiRoutes.Prefix}/{kind.Name}/{name}" };
    }

    ApiResult Put(Kind kind, ApiRequest request)
    {
        string name = request.Route("name");
        bool isNew = false;
        Snapshot after = hub.Registry.Change(request.Actor, state =>
        {
            JsonObject? before = kind.Show(state, name);
            isNew = before is null;
            ETags.Check(request, before, $"{kind.One} '{name}'");
            return Put(kind, state, name, request.Body);
        });
        JsonObject shown = kind.Show(after.State, name)!;
        return new ApiResult(shown, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK)
        {
            ETag = ETags.Of(shown),
            Location = isNew ? $"{ApiRoutes.Prefix}/{kind.Name}/{name}" : null,
        };
    }

    ApiResult Patch(Kind kind, ApiRequest request)
    {
        string name = request.Route("name");
        Snapshot after = hub.Registry.Change(request.Actor, state =>
        {
            JsonObject whole = kind.Show(state, name) ?? throw Missing(kind, name);
            ETags.Check(request, whole, $"{kind.One} '{name}'");
            foreach ((string key, JsonNode? value) in request.Body) whole[key] = value?.DeepClone();
            return Put(kind, state, name, whole);
        });
        JsonObject shown = kind.Show(after.State, name)!;
        return new ApiResult(shown) { ETag = ETags.Of(shown) };
    }

    ApiResult Remove(Kind kind, ApiRequest request)
    {
        string name = request.Route("name");
        hub.Registry.Change(request.Actor, state =>
        {
            JsonObject before = kind.Show(state, name) ?? throw Missing(kind, name);
            ETags.Check(request, before, $"{kind.One} '{name}'");
            return kind.Remove(state, name);
        });
        return ApiResult.Nothing;
    }

    ApiResult Apply(ApiRequest request)
    {
        HubState before = hub.Registry.State;
        IReadOnlyList<string> plan = [];
        HubState Next(HubState state)
        {
            HubState next = ConfigurationFile.Read(state, request.Body);
            plan = ConfigurationFile.Differences(state, next);
            return next;
        }
        if (request.Flag("plan")) hub.Registry.Check(Next(before));
        else hub.Registry.Change(request.Actor, Next);
        return new ApiResult(new JsonObject { ["changes"] = new JsonArray([.. plan.Select(p => (JsonNode)p)]), ["applied"] = !request.Flag("plan") });
    }

    static HubState Put(Kind kind, HubState state, string name, JsonObject given)
    {
        List<Mistake> mistakes = [];
        HubState next = kind.Put(state, name, given, $"{kind.Name}/{name}", mistakes);
        return mistakes.Count == 0 ? next : throw new ControlException(mistakes);
    }

    /// <summary>Where no path names the thing, the body has to.</summary>
    static JsonObject NamedSchema(Kind kind)
    {
        JsonObject schema = kind.Schema();
        schema["required"] = new JsonArray("name");
        return schema;
    }

    static ControlException Missing(Kind kind, string name) => new(ControlFailure.NotFound, $"There is no {kind.One} '{name}'.");
}
