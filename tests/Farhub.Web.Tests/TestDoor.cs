using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Farhub.Client;
using Farhub.Control;
using Farhub.Control.Store;
using Farhub.Devices;
using Farhub.Devices.Virtual;
using Farhub.Hub;
using Farhub.Protocol;
using Farhub.Web.Door;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Web.Tests;

/// <summary>A managed hub with three software devices behind both of its doors, set up, with a user of each role. What is slow, which is to hash passwords, is done
/// once for all tests of a class.</summary>
public sealed class TestDoor : IAsyncLifetime
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "seven green tractors sing";

    /// <summary>Users by their roles.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string> { ["user"] = "uma", ["auditor"] = "anna", ["operator"] = "otto", ["admin"] = "ada" };

    readonly VirtualDevices _devices = new();
    readonly Dictionary<string, HttpClient> _loggedIn = [];
    readonly List<HttpClient> _clients = [];
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("farhub-web-");

    /// <summary>False to leave the hub as it is at its first start.</summary>
    public bool IsSetUp { get; init; } = true;

    /// <summary>What is plugged in from the start.</summary>
    public IReadOnlyList<string> Plugged { get; init; } = ["loopback", "loopback", "loopback"];

    /// <summary>Where more devices come from.</summary>
    public IReadOnlyList<IDeviceSource> Sources { get; init; } = [];

    /// <summary>To plug in and out.</summary>
    public VirtualDevices Devices => _devices;

    public ShiftedTime Time { get; } = new();

    public ManagedHub Hub { get; private set; } = null!;

    public SecureDoor Door { get; private set; } = null!;

    /// <summary>Root at the hub.</summary>
    public HttpClient Root { get; private set; } = null!;

    /// <summary>Whoever reaches the door.</summary>
    public HttpClient Nobody { get; private set; } = null!;

    /// <summary>The token of the first start, which was good once.</summary>
    public string SetupToken { get; private set; } = "";

    public string SocketPath => PathOf("farhub.sock");

    public string CertificatePath => PathOf("door.pem");

    X509Certificate2 Certificate { get; set; } = null!;

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    public async ValueTask InitializeAsync()
    {
        foreach (string text in Plugged) Plug(text);
        Hub = new ManagedHub(new SqliteStore(PathOf("farhub.db")), [_devices, .. Sources], new HubOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] }, NullLogger<HubServer>.Instance, Time);
        Hub.Server.Start();
        Certificate = Certificates.LoadOrMake(CertificatePath, Time.GetUtcNow(), out _);
        var options = new SecureDoorOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], Certificate = Certificate, LocalSocket = SocketPath, Version = "1.2.3" };
        Door = new SecureDoor(Hub, options, NullLogger.Instance, Time);
        await Door.StartAsync(TestContext.Current.CancellationToken);
        Root = Keep(new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectLocallyAsync }) { BaseAddress = new Uri("http://localhost") });
        Nobody = WithToken(null);
        SetupToken = Hub.Setup.BeginSetup()!;
        if (!IsSetUp) return;
        (await Nobody.PostAsync("/setup", $$"""{"token":"{{SetupToken}}","name":"ada","password":"{{Password}}"}""")).Is(201);
        foreach ((string role, string name) in Names.Where(n => n.Key != "admin")) (await Root.PutAsync($"/users/{name}", $$"""{"role":"{{role}}"}""")).Is(201);
    }

    /// <summary>Plugs a software device in.</summary>
    public VirtualDevice Plug(string text)
    {
        Assert.True(VirtualDeviceSpec.TryParse(text, out VirtualDeviceSpec? spec, out string? error), error);
        return _devices.Add(spec);
    }

    /// <summary>A logged-in user of a role, the same each time.</summary>
    public async Task<HttpClient> AsAsync(string role)
    {
        if (_loggedIn.TryGetValue(role, out HttpClient? client)) return client;
        if (role != "admin") (await Root.PostAsync($"/users/{Names[role]}/password", $$"""{"password":"{{Password}}"}""")).Is(204);
        return _loggedIn[role] = WithToken(await LogInAsync(Names[role]));
    }

    /// <summary>The token of a new login.</summary>
    public async Task<string> LogInAsync(string name) => (string)(await Nobody.PostAsync("/login", $$"""{"name":"{{name}}","password":"{{Password}}"}""")).Is(200).Json["token"]!;

    /// <summary>A new API token.</summary>
    public async Task<(string Id, string Text)> MakeTokenAsync(string user, string scope, int? days = null)
    {
        string more = days is null ? "" : $",\"days\":{days}";
        Answer made = (await Root.PostAsync("/tokens", $$"""{"user":"{{user}}","scope":"{{scope}}"{{more}} }""")).Is(201);
        return ((string)made.Json["name"]!, (string)made.Json["token"]!);
    }

    /// <summary>Somebody who shows a token over HTTPS and accepts no other certificate than the door's.</summary>
    public HttpClient WithToken(string? token)
    {
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = IsOurs } };
        HttpClient client = Keep(new HttpClient(handler) { BaseAddress = new Uri(Door.Addresses.Single(a => a.StartsWith("https:", StringComparison.Ordinal))) });
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Somebody who shows a new API token.</summary>
    public async Task<HttpClient> WithScopeAsync(string role, string scope) => WithToken((await MakeTokenAsync(Names[role], scope)).Text);

    /// <summary>Makes a share of a software device, or of a port where there is none.</summary>
    public async Task ShareAsync(string name, string port) => (await Root.PutAsync($"/shares/{name}", $$"""{"device":{"port":"{{port}}"} }""")).Is(201);

    /// <summary>Gives a share to somebody.</summary>
    public async Task GrantAsync(string share, string what, string? name = null) => (await Root.PutAsync($"/grants/{name ?? $"{share}-to"}", $$"""{"shares":["{{share}}"],{{what}} }""")).Is(201);

    /// <summary>Imports through the classic door.</summary>
    public Task<RemoteDevice> ImportAsync(string share) =>
        RemoteDevice.ImportAsync(HubAddress.Parse(Hub.Server.Endpoints[0].ToString()!), BusId.Parse(share), null, TestContext.Current.CancellationToken);

    /// <summary>How the classic door refuses.</summary>
    public async Task<OpStatus> RefusalAsync(string share) => (await Assert.ThrowsAsync<ImportException>(() => ImportAsync(share))).Status;

    public async ValueTask DisposeAsync()
    {
        foreach (HttpClient client in _clients) client.Dispose();
        await Door.DisposeAsync();
        await Hub.DisposeAsync();
        _devices.Dispose();
        Certificate.Dispose();
        _directory.Delete(recursive: true);
    }

    HttpClient Keep(HttpClient client)
    {
        _clients.Add(client);
        return client;
    }

    /// <summary>True for the door's own certificate.</summary>
    public bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate?.GetCertHashString() == Certificate.GetCertHashString();

    async ValueTask<Stream> ConnectLocallyAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
