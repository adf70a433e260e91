using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Farhub.Control.Tests.Scenarios;

/// <summary>A web server on the loopback that answers what a test says, one request a connection, and keeps what it was sent.</summary>
sealed class WebReceiver : IDisposable
{
    /// <summary>An answer that never comes.</summary>
    internal const string Silence = "silence";

    /// <summary>The connection is closed without one.</summary>
    internal const string HangUp = "hang up";

    /// <summary>A body without an end.</summary>
    internal const string Flood = "HTTP/1.1 500 Flood\r\n\r\n";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Channel<WebRequest> _requests = Channel.CreateUnbounded<WebRequest>();
    readonly Queue<string> _answers;
    readonly Task _serving;

    /// <summary>Begins to listen.</summary>
    /// <param name="answers">Statuses such as <c>200 OK</c>, with more header lines and a body if need be; or one of the constants.</param>
    internal WebReceiver(params string[] answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook?x=1");

    /// <summary>The next request.</summary>
    internal async Task<WebRequest> RequestAsync() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    internal bool HasRequest => _requests.Reader.TryPeek(out var _);

    public void Dispose()
    {
        _stop.Cancel();
        _serving.Wait(Patience);
        _listener.Dispose();
        _stop.Dispose();
    }

    async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true) connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                WebRequest request = await ReadAsync(stream);
                string answer = _answers.Dequeue();
                _requests.Writer.TryWrite(request);
                if (answer == Silence) await Task.Delay(Timeout.Infinite, _stop.Token);
                if (answer == HangUp) return;
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer == Flood ? Flood : Whole(answer)), _stop.Token);
                byte[] more = Encoding.ASCII.GetBytes(new string('x', 1000));
                while (answer == Flood) await stream.WriteAsync(more, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Stopped, or the caller has heard enough.
            }
        }
    }

    static string Whole(string answer)
    {
        string[] parts = answer.Split("\n\n", 2);
        string body = parts.Length > 1 ? parts[1] : "";
        return $"HTTP/1.1 {parts[0].ReplaceLineEndings("\r\n")}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    async Task<WebRequest> ReadAsync(NetworkStream stream)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) throw new IOException("closed");
            head.Add(one[0]);
        }
        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[int.Parse(headers["Content-Length"])];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new WebRequest(lines[0], headers, body);
    }
}
