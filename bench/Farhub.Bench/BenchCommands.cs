using System.CommandLine;
using System.Text.Json;
using Farhub.Bench.Client;
using Farhub.Bench.Codec;
using Farhub.Bench.Host;
using Farhub.Bench.Managed;
using Farhub.Bench.Processes;
using Farhub.Bench.Report;
using Farhub.Bench.Scale;

namespace Farhub.Bench;

/// <summary>The subcommands.</summary>
static class BenchCommands
{
    const int Rounds = 9;
    const int ClientRounds = 5;
    const int FairnessRounds = 20;
    const int ManagedRounds = 3;
    const int Starts = 10;

    /// <summary>The groups that are measured on this machine, in the order in which 'run' takes them.</summary>
    static readonly string[] Groups = ["loopback", "client", "codec", "scale", "start", "fairness", "managed"];

    static readonly Option<bool> Quick = new("--quick") { Description = "One short round: to see that everything works, not to compare", Recursive = true };

    public static RootCommand Create()
    {
        Command report = new("report", "Write bench/RESULTS.md and bench/results.svg from artifacts/bench");
        report.SetAction(_ => ResultsReport.Write());
        return new RootCommand("Farhub's bench on this machine. bench/run builds what it needs and runs all of it.") { Quick, Client(), Scale(), Managed(), Run(), report };
    }

    static Command Run()
    {
        Argument<string[]> groups = new("GROUP") { Description = string.Join(", ", Groups), DefaultValueFactory = _ => Groups };
        groups.AcceptOnlyFromAmong(Groups);
        Command command = new("run", "Measure groups, all unless named, one after the other") { groups };
        command.SetAction(async (result, _) =>
        {
            foreach (string group in result.GetRequiredValue(groups)) await MeasureAsync(group, result.GetValue(Quick));
        });
        return command;
    }

    static async Task MeasureAsync(string group, bool isQuick)
    {
        double seconds = isQuick ? 0.2 : 0.5; // Short turns, many of them: neighbours come and go.
        using var log = new MeasurementLog(group);
        switch (group)
        {
            case "loopback":
                LoopbackBench.Run(log, isQuick ? 1 : Rounds, seconds);
                await AllocationBench.RunAsync(log, TimeSpan.FromSeconds(seconds / 2));
                break;
            case "client":
                ClientBench.Run(log, isQuick ? 1 : ClientRounds, seconds);
                break;
            case "codec":
                CodecBench.Run(log, isQuick);
                break;
            case "scale":
                ScaleBench.Run(log, isQuick ? 100 : 1000, TimeSpan.FromSeconds(isQuick ? 1 : 10), isVerbose: false);
                break;
            case "start":
                StartBench.Run(log, isQuick ? 1 : Starts);
                break;
            case "fairness":
                FairnessBench.Run(log, isQuick ? 1 : FairnessRounds, seconds);
                break;
            case "managed":
                await ManagedBench.RunAsync(log, isQuick ? 1 : ManagedRounds);
                break;
        }
    }

    static Command Scale()
    {
        Option<int> count = new("--devices") { Description = "How many", DefaultValueFactory = _ => 1000 };
        Option<double> seconds = new("--seconds") { Description = "Length of the idle phase, and of the reports", DefaultValueFactory = _ => 10 };
        Option<bool> verbose = new("--where") { Description = "Also print where the hub's memory is" };
        Command command = new("scale", "One hub, very many idle sessions: memory, CPU, lateness of reports") { count, seconds, verbose };
        command.SetAction(result =>
        {
            using var log = new MeasurementLog("scale");
            ScaleBench.Run(log, result.GetValue(count), TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(verbose));
        });
        return command;
    }

    static Command Managed()
    {
        Argument<string> store = new("STORE") { Description = "A file, or postgres://…; empty" };
        Command command = new("managed", "A managed hub of 1,000 shares, 1,000 users and 5,000 grants, in a process of its own: a line of what, value and unit for each figure") { store };
        command.SetAction((result, cancellationToken) => ManagedCrowd.MeasureAsync(result.GetRequiredValue(store), Console.Out, cancellationToken));
        return command;
    }

    static Command Client()
    {
        // The letters of load.c, so that one can stand in the other's place.
        Option<int> port = new("-p") { Description = "Port, on 127.0.0.1", DefaultValueFactory = _ => 3240 };
        Option<int> endpoint = new("-e") { Description = "Endpoint number; 0: GET_DESCRIPTOR", DefaultValueFactory = _ => 1 };
        Option<bool> isOut = new("-o") { Description = "OUT; otherwise IN" };
        Option<int> size = new("-s") { Description = "Bytes of a URB", DefaultValueFactory = _ => 64 };
        Option<int> depth = new("-d") { Description = "URBs in flight", DefaultValueFactory = _ => 1 };
        Option<double> seconds = new("-t") { Description = "Seconds", DefaultValueFactory = _ => 2 };
        Option<double> warmUp = new("--warm-up") { Description = "Seconds before that count nothing", DefaultValueFactory = _ => 1 };
        Option<ClientWay> way = new("--way") { Description = "How the client is used" };
        Command command = new("client", "RemoteDevice as a load, in load.c's place: one line of JSON") { port, endpoint, isOut, size, depth, seconds, warmUp, way };
        command.SetAction(async (result, _) =>
        {
            var load = new Load(result.GetValue(isOut), result.GetValue(size), result.GetValue(depth), result.GetValue(endpoint));
            LoadResult measured = await ClientLoad.RunAsync(
                result.GetValue(port), load, result.GetValue(way), TimeSpan.FromSeconds(result.GetValue(warmUp)), TimeSpan.FromSeconds(result.GetValue(seconds)));
            Console.WriteLine(JsonSerializer.Serialize(measured, BenchJson.Default.LoadResult));
        });
        return command;
    }
}
