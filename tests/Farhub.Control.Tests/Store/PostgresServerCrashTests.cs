using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.Store;

/// <summary>A hub goes on when its database server is killed and comes back. On a server of its own: the others' tests must not notice.</summary>
public sealed class PostgresServerCrashTests : IDisposable
{
    readonly PostgresServer _server = new();
    readonly PostgresPlace _place;

    public PostgresServerCrashTests() => _place = PostgresPlace.On(_server);

    public void Dispose()
    {
        _place.Dispose();
        _server.Dispose();
    }

    [Fact]
    public Task KilledBackend_LosesNothing_AndTheHubGoesOn() => WriteWhile(() => PostgresServer.Kill(_place.BackendOfHub()));

    [Fact]
    public Task KilledServer_LosesNothing_AndTheHubGoesOn() => WriteWhile(_server.KillAndRestart);

    async Task WriteWhile(Action kill)
    {
        long acknowledged = 0;
        using (var stop = new CancellationTokenSource())
        using (var registry = new Registry(_place.Open(), TimeProvider.System))
        {
            var writing = Task.Run(
                () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        StoreWriter.WritePair(registry);
                        Volatile.Write(ref acknowledged, registry.LastAudit.Sequence);
                    }
                },
                TestContext.Current.CancellationToken);
            var random = new Random(2);
            for (int i = 0; i < 3; i++)
            {
                long until = Volatile.Read(ref acknowledged) + random.Next(2, 100);
                SpinWait.SpinUntil(() => Volatile.Read(ref acknowledged) >= until || writing.IsCompleted);
                kill();
            }
            long behind = Volatile.Read(ref acknowledged) + 4;
            SpinWait.SpinUntil(() => Volatile.Read(ref acknowledged) >= behind || writing.IsCompleted);
            await stop.CancelAsync();
            await writing;
        }
        using SqlStore store = _place.Open();
        StoreWriter.Check(store, acknowledged);
        Assert.Equal(acknowledged, store.Load().Last.Sequence);
    }
}
