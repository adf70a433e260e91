using System.Text.Json.Nodes;
using Farhub.Control.Accounts;
using Farhub.Control.State;
using Farhub.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Farhub.Web.Pages.Http;

/// <summary>Does what a form says through the same endpoints as everybody else: who may, what is right and what is written down are one thing for page, API and
/// command line.</summary>
/// <param name="endpoints">The API's.</param>
sealed class ActDispatch(IReadOnlyList<ApiEndpoint> endpoints)
{
    readonly (ApiEndpoint Endpoint, TemplateMatcher Matcher)[] _acts =
        [.. endpoints.Where(e => e.Method != "GET").Select(e => (e, new TemplateMatcher(TemplateParser.Parse(e.Path), [])))];

    /// <summary>Does it.</summary>
    /// <param name="context">The request, which is the page's.</param>
    /// <param name="identity">Who has sent it.</param>
    /// <param name="act">What: <c>POST /shares/printer/release</c>.</param>
    /// <param name="form">With what.</param>
    /// <exception cref="ControlException">It was not done.</exception>
    internal async Task<ApiResult> RunAsync(HttpContext context, Identity? identity, string act, IFormCollection form)
    {
        (ApiEndpoint endpoint, RouteValueDictionary values) = Find(act) ?? throw new ControlException(ControlFailure.NotFound, "This form does something that there is not.");
        if (Admittance.Refusal(endpoint.Access, isRead: false, endpoint.IsUse, identity) is (_, string why)) throw new ControlException(ControlFailure.Refused, why);
        List<Mistake> mistakes = [];
        JsonObject? schema = OpenApi.BodyOf(endpoint);
        IFormCollection plain = JoinedFields.Take(schema, form, mistakes, out JsonObject joined);
        JsonObject body = FormBody.Read(schema, plain, mistakes);
        foreach ((string name, JsonNode? value) in joined) body[name] = value?.DeepClone();
        // A field that was left empty was not given.
        if (endpoint.Body is not null) RemoveEmpty(body);
        mistakes.AddRange(ApiRequest.CheckBody(endpoint, body));
        if (mistakes.Count > 0) throw new ControlException(mistakes);
        RouteValueDictionary page = context.Request.RouteValues;
        try
        {
            context.Request.RouteValues = values;
            // Two people may have the same form open: who is second is told.
            context.Request.Headers.IfMatch = form[FormBody.Version];
            return await endpoint.Run(new ApiRequest(context, endpoint, identity, body));
        }
        finally
        {
            context.Request.RouteValues = page;
        }
    }

    (ApiEndpoint Endpoint, RouteValueDictionary Values)? Find(string act)
    {
        int space = act.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return null;
        foreach ((ApiEndpoint endpoint, TemplateMatcher matcher) in _acts)
        {
            RouteValueDictionary values = [];
            if (endpoint.Method == act[..space] && matcher.TryMatch(act[(space + 1)..], values)) return (endpoint, values);
        }
        return null;
    }

    static void RemoveEmpty(JsonObject body)
    {
        foreach (string name in body.Where(p => p.Value is null || (p.Value is JsonValue value && value.TryGetValue(out string? text) && text.Length == 0)).Select(p => p.Key).ToList()) body.Remove(name);
    }
}
