using Farhub.Control.Events;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Events;

public sealed class EventStreamTests
{
    readonly ManualTime _time = new();
    readonly EventStream _events;
    readonly long _first;

    public EventStreamTests()
    {
        _events = new EventStream(_time);
        _first = _events.LastId;
    }

    void Publish(int count)
    {
        for (int i = 0; i < count; i++) _events.Publish(EventTypes.Changed, "", "");
    }

    async Task<List<long>> Take(IAsyncEnumerator<HubEvent> watcher, int count)
    {
        List<long> ids = [];
        while (ids.Count < count && await watcher.MoveNextAsync()) ids.Add(watcher.Current.Id - _first);
        return ids;
    }

    [Fact]
    public void Publish_NumbersAndStampsEach()
    {
        List<HubEvent> published = [];
        _events.Published += published.Add;
        _events.Publish(EventTypes.Attached, "key", "to ann", "ann");
        _time.AdvanceMinutes(1);
        _events.Publish(EventTypes.Detached, "key", "done");
        HubEvent[] expected =
        [
            new(_first + 1, TestTimes.Start, EventTypes.Attached, "key", "to ann", "ann"),
            new(_first + 2, TestTimes.Start.AddMinutes(1), EventTypes.Detached, "key", "done", null),
        ];
        Assert.Equal(expected, published);
        Assert.Equal(expected, _events.Recent());
    }

    [Fact]
    public void Ids_GrowOverRestarts()
    {
        Publish(100);
        _time.AdvanceMinutes(1);
        Assert.True(new EventStream(_time).LastId > _events.LastId);
    }

    [Fact]
    public void Recent_KeepsTheNewest()
    {
        Publish(EventStream.Kept + 3);
        Assert.Equal(Enumerable.Range(4, EventStream.Kept).Select(i => (long)i), _events.Recent().Select(e => e.Id - _first));
    }

    [Fact]
    public async Task Watch_AfterAnId_ReplaysAndGoesOnWithoutGapOrRepeat()
    {
        Publish(5);
        await using IAsyncEnumerator<HubEvent> watcher = _events.WatchAsync(_first + 2, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal([3], await Take(watcher, 1));
        Publish(2);
        Assert.Equal([4, 5, 6, 7], await Take(watcher, 4));
    }

    [Fact]
    public async Task Watch_AfterAnIdThatIsNotKeptAnyMore_BeginsWithTheOldest()
    {
        Publish(EventStream.Kept + 10);
        await using IAsyncEnumerator<HubEvent> watcher = _events.WatchAsync(_first + 3, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal([11, 12], await Take(watcher, 2));
    }

    [Fact]
    public async Task Watch_WithoutAnId_HasOnlyWhatComes()
    {
        Publish(5);
        await using IAsyncEnumerator<HubEvent> watcher = _events.WatchAsync(null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> next = watcher.MoveNextAsync();
        Assert.False(next.IsCompleted);
        Publish(1);
        Assert.True(await next);
        Assert.Equal(_first + 6, watcher.Current.Id);
    }

    [Fact]
    public async Task SlowWatcher_LosesTheOldest_AndHoldsUpNobody()
    {
        await using IAsyncEnumerator<HubEvent> slow = _events.WatchAsync(0, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> first = slow.MoveNextAsync();
        Publish(1);
        Assert.True(await first);
        // Nobody reads on, and it returns.
        Publish(500);
        Assert.Equal(Enumerable.Range(501 - 255, 256).Select(i => (long)i), await Take(slow, 256));
    }

    [Fact]
    public async Task Watchers_EachHaveAll()
    {
        await using IAsyncEnumerator<HubEvent> one = _events.WatchAsync(0, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await using IAsyncEnumerator<HubEvent> two = _events.WatchAsync(0, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> first = one.MoveNextAsync();
        ValueTask<bool> second = two.MoveNextAsync();
        Assert.Equal(2, _events.WatcherCount);
        Publish(2);
        Assert.True(await first && await second);
        Assert.Equal([2], await Take(one, 1));
        Assert.Equal([2], await Take(two, 1));
    }

    [Fact]
    public async Task Cancelled_WatcherIsGone()
    {
        using CancellationTokenSource stop = new();
        IAsyncEnumerator<HubEvent> watcher = _events.WatchAsync(null, stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> next = watcher.MoveNextAsync();
        Assert.Equal(1, _events.WatcherCount);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Equal(0, _events.WatcherCount);
        await watcher.DisposeAsync();
    }

    [Fact]
    public async Task WatcherThatStops_IsGone()
    {
        Publish(1);
        await foreach (HubEvent _ in _events.WatchAsync(0, TestContext.Current.CancellationToken))
        {
            Assert.Equal(1, _events.WatcherCount);
            break;
        }
        Assert.Equal(0, _events.WatcherCount);
    }
}
