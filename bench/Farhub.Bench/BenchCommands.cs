using System.CommandLine;
using Farhub.Bench.Scale;

namespace Farhub.Bench;

/// <summary>The subcommands.</summary>
static class BenchCommands
{
    public static RootCommand Create() => new("Farhub's bench on this machine. bench/run builds what it needs and runs all of it.")
    {
        Scale(),
    };

    static Command Scale()
    {
        Option<int> count = new("--devices") { Description = "How many", DefaultValueFactory = _ => 1000 };
        Option<double> seconds = Seconds(10);
        Option<bool> verbose = new("--where") { Description = "Also print where the hub's memory is" };
        Command command = new("scale", "One hub, very many idle sessions: memory, CPU, lateness of reports") { count, seconds, verbose };
        command.SetAction(result =>
        {
            using var log = new MeasurementLog("scale");
            ScaleBench.Run(log, result.GetValue(count), TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(verbose));
        });
        return command;
    }

    static Option<double> Seconds(double byDefault) => new("--seconds") { Description = "Length of one measurement", DefaultValueFactory = _ => byDefault };
}
