namespace Farhub.Bench;

/// <summary>Where things are: the programs that are measured, and the results.</summary>
static class Places
{
    static readonly string Root = FindRoot();

    /// <summary>Of the measurements, one file a group.</summary>
    public static string Results { get; } = Path.Combine(Root, "artifacts", "bench");

    /// <summary>The published hub: one file, compiled ahead of time, as people install it.</summary>
    public static string Hub { get; } = Path.Combine(Root, "artifacts", "publish", "farhub");

    /// <summary>limit.c, compiled.</summary>
    public static string Limit { get; } = Path.Combine(Results, "bin", "limit");

    /// <summary>load.c, compiled.</summary>
    public static string Load { get; } = Path.Combine(Results, "bin", "load");

    /// <summary>What is kept with the sources: the report, its picture, and the notes on missed targets.</summary>
    public static string Bench { get; } = Path.Combine(Root, "bench");

    static string FindRoot()
    {
        for (DirectoryInfo? here = new(AppContext.BaseDirectory); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, "Farhub.slnx"))) return here.FullName;
        }
        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is in no working tree of Farhub.");
    }
}
