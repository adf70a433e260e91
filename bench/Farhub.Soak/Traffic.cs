using System.Buffers.Binary;
using Farhub.Client;
using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Soak;

/// <summary>Mixed traffic on one loopback device, on all its endpoints at once. Everything that comes back is compared, and in the end the device's own counters
/// tell whether it saw every transfer once.</summary>
sealed class Traffic(RemoteDevice device, Random random, Findings findings)
{
    /// <summary>A reply that takes longer is lost.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    const int LargestTransfer = 300_000;
    const int ReportSize = 8;
    const int IsoPacket = 1024;

    static readonly EndpointAddress Source = new(0x81);
    static readonly EndpointAddress Sink = new(0x01);
    static readonly EndpointAddress EchoIn = new(0x84);
    static readonly EndpointAddress EchoOut = new(0x04);
    static readonly EndpointAddress ReportIn = new(0x82);
    static readonly EndpointAddress ReportOut = new(0x02);
    static readonly EndpointAddress IsoIn = new(0x83);

    readonly Lock _lock = new();
    CancellationTokenSource _over = null!; // Set before any lane runs.

    /// <summary>Runs all lanes for some time, or until the round is over.</summary>
    public async Task RunAsync(TimeSpan time, CancellationToken roundOver)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(roundOver);
        _over = over;
        over.CancelAfter(time);
        await ControlAsync(LoopbackRequest.ResetStreams);
        Task<long> source = SourceAsync();
        Task<long> sink = SinkAsync();
        await Task.WhenAll(source, sink, EchoAsync(), ReportsAsync(), IsochronousAsync(), ControlAsync());
        byte[] counters = new byte[48];
        await device.ControlInAsync(new SetupPacket(0xc0, LoopbackRequest.GetCounters, 0, 0, 48), counters).AsTask().WaitAsync(Patience);
        Expect(BinaryPrimitives.ReadInt64LittleEndian(counters), await source, "bytes read from the source");
        Expect(BinaryPrimitives.ReadInt64LittleEndian(counters.AsSpan(8)), await sink, "bytes written to the sink");
        Expect(BinaryPrimitives.ReadInt64LittleEndian(counters.AsSpan(16)), 0, "bytes left in the echo");
    }

    bool GoesOn => !_over.IsCancellationRequested && !findings.Any;

    int Next(int most)
    {
        lock (_lock) return random.Next(most);
    }

    static void Expect(long actual, long expected, string what)
    {
        if (actual != expected) throw new InvalidDataException($"{actual} {what}, not {expected}");
    }

    async Task<TransferResult> Await(ValueTask<TransferResult> transfer)
    {
        TransferResult result = await transfer.AsTask().WaitAsync(Patience);
        findings.Transferred();
        return result;
    }

    async Task<int> Await(ValueTask<int> transfer)
    {
        int length = await transfer.AsTask().WaitAsync(Patience);
        findings.Transferred();
        return length;
    }

    /// <summary>Reads in flight behind each other; the stream must go on from one to the next.</summary>
    async Task<long> SourceAsync()
    {
        long position = 0;
        var inFlight = new Queue<(Task<int> Read, byte[] Buffer)>();
        while (GoesOn || inFlight.Count > 0)
        {
            if (GoesOn && inFlight.Count < 8)
            {
                byte[] buffer = new byte[1 + Next(Next(2) == 0 ? 512 : LargestTransfer)];
                inFlight.Enqueue((Await(device.ReadAsync(Source, buffer)), buffer));
                continue;
            }
            (Task<int> read, byte[] bytes) = inFlight.Dequeue();
            Expect(await read, bytes.Length, "bytes in a read");
            if (!LoopbackPattern.Verify(bytes, position)) throw new InvalidDataException($"wrong bytes at {position}");
            position += bytes.Length;
        }
        return position;
    }

    async Task<long> SinkAsync()
    {
        long total = 0;
        byte[] data = new byte[LargestTransfer];
        while (GoesOn)
        {
            int[] lengths = [.. Enumerable.Range(0, 1 + Next(8)).Select(_ => Next(Next(2) == 0 ? 512 : LargestTransfer))];
            int[] written = await Task.WhenAll(lengths.Select(l => Await(device.WriteAsync(Sink, data.AsMemory(0, l)))));
            Expect(written.Sum(), lengths.Sum(), "bytes written");
            total += lengths.Sum();
        }
        return total;
    }

    /// <summary>What is written comes back. Between, reads with nothing to read are cancelled: they must bring nothing and take nothing.</summary>
    async Task EchoAsync()
    {
        while (GoesOn)
        {
            if (Next(3) == 0) await CancelSomeAsync();
            byte[] data = new byte[1 + Next(100_000)];
            lock (_lock) random.NextBytes(data);
            Task<int> write = Await(device.WriteAsync(EchoOut, data));
            byte[] back = new byte[data.Length];
            for (int done = 0; done < back.Length;)
            {
                int length = await Await(device.ReadAsync(EchoIn, back.AsMemory(done)));
                if (length == 0) throw new InvalidDataException("an echo of nothing");
                done += length;
            }
            Expect(await write, data.Length, "bytes echoed");
            if (!back.AsSpan().SequenceEqual(data)) throw new InvalidDataException("the echo is not what was said");
        }
    }

    async Task CancelSomeAsync()
    {
        using var cancel = new CancellationTokenSource();
        Task<TransferResult>[] reads = [.. Enumerable.Range(0, 1 + Next(16)).Select(_ => Await(device.TryReadAsync(EchoIn, new byte[64], cancellationToken: cancel.Token)))];
        if (Next(2) == 0) await Task.Delay(Next(5));
        await cancel.CancelAsync();
        foreach (TransferResult read in await Task.WhenAll(reads))
        {
            if (read.Status != TransferStatus.Cancelled) throw new InvalidDataException($"a cancelled read ended with {read.Status}");
            findings.Cancelled();
        }
    }

    /// <summary>Each report carries its number. A read that is cancelled may take one with it: the device had sent it when the hub heard of the cancelling.</summary>
    async Task ReportsAsync()
    {
        long expected = 0;
        byte[] report = new byte[ReportSize];
        while (GoesOn)
        {
            using var cancel = new CancellationTokenSource();
            bool isCancelled = Next(20) == 0;
            Task<TransferResult> read = Await(device.TryReadAsync(ReportIn, report, cancellationToken: cancel.Token));
            if (isCancelled) await cancel.CancelAsync();
            TransferResult result = await read;
            if (result.Status == TransferStatus.Cancelled && isCancelled)
            {
                findings.Cancelled();
                await ResumeAsync();
                continue;
            }
            Expect((long)result.Status, 0, "as the status of a report");
            Expect(BinaryPrimitives.ReadInt64LittleEndian(report), expected++, "as the number of a report");
        }

        async Task ResumeAsync()
        {
            Expect(await Await(device.ReadAsync(ReportIn, report)), ReportSize, "bytes in a report");
            long number = BinaryPrimitives.ReadInt64LittleEndian(report);
            if (number != expected && number != expected + 1) throw new InvalidDataException($"report {number} after a cancelled one; {expected} was due");
            expected = number + 1;
        }
    }

    async Task IsochronousAsync()
    {
        long position = 0;
        while (GoesOn)
        {
            var packets = new IsochronousPacket[1 + Next(200)];
            Array.Fill(packets, new IsochronousPacket(IsoPacket));
            byte[] buffer = new byte[packets.Length * IsoPacket];
            TransferResult result = await Await(device.ReadIsochronousAsync(IsoIn, buffer, packets));
            Expect((long)result.Status, 0, "as the status of an isochronous transfer");
            Expect(result.Length, buffer.Length, "bytes in an isochronous transfer");
            if (!LoopbackPattern.Verify(buffer, position)) throw new InvalidDataException($"wrong isochronous bytes at {position}");
            position += buffer.Length;
        }
    }

    /// <summary>Control transfers both ways, and stalls of an endpoint that the other lanes leave alone.</summary>
    async Task ControlAsync()
    {
        byte[] data = new byte[4096];
        byte[] back = new byte[4096];
        while (GoesOn)
        {
            int length = 1 + Next(data.Length);
            lock (_lock) random.NextBytes(data);
            await Await(device.ControlOutAsync(new SetupPacket(0x40, LoopbackRequest.WriteScratch, 0, 0, (ushort)length), data.AsMemory(0, length)));
            await Await(device.ControlInAsync(new SetupPacket(0xc0, LoopbackRequest.ReadScratch, 0, 0, (ushort)length), back.AsMemory(0, length)));
            if (!back.AsSpan(0, length).SequenceEqual(data.AsSpan(0, length))) throw new InvalidDataException("control data changed on the way");
            if (Next(10) != 0) continue;
            await ControlAsync(LoopbackRequest.StallEndpoint, ReportOut.Value);
            TransferResult stalled = await Await(device.TryWriteAsync(ReportOut, data.AsMemory(0, 8)));
            Expect((long)stalled.Status, (long)TransferStatus.Stall, "as the status of a stalled endpoint");
            findings.Stalled();
            await device.ClearHaltAsync(ReportOut).WaitAsync(Patience);
            Expect(await Await(device.WriteAsync(ReportOut, data.AsMemory(0, 8))), 8, "bytes after a halt");
        }
    }

    async Task ControlAsync(byte request, ushort index = 0) => await Await(device.ControlOutAsync(new SetupPacket(0x40, request, 0, index, 0)));
}
