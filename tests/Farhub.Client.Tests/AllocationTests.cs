using Farhub.Usb;

namespace Farhub.Client.Tests;

/// <summary>In steady state a transfer allocates nothing, on no thread. Counts the whole process, so nothing may run beside it.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    const int Timeout = 60_000;
    const int WarmUp = 5_000;
    const int Count = 20_000;

    readonly byte[] _buffer = new byte[512];

    static async Task AssertNothingAsync(bool inline, Func<RemoteDevice, int, Task> run)
    {
        using var hub = new EchoHub();
        await using RemoteDevice device = await RemoteDevice.ImportAsync(hub.Address, TestDevice.BusId, new ImportOptions { InlineContinuations = inline });
        await run(device, WarmUp);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await run(device, Count);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(0, allocated / Count);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(false)]
    [InlineData(true)]
    public Task Async(bool inline) => AssertNothingAsync(inline, async (device, count) =>
    {
        for (int i = 0; i < count; i++)
        {
            if (await device.ReadAsync(TestDevice.BulkIn, _buffer) != 512) throw new InvalidOperationException();
            if ((await device.TryWriteAsync(TestDevice.BulkOut, _buffer)).Length != 512) throw new InvalidOperationException();
        }
    });

    [Fact(Timeout = Timeout)]
    public Task AsyncWithAToken() => AssertNothingAsync(false, async (device, count) =>
    {
        using var cancellation = new CancellationTokenSource();
        for (int i = 0; i < count; i++)
        {
            if (await device.ReadAsync(TestDevice.BulkIn, _buffer, cancellation.Token) != 512) throw new InvalidOperationException();
        }
    });

    [Fact(Timeout = Timeout)]
    public Task Blocking() => AssertNothingAsync(false, (device, count) => Task.Run(() =>
    {
        for (int i = 0; i < count; i++)
        {
            if (device.Read(TestDevice.BulkIn, _buffer) != 512) throw new InvalidOperationException();
            if (device.ControlIn(new SetupPacket(0x80, 6, 0x0100, 0, 18), _buffer) != 18) throw new InvalidOperationException();
        }
    }));

    [Fact(Timeout = Timeout)]
    public Task ManyInFlight() => AssertNothingAsync(false, async (device, count) =>
    {
        var reads = new ValueTask<TransferResult>[16];
        for (int i = 0; i < count / reads.Length; i++)
        {
#pragma warning disable CA2012 // Each is awaited once, below: several in flight is the point.
            for (int r = 0; r < reads.Length; r++) reads[r] = device.TryReadAsync(TestDevice.BulkIn, _buffer);
#pragma warning restore CA2012
            for (int r = 0; r < reads.Length; r++)
            {
                if (!(await reads[r]).IsOk) throw new InvalidOperationException();
            }
        }
    });
}
