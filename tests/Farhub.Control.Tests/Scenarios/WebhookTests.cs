using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Farhub.Control.Scenarios;
using Farhub.Control.State;

namespace Farhub.Control.Tests.Scenarios;

public sealed class WebhookTests : IDisposable
{
    readonly TestHub _hub = new();

    public void Dispose() => _hub.Dispose();

    Task<string> Call(Uri address, string share = "printer", CancellationToken? stop = null) =>
        _hub.Actions.RunAsync("night", new ScenarioStep(ScenarioAct.Webhook, address.ToString()), share, "share.attached", stop ?? TestContext.Current.CancellationToken);

    async Task<string> Fails(Uri address) => (await Assert.ThrowsAsync<ControlException>(() => Call(address))).Message;

    /// <summary>Waits until the caller waits, and ends that.</summary>
    void Wait(double seconds)
    {
        _hub.Clock.AwaitTimer(TimeSpan.FromSeconds(seconds));
        _hub.Clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    void CheckSignature(WebRequest request)
    {
        string[] parts = request.Headers["Farhub-Signature"].Split(',');
        Assert.Equal($"t={_hub.Clock.GetUtcNow().ToUnixTimeSeconds()}", parts[0]);
        byte[] signed = Encoding.UTF8.GetBytes($"{parts[0][2..]}.{request.Text}");
        byte[] key = Encoding.ASCII.GetBytes(_hub.Actions.WebhookKey.Show(TestHub.Root));
        Assert.Equal($"v1={Convert.ToHexStringLower(HMACSHA256.HashData(key, signed))}", parts[1]);
    }

    [Fact]
    public async Task Message_IsSigned_AndTellsWhatHappened()
    {
        using var receiver = new WebReceiver("204 No Content", "200 OK\n\nthanks");
        Assert.Equal("answered 204", await Call(receiver.Address));
        WebRequest request = await receiver.RequestAsync();
        Assert.Equal("POST /hook?x=1 HTTP/1.1", request.Line);
        Assert.Equal(("application/json", "Farhub"), (request.Headers["Content-Type"], request.Headers["User-Agent"]));
        CheckSignature(request);
        JsonNode device = JsonNode.Parse(request.Text)!["device"]!;
        Assert.Equal(("1209:0001", "200-1", _hub.Device.Info.Serial, _hub.Device.Info.Product), ((string?)device["id"], (string?)device["port"], (string?)device["serial"], (string?)device["product"]));
        Assert.StartsWith("{\"scenario\":\"night\",\"share\":\"printer\",\"event\":\"share.attached\",\"at\":\"2027-03-01T07:00:00.000Z\",\"device\":{", request.Text, StringComparison.Ordinal);
        Assert.Equal("answered 200", await Call(receiver.Address, "scope"));
        Assert.Equal("{\"scenario\":\"night\",\"share\":\"scope\",\"event\":\"share.attached\",\"at\":\"2027-03-01T07:00:00.000Z\",\"device\":null}", (await receiver.RequestAsync()).Text);
    }

    [Fact]
    public async Task ReceiverInTrouble_IsCalledAgain_SignedAnew()
    {
        using var receiver = new WebReceiver("503 Busy", "429 Slowly", WebReceiver.HangUp, "200 OK");
        Task<string> calling = Call(receiver.Address);
        WebRequest first = await receiver.RequestAsync();
        CheckSignature(first);
        foreach (double pause in new[] { 1.0, 5, 25 })
        {
            Wait(pause);
            WebRequest again = await receiver.RequestAsync();
            CheckSignature(again);
            Assert.Equal(first.Text, again.Text);
        }
        Assert.Equal("answered 200 after 4 tries", await calling);
    }

    [Fact]
    public async Task ReceiverThatStaysInTrouble_IsGivenUp()
    {
        using var receiver = new WebReceiver("500 A", "500 B", "500 C", "502 D\n\nno luck\r\n");
        Task<string> failing = Fails(receiver.Address);
        foreach (double pause in new[] { 1.0, 5, 25 }) Wait(pause);
        Assert.Equal("127.0.0.1 answered 502: no luck after 4 tries.", await failing);
    }

    [Fact]
    public async Task ReceiverThatIsNotThere_IsGivenUp()
    {
        int port;
        using (var closed = new TcpListener(IPAddress.Loopback, 0))
        {
            closed.Start();
            port = ((IPEndPoint)closed.LocalEndpoint).Port;
        }
        Task<string> failing = Fails(new Uri($"http://127.0.0.1:{port}/"));
        foreach (double pause in new[] { 1.0, 5, 25 }) Wait(pause);
        string message = await failing;
        Assert.StartsWith("127.0.0.1 could not be called: ", message, StringComparison.Ordinal);
        Assert.EndsWith(" after 4 tries.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReceiverThatDoesNotAnswer_IsLeftAfter10Seconds()
    {
        using var receiver = new WebReceiver(WebReceiver.Silence, "200 OK");
        Task<string> calling = Call(receiver.Address);
        await receiver.RequestAsync();
        Wait(10);
        Wait(1);
        Assert.Equal("answered 200 after 2 tries", await calling);
    }

    [Theory]
    [InlineData("404 Not Found\n\nno\thook\nhere", "127.0.0.1 answered 404: no hook here.")]
    [InlineData("400 Bad Request", "127.0.0.1 answered 400.")]
    [InlineData("302 Found\nLocation: http://127.0.0.1:1/", "127.0.0.1 answered 302: a redirect, which is not followed; write the address it leads to.")]
    public async Task Refusal_IsFinal(string answer, string message)
    {
        using var receiver = new WebReceiver(answer);
        Assert.Equal(message, await Fails(receiver.Address));
        await receiver.RequestAsync();
        Assert.False(receiver.HasRequest);
    }

    [Fact]
    public async Task AnswerWithoutAnEnd_IsNotReadToIt()
    {
        using var receiver = new WebReceiver(WebReceiver.Flood, WebReceiver.Flood, WebReceiver.Flood, WebReceiver.Flood);
        Task<string> failing = Fails(receiver.Address);
        foreach (double pause in new[] { 1.0, 5, 25 }) Wait(pause);
        Assert.Equal($"127.0.0.1 answered 500: {new string('x', 200)}… after 4 tries.", await failing);
    }

    [Fact]
    public async Task EndOfTheHub_EndsTheCall()
    {
        using var receiver = new WebReceiver(WebReceiver.Silence, "503 Busy");
        using var stop = new CancellationTokenSource();
        Task<string> calling = Call(receiver.Address, stop: stop.Token);
        await receiver.RequestAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "169.254.169.254")]
    [InlineData("http://0xa9fea9fe/", "169.254.169.254")]
    [InlineData("http://[fe80::1]/", "fe80::1")]
    [InlineData("http://[::ffff:169.254.169.254]/", "::ffff:169.254.169.254")]
    public async Task MetadataAddress_IsNeverCalled(string address, string at)
    {
        string message = await Fails(new Uri(address));
        Assert.EndsWith($" is at {at}, a link-local address, which is never called.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("169.254.0.0", true)]
    [InlineData("169.254.255.255", true)]
    [InlineData("febf::1", true)]
    [InlineData("::ffff:169.254.1.1", true)]
    [InlineData("169.253.255.255", false)]
    [InlineData("169.255.0.0", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("2001:db8::169.254.1.1", false)]
    public void Addresses_AreToldApart(string address, bool isRefused) => Assert.Equal(isRefused, Webhook.IsRefused(IPAddress.Parse(address)));
}
