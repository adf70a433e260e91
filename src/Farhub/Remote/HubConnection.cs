using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farhub.Remote;

/// <summary>A managed hub's API, near or far.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The client owns its handler, and the connection the client.")]
sealed class HubConnection : IDisposable
{
    /// <summary>Longest wait for an answer to begin: a store that writes a backup.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    readonly HttpClient _client;
    readonly string _hub;

    HubConnection(HttpClient client, string hub) => (_client, _hub) = (client, hub);

    /// <summary>The hub of this machine, through its Unix socket.</summary>
    public static HubConnection Local(string socket)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        };
        return new HubConnection(new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = Patience }, $"the hub on this machine ({socket})");
    }

    /// <summary>A hub elsewhere.</summary>
    /// <param name="address"><c>host:port</c>.</param>
    /// <param name="fingerprint">SHA-256 of the certificate it must have; null for one that this machine trusts anyway.</param>
    /// <param name="token">What proves who we are; null for nothing yet.</param>
    public static HubConnection Remote(string address, string? fingerprint, string? token)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        // One that was made by the hub itself is known by its fingerprint, as with SSH; whose it claims to be says nothing then.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => fingerprint is null
            ? errors == SslPolicyErrors.None
            : certificate is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(certificate.GetCertHashString(HashAlgorithmName.SHA256)), Encoding.ASCII.GetBytes(fingerprint));
        var client = new HttpClient(handler) { BaseAddress = new Uri($"https://{address}"), Timeout = Patience };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new HubConnection(client, address);
    }

    /// <summary>The fingerprint of whatever listens there, and whether this machine trusts it anyway.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "It only looks: nothing is sent, and what it finds is shown to a person or compared.")]
    public static async Task<(string Fingerprint, bool IsTrusted)> LookAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            bool isTrusted = false;
            await using var stream = new SslStream(socket.GetStream(), false, (_, _, _, errors) =>
            {
                isTrusted = errors == SslPolicyErrors.None;
                return true;
            });
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
            return (stream.RemoteCertificate!.GetCertHashString(HashAlgorithmName.SHA256), isTrusted);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            throw new CommandException(ExitCode.Unreachable, $"{host}:{port} cannot be reached, or is no hub's secure door: {e.Message}", e);
        }
    }

    /// <summary>Calls.</summary>
    /// <returns>The answer, which was a good one; disposed by the caller.</returns>
    /// <exception cref="CommandException">The hub cannot be reached, or says no; the message says why.</exception>
    public async Task<HttpResponseMessage> SendAsync(string method, string path, JsonObject? body, bool mustBeNew, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1{path}");
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (mustBeNew) request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            throw new CommandException(ExitCode.NotPermitted, $"only root may use {_hub}; others log in: farhub login HUB.", e);
        }
        catch (HttpRequestException e)
        {
            throw new CommandException(ExitCode.Unreachable, $"{_hub} cannot be reached: {(e.InnerException ?? e).Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.Unreachable, $"{_hub} did not answer within {Patience.TotalSeconds:0} s.", e);
        }
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await FailureOfAsync(response, cancellationToken);
    }

    /// <summary>Calls, and reads the answer.</summary>
    /// <returns>Null when there is nothing in it.</returns>
    /// <inheritdoc cref="SendAsync" path="/exception"/>
    public async Task<JsonNode?> CallAsync(string method, string path, JsonObject? body, bool mustBeNew, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body, mustBeNew, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            throw new CommandException(ExitCode.Unreachable, $"what answers at {_hub} is no hub: {e.Message}", e);
        }
    }

    public void Dispose() => _client.Dispose();

    async Task<CommandException> FailureOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        JsonObject? problem = null;
        try
        {
            problem = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // Not a hub, or a proxy before it: its status is all there is.
        }
        string detail = problem?["mistakes"] is JsonArray mistakes
            ? string.Join("\n", mistakes.Select(m => $"{m?["place"]}: {m?["text"]}"))
            : problem?["detail"]?.ToString() ?? $"{_hub} answered {(int)response.StatusCode}.";
        ExitCode code = (int)response.StatusCode switch
        {
            400 or 413 or 415 => ExitCode.Usage,
            401 or 403 => ExitCode.NotPermitted,
            404 => ExitCode.NotThere,
            409 or 429 => ExitCode.Busy,
            503 => ExitCode.Failed,
            _ => problem is null ? ExitCode.Unreachable : ExitCode.Failed,
        };
        return new CommandException(code, detail);
    }
}
