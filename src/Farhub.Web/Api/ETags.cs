using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Farhub.Control.State;
using Microsoft.Extensions.Primitives;

namespace Farhub.Web.Api;

/// <summary>Versions of things, made of what they are: the same thing has the same version on every hub and after every restart.</summary>
static class ETags
{
    /// <summary>The version of a thing as it is shown.</summary>
    internal static string Of(JsonNode thing) => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(thing.ToJsonString())).AsSpan(0, 12))}\"";

    /// <summary>True when a header, which may be a list, names a version. None of ours has a comma in it.</summary>
    internal static bool Names(StringValues header, string tag) => header.Any(v => v?.Split(',', StringSplitOptions.TrimEntries).Contains(tag) == true);

    /// <summary>Checks that a thing is still what the client saw (<c>If-Match</c>), or is still missing (<c>If-None-Match: *</c>).</summary>
    /// <exception cref="ControlException">It is not.</exception>
    internal static void Check(ApiRequest request, JsonNode? thing, string what)
    {
        StringValues match = request.Context.Request.Headers.IfMatch;
        if (match.Count > 0 && (thing is null || !(Names(match, "*") || Names(match, Of(thing)))))
        {
            throw new ControlException(ControlFailure.Conflict, $"{what} has changed meanwhile: read it again.");
        }
        if (request.Context.Request.Headers.IfNoneMatch is var none && Names(none, "*") && thing is not null) throw new ControlException(ControlFailure.Conflict, $"{what} exists already.");
    }
}
