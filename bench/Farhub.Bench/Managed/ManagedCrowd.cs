using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Farhub.Bench.Processes;
using Farhub.Control;
using Farhub.Control.Access;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Store;
using Farhub.Devices.Virtual;
using Farhub.Hub;
using Farhub.Hub.Admission;
using Farhub.Web.Door;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Bench.Managed;

/// <summary>1,000 shares, each of a software device; 1,000 users in 50 groups; 5,000 grants: for users, for groups, for address ranges, in office hours or always.
/// What is random is the same each time.</summary>
[SuppressMessage("Security", "CA5394", Justification = "What is random has to be the same each time.")]
[SuppressMessage("Reliability", "CA2000", Justification = "The registry and the hub dispose of the store, the client of its handler.")]
static class ManagedCrowd
{
    const int Shares = 1000, Users = 1000, Groups = 50, Grants = 5000;

    const int Decisions = 50_000;
    const int Imports = 200;
    const int Lists = 50;

    /// <summary>Measures, and writes what, value and unit of each figure, with tabs between them.</summary>
    public static async Task MeasureAsync(string store, TextWriter output, CancellationToken cancellationToken)
    {
        string directory = Directory.CreateTempSubdirectory("farhub-crowd-").FullName;
        using var devices = new VirtualDevices();
        for (int i = 0; i < Shares; i++) devices.Add(VirtualDeviceSpec.TryParse("loopback", out VirtualDeviceSpec? spec, out _) ? spec : throw new InvalidOperationException());
        string[] ports = [.. devices.Devices.Select(d => d.Info.BusId)];
        long began = Stopwatch.GetTimestamp();
        using (var registry = new Registry(StoreOpener.Open(store), TimeProvider.System)) registry.Change(Actor.Hub, _ => Build(ports));
        Write(output, "write all", Stopwatch.GetElapsedTime(began).TotalMilliseconds, "ms");

        // A hub that finds all of it in its store, as after every start but the first.
        began = Stopwatch.GetTimestamp();
        var options = new HubOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] };
        await using (var hub = new ManagedHub(StoreOpener.Open(store), [devices], options, NullLogger<HubServer>.Instance, TimeProvider.System))
        {
            Write(output, "start", Stopwatch.GetElapsedTime(began).TotalMilliseconds, "ms");
            MeasureDecisions(hub, output);
            MeasureImports(hub, output);
            await MeasureListsAsync(hub, Path.Combine(directory, "socket"), output, cancellationToken);
            Write(output, "memory", new ProcessFigures(Environment.ProcessId).Memory().Resident / 1024.0, "MiB");
        }
        Directory.Delete(directory, recursive: true);
    }

    static HubState Build(string[] ports)
    {
        var random = new Random(1);
        string Some(string kind, int count) => $"{kind}-{random.Next(count)}";
        ScheduleRule office = new() { Name = "office", TimeZone = "Europe/Berlin", Windows = ["Mon-Fri 08:00-18:00", "Sat 10:00-14:00"] };
        return HubState.Empty with
        {
            Schedules = Table([office]),
            Shares = Table(Enumerable.Range(0, Shares).Select(i => new Share { Name = $"share-{i}", Device = new DeviceBinding { Port = ports[i] }, Note = "a device in a rack", Tags = [$"rack-{i % 20}"] })),
            Users = Table(Enumerable.Range(0, Users).Select(i => new User { Name = $"user-{i}", Role = i == 0 ? Role.Admin : Role.User })),
            Groups = Table(Enumerable.Range(0, Groups).Select(i => new Group { Name = $"group-{i}", Members = [.. Enumerable.Range(0, Users / Groups).Select(j => $"user-{(i * (Users / Groups)) + j}")] })),
            Grants = Table(Enumerable.Range(0, Grants).Select(i => new Grant
            {
                Name = $"grant-{i}",
                Shares = i % 10 == 0 ? [] : [Some("share", Shares), Some("share", Shares)],
                Tags = i % 10 == 0 ? [Some("rack", 20)] : [],
                Users = i % 3 == 0 ? [Some("user", Users)] : [],
                Groups = i % 3 == 1 ? [Some("group", Groups)] : [],
                From = i % 3 == 2 ? [$"10.{random.Next(256)}.0.0/16"] : [],
                Schedule = i % 4 == 0 ? "office" : null,
            })),
        };
    }

    static void MeasureDecisions(ManagedHub hub, TextWriter output)
    {
        var random = new Random(2);
        List<double> times = new(Decisions);
        for (int i = 0; i < Decisions; i++)
        {
            var question = new Question($"share-{random.Next(Shares)}", i % 2 == 0 ? $"user-{random.Next(Users)}" : null, new IPAddress([10, (byte)random.Next(256), 1, 2]), DateTimeOffset.UtcNow);
            long began = Stopwatch.GetTimestamp();
            AccessPolicy.Decide(hub.Registry.Current, question);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        Spread(output, "decision", times);
    }

    /// <summary>The whole of an import's admission: decided, written into the store with its audit, and given back.</summary>
    static void MeasureImports(ManagedHub hub, TextWriter output)
    {
        var actor = new Actor("bench", "");
        hub.Registry.Change(actor, state => state with
        {
            Grants = state.Grants.SetItem("all", new Grant { Name = "all", Shares = [.. Enumerable.Range(0, Imports).Select(i => $"share-{i}")], From = ["192.0.2.1"] }),
        });
        List<double> times = [];
        for (int i = 0; i < Imports; i++)
        {
            long began = Stopwatch.GetTimestamp();
            Verdict verdict = hub.Leases.Admit(new Visitor(IPAddress.Parse("192.0.2.1")), $"share-{i}");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (verdict.Lease is not { } lease) throw new InvalidOperationException($"share-{i} was refused: {verdict.Reason}");
            lease.End(SessionEnd.None, "measured");
        }
        Spread(output, "admission, stored", times);
    }

    static async Task MeasureListsAsync(ManagedHub hub, string socket, TextWriter output, CancellationToken cancellationToken)
    {
        await using var door = new SecureDoor(hub, new SecureDoorOptions { LocalSocket = socket }, NullLogger.Instance, TimeProvider.System);
        await door.StartAsync(cancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var line = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await line.ConnectAsync(new UnixDomainSocketEndPoint(socket), token);
                return new NetworkStream(line, ownsSocket: true);
            },
        });
        List<double> times = [];
        for (int i = 0; i < Lists; i++)
        {
            long began = Stopwatch.GetTimestamp();
            byte[] list = await client.GetByteArrayAsync(new Uri("http://localhost/api/v1/shares"), cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (list.Length < Shares * 100) throw new InvalidOperationException($"The list has only {list.Length} bytes.");
        }
        // The first is what comes after a start, when nothing has been compiled yet.
        Write(output, "first list after the start", times[0], "ms");
        Write(output, "list of 1,000 shares", Statistics.Median(times.Skip(1)), "ms");
    }

    static ImmutableDictionary<string, T> Table<T>(IEnumerable<T> things) where T : INamed => things.ToImmutableDictionary(t => t.Name, StringComparer.Ordinal);

    static void Spread(TextWriter output, string what, List<double> times)
    {
        times.Sort();
        Write(output, what, Statistics.Percentile(times, 50), "ms p50");
        Write(output, what, Statistics.Percentile(times, 99), "ms p99");
    }

    static void Write(TextWriter output, string what, double value, string unit) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t{value}\t{unit}"));
}
