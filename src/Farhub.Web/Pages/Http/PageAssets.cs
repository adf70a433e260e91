using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Farhub.Web.Pages.Http;

/// <summary>Style, script and icon. They are inside the program; their addresses have a piece of their hash, so that browsers keep them until they change.</summary>
static class PageAssets
{
    static readonly Dictionary<string, (string Type, byte[] Content, string Address)> Files = new (string Name, string Type, byte[] Content)[]
    {
        ("farhub.css", "text/css; charset=utf-8", Style()), ("farhub.js", "text/javascript; charset=utf-8", Load("farhub.js")), ("icon.svg", "image/svg+xml", Load("icon.svg")),
    }.ToDictionary(f => f.Name, f => (f.Type, f.Content, Address: $"/assets/{Convert.ToHexStringLower(SHA256.HashData(f.Content).AsSpan(0, 6))}/{f.Name}"));

    /// <summary>Where a file is.</summary>
    internal static string AddressOf(string name) => Files[name].Address;

    internal static void Map(IEndpointRouteBuilder app)
    {
        foreach ((string type, byte[] content, string address) in Files.Values)
        {
            RequestDelegate give = context =>
            {
                context.Response.ContentType = type;
                context.Response.ContentLength = content.Length;
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return context.Request.Method == "HEAD" ? Task.CompletedTask : context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
            };
            app.MapMethods(address, ["GET", "HEAD"], give);
        }
    }

    /// <summary>One file of all there are, in the order of their names.</summary>
    static byte[] Style() => [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.EndsWith(".css", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(Load)];

    static byte[] Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
