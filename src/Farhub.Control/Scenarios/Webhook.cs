using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Farhub.Control.Addresses;
using Farhub.Control.State;

namespace Farhub.Control.Scenarios;

/// <summary>Calls web addresses.</summary>
/// <remarks>
/// <para>Admins write the addresses, and they may run commands on the hub as well: what a webhook can reach is nothing they could not. Loopback and private ranges
/// are where the receivers usually are (a chat server of the house, a script on the hub itself), so they are allowed. Link-local addresses are not:
/// 169.254.169.254 and its like give a cloud machine's credentials to whoever asks from inside, and no receiver lives there. It is the address that is
/// connected to which counts, not the name: a name may point elsewhere at every look.</para>
/// <para>Redirects are not followed, they would carry the message where no admin sent it. A proxy is not used, it would do the looking up.</para>
/// </remarks>
sealed class Webhook : IDisposable
{
    /// <summary>How long one try may take.</summary>
    internal static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(10);

    /// <summary>Between tries.</summary>
    internal static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(25)];

    const int MaxAnswer = 4096;
    const int MaxToldAnswer = 200;

    readonly TimeProvider _time;
    readonly SocketsHttpHandler _handler;
    readonly HttpMessageInvoker _client;

    internal Webhook(TimeProvider time)
    {
        _time = time;
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            // Each call looks the name up anew, and checks what it finds.
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = 16,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = ConnectAsync,
        };
        _client = new HttpMessageInvoker(_handler); // And not a HttpClient, which has a clock of its own.
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    /// <summary>Calls an address until it has taken the message, or not.</summary>
    /// <returns>What it answered.</returns>
    /// <exception cref="ControlException">It did not take the message.</exception>
    internal async Task<string> PostAsync(Uri address, byte[] body, string key, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            (string answer, bool isTaken, bool isFinal) = await TryAsync(address, body, key, cancellationToken);
            string after = tries == 1 ? "" : $" after {tries} tries";
            if (isTaken) return $"{answer}{after}";
            if (isFinal || tries > Pauses.Length) throw new ControlException(ControlFailure.Unable, $"{address.Host} {answer}{after}.");
            await Task.Delay(Pauses[tries - 1], _time, cancellationToken);
        }
    }

    /// <summary>True for an address that nobody is called at.</summary>
    internal static bool IsRefused(IPAddress address)
    {
        address = PlainAddress.Of(address);
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6LinkLocal : address.GetAddressBytes() is [169, 254, ..];
    }

    async Task<(string Answer, bool IsTaken, bool IsFinal)> TryAsync(Uri address, byte[] body, string key, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TryLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Farhub", null));
        request.Headers.Add("Farhub-Signature", WebhookKey.Sign(key, _time.GetUtcNow(), body));
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, either.Token);
            int status = (int)response.StatusCode;
            if (response.IsSuccessStatusCode) return ($"answered {status}", true, true);
            if (status is >= 300 and < 400) return ($"answered {status}: a redirect, which is not followed; write the address it leads to", false, true);
            string text = await ReadAsync(response, either.Token);
            return ($"answered {status}{(text.Length > 0 ? $": {text}" : "")}", false, status is not (429 or >= 500));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ($"did not answer within {TryLimit.TotalSeconds:0} s", false, false);
        }
        catch (HttpRequestException e) when (e.InnerException is ControlException refused)
        {
            return (refused.Message, false, true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ($"could not be called: {e.Message.TrimEnd('.')}", false, false);
        }
    }

    /// <summary>The beginning of an answer, on one line.</summary>
    static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[MaxAnswer];
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        int length = await stream.ReadAtLeastAsync(bytes, MaxAnswer, throwOnEndOfStream: false, cancellationToken);
        string text = string.Concat(Encoding.UTF8.GetString(bytes, 0, length).Trim().Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length > MaxToldAnswer ? $"{text[..MaxToldAnswer]}…" : text;
    }

    static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        // A name of the local network often has link-local addresses beside the others.
        IPAddress[] allowed = [.. found.Where(a => !IsRefused(a))];
        if (found.Length > 0 && allowed.Length == 0) throw new ControlException(ControlFailure.Refused, $"is at {found[0]}, a link-local address, which is never called");
#pragma warning disable CA2000 // The stream's from the moment it is connected.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
