using System.Diagnostics;
using System.Net;
using Farhub.Client;
using Farhub.CommandLine;
using Farhub.Devices.Virtual;
using Farhub.Hub;
using Farhub.Protocol;
using Farhub.Rendering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Demo;

/// <summary><c>farhub demo</c>: a hub with a software disk, and a client that takes it over TCP and uses it, in one process.</summary>
sealed class DemoHandler(Screen screen)
{
    /// <summary>What Linux asks of a SuperSpeed disk at once.</summary>
    const int BlockSize = 1 << 20;

    public async Task<ExitCode> RunAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        using VirtualDevices devices = new();
        devices.Add(port => VirtualDisk.InMemory(port, request.Size));
        HubOptions options = new() { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] };
        await using HubServer server = new(options, [devices], NullLogger<HubServer>.Instance);
        server.Start();
        HubAddress hub = HubAddress.Parse($"{server.Endpoints[0]}");
        screen.Line($"hub     listens on {server.Endpoints[0]} and shares a software disk of {Mebibytes(request.Size)}");

        DeviceRecord record = (await HubClient.ListAsync(hub, cancellationToken: cancellationToken))[0];
        await using RemoteDevice device = await RemoteDevice.ImportAsync(hub, record.BusId, cancellationToken: cancellationToken);
        // The disk blocks its caller, as a driver would.
        BulkOnlyDisk disk = await Task.Run(() => BulkOnlyDisk.Open(device, cancellationToken), cancellationToken);
        screen.Line($"client  took {record.BusId} over TCP: {record.Id} {disk.Name}, {disk.SectorCount} sectors of {disk.SectorSize} bytes");

        TestPattern pattern = new((ulong)Stopwatch.GetTimestamp());
        long size = disk.SectorCount * disk.SectorSize;
        byte[] block = new byte[BlockSize];
        byte[] wanted = new byte[BlockSize];

        TimeSpan writing = await MoveAsync("writing", size, (offset, length) =>
        {
            pattern.Fill(offset, block.AsSpan(0, length));
            long began = Stopwatch.GetTimestamp();
            disk.Write(offset / disk.SectorSize, block.AsSpan(0, length));
            return Stopwatch.GetElapsedTime(began);
        }, cancellationToken);
        screen.Line($"wrote   {Rate(size, writing)}");

        TimeSpan reading = await MoveAsync("reading and comparing", size, (offset, length) =>
        {
            block.AsSpan().Clear();
            long began = Stopwatch.GetTimestamp();
            disk.Read(offset / disk.SectorSize, block.AsSpan(0, length));
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            pattern.Fill(offset, wanted.AsSpan(0, length));
            int same = block.AsSpan(0, length).CommonPrefixLength(wanted.AsSpan(0, length));
            return same == length ? took : throw new CommandException($"byte {offset + same} came back as {block[same]:x2}, and {wanted[same]:x2} was written: that is a mistake in Farhub itself, please report it.");
        }, cancellationToken);
        screen.Line($"read    {Rate(size, reading)}");
        screen.Line($"all {size} bytes came back as they were written");
        screen.Line("now with a real device: 'farhub devices' and 'farhub serve --help' on its machine, 'farhub attach --help' on the other");
        return ExitCode.Ok;
    }

    /// <summary>Goes through the disk from its first byte to its last.</summary>
    /// <returns>What the blocks took together; making and comparing the pattern is not Farhub's time.</returns>
    Task<TimeSpan> MoveAsync(string title, long size, Func<long, int, TimeSpan> move, CancellationToken cancellationToken) =>
        screen.ProgressAsync(title, size, tell => Task.Run(() =>
        {
            TimeSpan took = TimeSpan.Zero;
            for (long offset = 0; offset < size; offset += BlockSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                took += move(offset, (int)Math.Min(BlockSize, size - offset));
                tell(offset + BlockSize);
            }
            return took;
        }, cancellationToken));

    static string Rate(long bytes, TimeSpan took) => $"{Mebibytes(bytes)} in {took.TotalSeconds:0.00} s: {bytes / took.TotalSeconds / 1e6:0} MB/s";

    static string Mebibytes(long bytes) => $"{bytes / (double)(1 << 20):0.#} MiB";
}
