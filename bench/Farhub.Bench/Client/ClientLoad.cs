using System.Diagnostics;
using Farhub.Bench.Processes;
using Farhub.Client;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Bench.Client;

/// <summary>What load.c does, through <see cref="RemoteDevice"/>: keeps URBs in flight on one endpoint and checks every outcome.</summary>
sealed class ClientLoad
{
    const int MaxSamples = 8 << 20;

    /// <summary>Parts of the measurement in which allocations are counted; their median is the result, since something else in the process may allocate in one.</summary>
    const int Windows = 5;
    static readonly SetupPacket GetDeviceDescriptor = new(0x80, StandardRequest.GetDescriptor, DescriptorType.Device << 8, 0, DeviceDescriptor.Size);

    readonly RemoteDevice _device;
    readonly Load _load;
    readonly uint[] _samples = new uint[MaxSamples]; // Nanoseconds.
    readonly byte[][] _buffers;
    readonly EndpointAddress _endpoint;
    int _sampleCount;
    long _urbs;
    volatile bool _isWarm;
    volatile bool _isOver;

    ClientLoad(RemoteDevice device, Load load)
    {
        _device = device;
        _load = load;
        _endpoint = EndpointAddress.Of(load.Endpoint, !load.IsOut);
        // Pinned and large ones apart: where a page begins decides how fast the kernel copies.
        _buffers = [.. Enumerable.Range(0, load.Depth).Select(_ => GC.AllocateArray<byte>(Math.Max(load.Length, 1), pinned: true))];
        Array.Clear(_samples); // So that the page faults come before the clock runs.
    }

    /// <summary>Warms up, then measures. The transfers never pause in between, so that what is measured is nothing but transfers.</summary>
    public static async Task<LoadResult> RunAsync(int port, Load load, ClientWay way, TimeSpan warmUp, TimeSpan duration)
    {
        var options = new ImportOptions { InlineContinuations = way == ClientWay.Inline };
        await using RemoteDevice device = await RemoteDevice.ImportAsync(HubAddress.Parse($"127.0.0.1:{port}"), BusId.Parse("200-1"), options);
        var run = new ClientLoad(device, load);
        Task busy = run.KeepBusyAsync(way);
        await Task.WhenAny(busy, Task.Delay(warmUp));

        run._isWarm = true;
        // Made before the count begins; and no thread of the pool is blocked, of which there is one on one core.
        Task[] waits = [.. Enumerable.Range(1, Windows).Select(i => Task.Delay(duration * i / Windows))];
        double[] allocatedPerUrb = new double[Windows];
        long began = Stopwatch.GetTimestamp();
        long urbsAtStart = Volatile.Read(ref run._urbs);
        for (int i = 0; i < Windows; i++)
        {
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            long urbs = Volatile.Read(ref run._urbs);
            await waits[i];
            allocatedPerUrb[i] = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)Math.Max(Volatile.Read(ref run._urbs) - urbs, 1);
        }
        long done = Volatile.Read(ref run._urbs) - urbsAtStart;
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        run._isOver = true;
        await busy;
        return run.Result(done, took, Statistics.Median(allocatedPerUrb));
    }

    async Task KeepBusyAsync(ClientWay way)
    {
        if (way == ClientWay.Blocking)
        {
            await Task.WhenAll(_buffers.Select(b => Task.Factory.StartNew(() => Transfer(b), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        }
        else
        {
            await Task.WhenAll(_buffers.Select(TransferAsync));
            await Task.Yield(); // The last one ended on the receiving thread, where nobody may go on.
        }
    }

    async Task TransferAsync(byte[] buffer)
    {
        for (long sent = Stopwatch.GetTimestamp(); !_isOver;)
        {
            TransferResult result = await (_load.Endpoint == 0 ? _device.TryControlInAsync(GetDeviceDescriptor, buffer)
                : _load.IsOut ? _device.TryWriteAsync(_endpoint, buffer) : _device.TryReadAsync(_endpoint, buffer));
            sent = Count(result, sent);
        }
    }

    void Transfer(byte[] buffer)
    {
        for (long sent = Stopwatch.GetTimestamp(); !_isOver;)
        {
            TransferResult result = _load.Endpoint == 0 ? _device.TryControlIn(GetDeviceDescriptor, buffer)
                : _load.IsOut ? _device.TryWrite(_endpoint, buffer) : _device.TryRead(_endpoint, buffer);
            sent = Count(result, sent);
        }
    }

    long Count(TransferResult result, long sent)
    {
        long now = Stopwatch.GetTimestamp();
        if (!result.IsOk || result.Length != _load.Length) throw new InvalidOperationException($"A transfer of {_load.Length} bytes ended with {result}.");
        Interlocked.Increment(ref _urbs);
        if (!_isWarm) return now;
        int index = Interlocked.Increment(ref _sampleCount) - 1;
        if (index < MaxSamples) _samples[index] = (uint)Math.Min((now - sent) * (1_000_000_000 / Stopwatch.Frequency), uint.MaxValue);
        return now;
    }

    LoadResult Result(long urbs, TimeSpan took, double allocatedPerUrb)
    {
        int count = Math.Min(_sampleCount, MaxSamples);
        Array.Sort(_samples, 0, count);
        double perSecond = urbs / took.TotalSeconds;
        return new LoadResult(
            urbs, took.TotalSeconds, perSecond, perSecond * _load.Length / 1e6, _samples[0] / 1e3, _samples[count / 2] / 1e3,
            _samples[count - 1 - (count / 100)] / 1e3, _samples[count - 1] / 1e3, CpuSecondsPerGb: 0, CpuUsPerUrb: 0, PeakKib: 0, allocatedPerUrb);
    }
}
