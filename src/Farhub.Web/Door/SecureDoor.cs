using System.Net;
using Farhub.Control;
using Farhub.Web.Api;
using Farhub.Web.Pages.Audit;
using Farhub.Web.Pages.Http;
using Farhub.Web.Pages.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Farhub.Web.Door;

/// <summary>The secure door: HTTPS for everybody who can say who they are, and a Unix socket for root of the hub's own machine.</summary>
public sealed class SecureDoor : IAsyncDisposable
{
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    readonly WebApplication _app;
    readonly SecureDoorOptions _options;
    readonly TrafficLog _traffic;

    /// <summary>Builds it; it is closed before <see cref="StartAsync"/>.</summary>
    /// <param name="hub">What it opens onto; not disposed.</param>
    /// <param name="options">Where it is.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <param name="time">The clock.</param>
    public SecureDoor(ManagedHub hub, SecureDoorOptions options, ILogger logger, TimeProvider time)
    {
        _options = options;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "farhub" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(Configure);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<ILoggerFactory>(_ => new OneLogger(logger));
        _app = builder.Build();
        _app.Use(SetHeadersAsync);
        _app.UseRouting();
        Endpoints = AllEndpoints(hub, options.Version, time);
        new ApiRoutes(hub, logger).Map(_app, Endpoints);
        _traffic = new TrafficLog(hub, time);
        new LiveFeed(hub, _traffic, time).Map(_app);
        new AuditDownload(hub, time).Map(_app);
        PageAssets.Map(_app);
        var pages = new PageRoutes(hub, Endpoints, _traffic, _app.Services, logger, time);
        pages.Map(_app);
        _app.MapFallback("{*path}", context => context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) && !context.Request.Path.StartsWithSegments(ApiRoutes.Prefix, StringComparison.Ordinal)
            ? pages.ShowMissingAsync(context)
            : Problem.WriteAsync(context, StatusCodes.Status404NotFound, "Not found", $"There is nothing at {context.Request.Path}; /api/v1/openapi.json says what there is."));
    }

    /// <summary>Everything it answers.</summary>
    public IReadOnlyList<ApiEndpoint> Endpoints { get; }

    /// <summary>Addresses it listens on, with the ports really taken; the local socket as <c>unix:PATH</c>.</summary>
    public IReadOnlyList<string> Addresses =>
        [.. (_app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(a => a.Replace("http://unix:", "unix:", StringComparison.Ordinal))];

    /// <summary>Opens.</summary>
    /// <exception cref="IOException">An address cannot be listened on; the message names it.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        // Kestrel makes the socket with the mode that the umask gives; nobody else may come in between.
        if (_options.LocalSocket is { } path) File.Delete(path);
        await _app.StartAsync(cancellationToken);
        if (_options.LocalSocket is { } made && !OperatingSystem.IsWindows()) File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Closes.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var limit = new CancellationTokenSource(StopTime))
        {
            try
            {
                await _app.StopAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // Those who watch events do not leave by themselves.
            }
        }
        await _app.DisposeAsync();
        _traffic.Dispose();
        if (_options.LocalSocket is { } path) File.Delete(path);
    }

    /// <summary>Everything a door onto a hub answers.</summary>
    static List<ApiEndpoint> AllEndpoints(ManagedHub hub, string version, TimeProvider time)
    {
        List<ApiEndpoint> all = [];
        all.AddRange(new AccountApi(hub, time).Endpoints());
        all.AddRange(new ShareApi(hub, time).Endpoints());
        all.AddRange(new DeviceApi(hub).Endpoints());
        all.AddRange(new ConfigurationApi(hub).Endpoints());
        all.AddRange(new AuditApi(hub, time).Endpoints());
        all.AddRange(new SystemApi(hub, version).Endpoints(() => all));
        return all;
    }

    void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.MaxRequestLineSize = 4 << 10;
        // What is longer than the API takes is still read to its end, up to this: who sends it is to hear why it is refused.
        kestrel.Limits.MaxRequestBodySize = 2 * ApiRoutes.MaxBody;
        kestrel.Limits.MaxConcurrentConnections = 2000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        // Kestrel's "every IPv6 address" is every IPv4 address too.
        foreach (IPEndPoint endpoint in _options.Listen.Where(e => !e.Address.Equals(IPAddress.Any) || !_options.Listen.Contains(new IPEndPoint(IPAddress.IPv6Any, e.Port))))
        {
            kestrel.Listen(endpoint, listen =>
            {
                // HTTP/2 would buy nothing here. Which versions of TLS: those the system holds for good, 1.2 and 1.3.
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(_options.Certificate!);
            });
        }
        if (_options.LocalSocket is { } path)
        {
            kestrel.ListenUnixSocket(path, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    connection.Features.Set(LocalDoor.Instance);
                    return next(connection);
                });
            });
        }
    }

    /// <summary>What ASVS asks of every answer. Pages may load a little more: see PageRoutes.</summary>
    static Task SetHeadersAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}
