using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Farhub.Bench.Codec;

/// <summary>Runs <see cref="CodecBenchmarks"/> and takes its figures over.</summary>
static class CodecBench
{
    /// <summary>Measures.</summary>
    public static void Run(MeasurementLog log, bool isQuick)
    {
        // In this process: another one would be built first, by rules of this repository that it does not keep.
        Job job = (isQuick ? Job.Dry : Job.ShortRun).WithToolchain(InProcessNoEmitToolchain.Instance);
        IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(Places.Results, "BenchmarkDotNet")).WithOptions(ConfigOptions.DisableOptimizationsValidator);
        foreach (BenchmarkReport report in BenchmarkRunner.Run<CodecBenchmarks>(config).Reports)
        {
            string what = $"{report.BenchmarkCase.Descriptor.Categories[0]}: {report.BenchmarkCase.Descriptor.WorkloadMethod.Name}";
            if (report.ResultStatistics is null) throw new InvalidOperationException($"{what} was not measured.");
            log.Add(what, "farhub", report.ResultStatistics.Median, "ns");
            long? allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
            log.Add(what, "farhub", allocated ?? throw new InvalidOperationException($"{what}: nobody counted."), "B allocated");
        }
    }
}
