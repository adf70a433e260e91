using Farhub.Devices;
using Farhub.Hub.Tests.Fakes;
using Farhub.Protocol;
using Farhub.Usb;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Hub.Tests;

public sealed class UrbPoolTests
{
    static readonly UsbipLimits Limits = UsbipLimits.Default with { MaxUrbsInFlight = 10, MaxBytesInFlight = 100_000 };

    const long Plenty = 1L << 40;

    static FakeOpenDevice Open(FakeDevice device) => (FakeOpenDevice)device.Open(new NoSink(), OpenOptions.Default);

    [Fact]
    public void AnySequenceOfTakesAndReturns_StaysWithinTheLimits()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(bool Return, byte What)[]>(), steps =>
        {
            var device = new FakeDevice();
            using FakeOpenDevice open = Open(device);
            var pool = new UrbPool(open, Limits, new MemoryBudget(Plenty));
            var taken = new List<PendingUrb>();
            foreach ((bool giveBack, byte what) in steps)
            {
                if (giveBack)
                {
                    if (taken.Count == 0) continue;
                    pool.Return(taken[what % taken.Count]);
                    taken.RemoveAt(what % taken.Count);
                    Assert.True(pool.HasReturned);
                    continue;
                }
                int bytes = what * what * 4; // 0 to 260,100: beyond the whole budget, too.
                PendingUrb? urb = pool.Take(bytes);
                Assert.False(pool.HasReturned);
                if (urb is null)
                {
                    // Only when what is in flight leaves no room: with nothing in flight there is always some.
                    long inFlight = taken.Sum(u => (long)u.Urb.Capacity);
                    Assert.True(taken.Count == 10 || (taken.Count > 0 && inFlight + (2 * bytes) + 512 > 100_000), $"{taken.Count} URBs, {inFlight} bytes, and none for {bytes}");
                    continue;
                }
                Assert.DoesNotContain(urb, taken);
                Assert.True(urb.Urb.Capacity >= bytes);
                Assert.Same(urb, urb.Urb.Tag);
                taken.Add(urb);
                Assert.True(device.LiveUrbs <= 10);
                Assert.True(device.LiveBytes <= 100_000 || device.LiveUrbs == 1);
            }
            pool.DestroyAll();
            Assert.Equal(0, device.LiveUrbs);
            open.Dispose();
            Assert.Empty(device.Violations);
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300).WithEndSize(200));
    }

    [Theory]
    [InlineData(0, 512)]
    [InlineData(512, 512)]
    [InlineData(513, 1024)]
    [InlineData(65536, 65536)]
    [InlineData((16 << 20) + 8, 32 << 20)]
    public void Memory_ComesInPowersOfTwo(int bytes, int capacity)
    {
        var device = new FakeDevice();
        using FakeOpenDevice open = Open(device);
        var pool = new UrbPool(open, Limits, new MemoryBudget(Plenty));
        Assert.Equal(capacity, pool.Take(bytes)!.Urb.Capacity);
        pool.DestroyAll();
    }

    [Fact]
    public void TwoPools_ShareOneBudget()
    {
        var device = new FakeDevice();
        using FakeOpenDevice open = Open(device);
        var budget = new MemoryBudget(4096);
        var one = new UrbPool(open, Limits, budget);
        var other = new UrbPool(open, Limits, budget);
        PendingUrb urb = one.Take(2048)!;
        Assert.NotNull(other.Take(1024));
        Assert.Throws<InsufficientMemoryException>(() => other.Take(2048));
        Assert.NotNull(other.Take(1024)); // What failed took nothing.
        one.Return(urb);
        Assert.NotNull(one.Take(1024)); // Its own idle memory is given up for it.
        one.DestroyAll();
        Assert.NotNull(other.Take(2048));
        other.DestroyAll();
        Assert.True(budget.TryTake(4096));
        Assert.Equal(0, device.LiveUrbs);
    }

    [Fact]
    public void ReturnedUrb_IsTakenAgainAndItsNumberForgotten()
    {
        var device = new FakeDevice();
        using FakeOpenDevice open = Open(device);
        var pool = new UrbPool(open, Limits, new MemoryBudget(Plenty));
        PendingUrb urb = pool.Take(100)!;
        urb.Begin(5, 0);
        pool.Table.Set(urb);
        pool.Return(urb);
        Assert.Same(urb, pool.Table.Find(5));
        pool.Collect();
        Assert.Null(pool.Table.Find(5));
        Assert.Same(urb, pool.Take(200));
        pool.DestroyAll();
    }

    [Theory]
    [InlineData(0x82, TransferType.Interrupt, false)]
    [InlineData(0x81, TransferType.Bulk, true)]
    [InlineData(0x01, TransferType.Bulk, true)]
    [InlineData(0x00, TransferType.Control, true)]
    [InlineData(0x83, TransferType.Isochronous, true)]
    public void Transfers_AreWhatAStopWaitsFor(byte endpoint, TransferType type, bool counts)
    {
        var device = new FakeDevice();
        using FakeOpenDevice open = Open(device);
        var pool = new UrbPool(open, Limits, new MemoryBudget(Plenty));
        PendingUrb urb = pool.Take(100)!;
        Assert.False(pool.HasTransfers);
        urb.Urb.Begin(new EndpointAddress(endpoint), type, 10);
        urb.Begin(1, 0);
        Assert.Equal(counts, pool.HasTransfers);
        foreach (int state in (int[])[PendingUrb.UnlinkAsked, PendingUrb.UnlinkTold])
        {
            urb.State = state;
            Assert.Equal(counts, pool.HasTransfers);
        }
        urb.State = PendingUrb.Done;
        Assert.False(pool.HasTransfers);
        pool.DestroyAll();
    }

    [Fact]
    public void UrbsReturnedByOneThreadAndTakenByAnother_AreNeverLost()
    {
        var device = new FakeDevice();
        using FakeOpenDevice open = Open(device);
        var pool = new UrbPool(open, Limits, new MemoryBudget(Plenty));
        var taken = new System.Collections.Concurrent.ConcurrentQueue<PendingUrb>();
        const int Rounds = 200_000;
        using (var returner = new Worker(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                PendingUrb? urb;
                while (!taken.TryDequeue(out urb)) Thread.Yield();
                pool.Return(urb);
            }
        }))
        {
            for (int i = 0; i < Rounds; i++)
            {
                PendingUrb? urb;
                while ((urb = pool.Take(100)) is null) Thread.Yield();
                taken.Enqueue(urb);
            }
        }
        Assert.InRange(device.LiveUrbs, 1, 10);
        pool.DestroyAll();
        Assert.Equal(0, device.LiveUrbs);
    }

    sealed class NoSink : IUrbSink
    {
        public void Complete(ReadOnlySpan<Urb> urbs) { }

        public void Gone(string reason) { }
    }
}
