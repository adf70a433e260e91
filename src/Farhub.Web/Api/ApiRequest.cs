using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.Control.Accounts;
using Farhub.Control.Addresses;
using Farhub.Control.Model;
using Farhub.Control.State;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>A request that has passed the access check, with its body read and checked.</summary>
public sealed class ApiRequest
{
    readonly ApiEndpoint _endpoint;

    internal ApiRequest(HttpContext context, ApiEndpoint endpoint, Identity? identity, JsonObject body)
    {
        (Context, _endpoint, Identity, Body) = (context, endpoint, identity, body);
        Address = AddressOf(context);
        Actor = new Actor(identity?.User ?? "", context.Connection.RemoteIpAddress is null ? "" : Address.ToString());
    }

    /// <summary>HTTP.</summary>
    public HttpContext Context { get; }

    /// <summary>Who asks; null for nobody in particular.</summary>
    public Identity? Identity { get; }

    /// <summary>Who asks, for the audit.</summary>
    public Actor Actor { get; }

    /// <summary>Where they are.</summary>
    public IPAddress Address { get; }

    /// <summary>The body; empty when there is none.</summary>
    public JsonObject Body { get; }

    /// <summary>The name of the user who asks.</summary>
    public string User => Identity!.User;

    /// <summary>True for whoever may see everything.</summary>
    public bool IsReader => Identity!.Role >= Role.Auditor;

    /// <summary>True for operators and admins.</summary>
    public bool IsOperator => Identity!.Role >= Role.Operator;

    /// <summary>A part of the path.</summary>
    public string Route(string name) => (string)Context.Request.RouteValues[name]!;

    /// <summary>A text of the body or the query; the fallback when it is not there.</summary>
    public string Text(string name, string fallback = "") => Value(name) is { } value ? value.GetValue<string>() : fallback;

    /// <summary>A text of the body or the query; null when it is not there.</summary>
    public string? OptionalText(string name) => Value(name)?.GetValue<string>();

    /// <summary>A number of the body or the query.</summary>
    public int? Number(string name) => Value(name) is { } value ? value.GetValue<int>() : null;

    /// <summary>A yes or no of the body or the query.</summary>
    public bool Flag(string name) => Value(name) is { } value && value.GetValue<bool>();

    /// <summary>A time of the body or the query.</summary>
    /// <exception cref="ControlException">It is none.</exception>
    public DateTimeOffset? Time(string name) => OptionalText(name) is { } text ? TimeOf(name, text) : null;

    /// <summary>A time as people write it; in UTC unless it says otherwise.</summary>
    /// <exception cref="ControlException">It is none.</exception>
    internal static DateTimeOffset TimeOf(string name, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new ControlException([new Mistake(name, $"has to be a time such as 2027-03-31T08:00:00Z: '{text}'")]);

    /// <summary>The address a peer is known by: an IPv4 address even where it came through an IPv6 socket, loopback for this machine's own socket.</summary>
    internal static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => IPAddress.Loopback,
        IPAddress address => PlainAddress.Of(address),
    };

    JsonValue? Value(string name)
    {
        if (Body[name] is JsonValue given) return given;
        if (_endpoint.Query.FirstOrDefault(f => f.Name == name) is not { } field || !Context.Request.Query.TryGetValue(name, out var texts) || texts.Count == 0) return null;
        string text = texts[0]!;
        return field.Type switch
        {
            "integer" => JsonValue.Create(int.Parse(text, CultureInfo.InvariantCulture)),
            "boolean" => JsonValue.Create(text is "true" or "1" or ""),
            _ => JsonValue.Create(text),
        };
    }

    /// <summary>Everything that is wrong with a body.</summary>
    internal static List<Mistake> CheckBody(ApiEndpoint endpoint, JsonObject body)
    {
        List<Mistake> mistakes = [];
        if (endpoint.Body is not { } fields) return mistakes;
        foreach (ApiField field in fields) Check(field, body[field.Name], mistakes);
        foreach ((string name, JsonNode? _) in body)
        {
            if (fields.All(f => f.Name != name)) mistakes.Add(new Mistake(name, $"is unknown; there are: {string.Join(", ", fields.Select(f => f.Name))}"));
        }
        return mistakes;
    }

    /// <summary>Everything that is wrong with a query.</summary>
    internal static List<Mistake> CheckQuery(ApiEndpoint endpoint, IQueryCollection query)
    {
        List<Mistake> mistakes = [];
        foreach ((string name, var values) in query)
        {
            ApiField? field = endpoint.Query.FirstOrDefault(f => f.Name == name);
            if (field is null) mistakes.Add(new Mistake(name, endpoint.Query.Count == 0 ? "is unknown: there are no parameters" : $"is unknown; there are: {string.Join(", ", endpoint.Query.Select(f => f.Name))}"));
            else if (values.Count != 1) mistakes.Add(new Mistake(name, "is given more than once"));
            else if (field.Type == "integer" && !(int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= field.Most)) mistakes.Add(new Mistake(name, $"has to be a whole number up to {field.Most}"));
            else if (field.Type == "boolean" && values[0] is not ("true" or "false" or "1" or "0" or "")) mistakes.Add(new Mistake(name, "has to be true or false"));
            else if (field.Type == "string" && values[0]!.Length > field.Most) mistakes.Add(new Mistake(name, $"is longer than {field.Most} characters"));
        }
        foreach (ApiField field in endpoint.Query.Where(f => f.IsRequired && !query.ContainsKey(f.Name))) mistakes.Add(new Mistake(field.Name, "is missing"));
        return mistakes;
    }

    static void Check(ApiField field, JsonNode? value, List<Mistake> mistakes)
    {
        if (value is null)
        {
            if (field.IsRequired) mistakes.Add(new Mistake(field.Name, "is missing"));
            return;
        }
        JsonValueKind kind = value.GetValueKind();
        switch (field.Type)
        {
            case "string" when kind != JsonValueKind.String:
                mistakes.Add(new Mistake(field.Name, "has to be a text"));
                break;
            case "string" when value.GetValue<string>().Length > field.Most:
                mistakes.Add(new Mistake(field.Name, $"is longer than {field.Most} characters"));
                break;
            case "integer" when kind != JsonValueKind.Number || !value.AsValue().TryGetValue(out int number) || number < 0 || number > field.Most:
                mistakes.Add(new Mistake(field.Name, $"has to be a whole number from 0 to {field.Most}"));
                break;
            case "boolean" when kind is not (JsonValueKind.True or JsonValueKind.False):
                mistakes.Add(new Mistake(field.Name, "has to be true or false"));
                break;
            default:
                break;
        }
    }
}
