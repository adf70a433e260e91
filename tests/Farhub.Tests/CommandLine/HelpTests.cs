namespace Farhub.Tests.CommandLine;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => ["", "serve", "devices", "list", "attach", "ports", "detach", "demo", "completion", "login", "logout", "share", "share add", "share release", "grant add", "user", "group", "schedule add", "scenario", "otp", "token", "lease", "queue", "reservation",
        "unlock", "approval", "why", "audit", "events", "apply", "export", "backup", "restore", "setup"];

    /// <summary>To accept a change: run with FARHUB_ACCEPT=1 and read the difference.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_ReadsAsWritten(string command)
    {
        Typed typed = await Typed.RunAsync(null, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Equal("", typed.Error);
        string file = Path.Combine(AppContext.BaseDirectory, "../../../CommandLine/Help", (command.Length > 0 ? command.Replace(' ', '-') : "farhub") + ".txt");
        if (Environment.GetEnvironmentVariable("FARHUB_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, typed.Output, TestContext.Current.CancellationToken);
        }
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), typed.Output);
        Assert.All(typed.Output.Split('\n'), line => Assert.True(line.Length <= 110, line));
    }
}
