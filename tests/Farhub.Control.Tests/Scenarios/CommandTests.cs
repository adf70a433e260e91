using System.Diagnostics;
using Farhub.Control.Scenarios;
using Farhub.Control.State;

namespace Farhub.Control.Tests.Scenarios;

public sealed class CommandTests : IDisposable
{
    readonly TestHub _hub = new();
    readonly string _directory = Directory.CreateTempSubdirectory("farhub-command-").FullName;

    public void Dispose()
    {
        _hub.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    Task<string> Run(string command, string share = "printer", string cause = "share.attached", CancellationToken? stop = null) =>
        _hub.Actions.RunAsync("night", new ScenarioStep(ScenarioAct.Run, command), share, cause, stop ?? TestContext.Current.CancellationToken);

    async Task<string> Fails(string command) => (await Assert.ThrowsAsync<ControlException>(() => Run(command))).Message;

    [Fact]
    public async Task Command_IsTold_ByItsEnvironment()
    {
        const string tell = "echo \"$FARHUB_SHARE|$FARHUB_EVENT|$FARHUB_SCENARIO|$FARHUB_DEVICE|$FARHUB_PORT\"";
        Assert.Equal("printer|share.attached|night|1209:0001|200-1", await Run(tell));
        Assert.Equal("scope|at 2027|night|0529:0001|", await Run(tell, "scope", "at 2027"));
        Assert.Equal("gone|x|night||", await Run(tell, "gone", "x"));
    }

    [Fact]
    public async Task WhatOthersSay_IsNoPartOfTheCommand()
    {
        string file = Path.Combine(_directory, "made");
        string evil = $"'; touch {file}; $(touch {file}) `touch {file}` \"";
        Assert.Equal(evil, await Run("echo \"$FARHUB_EVENT\"", cause: evil));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task HubsOwnEnvironment_StaysWithTheHub()
    {
        const string name = "FARHUB_TEST_SECRET";
        Environment.SetEnvironmentVariable(name, "password");
        try
        {
            string[] names = (await Run("env | cut -d= -f1")).Split(' ');
            Assert.Contains("PATH", names);
            Assert.DoesNotContain(name, names);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task Input_IsEmpty() => Assert.Equal("read nothing", await Run("read x || echo read nothing"));

    [Fact]
    public async Task Silence_IsDone() => Assert.Equal("done", await Run("true"));

    [Fact]
    public async Task Output_OfBothKinds_IsOneLine()
    {
        Assert.Equal("a b c", await Run("printf 'a\\n\\tb\\033\\n'; echo c"));
        Assert.Equal(["err", "out"], (await Run("echo out; echo err >&2")).Split(' ').Order());
    }

    [Fact]
    public async Task Failure_IsTold_WithWhatWasWritten()
    {
        Assert.Equal("It failed with exit code 3: no paper", await Fails("echo no paper >&2; exit 3"));
        Assert.Equal("It failed with exit code 1.", await Fails("false"));
        Assert.StartsWith("It failed with exit code 127: ", await Fails("no-such-command-anywhere"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongOutput_IsReadToItsEnd_AndItsEndIsTold()
    {
        string told = await Run("i=0; while [ $i -lt 20000 ]; do echo \"line $i\"; i=$((i+1)); done");
        Assert.Equal(500, told.Length);
        Assert.EndsWith("line 19998 line 19999", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Tail_KeepsTheLast64KiB_AndTells500Characters()
    {
        var tail = new OutputTail();
        tail.Add(new byte[100_000]);
        Assert.Equal("", tail.ToString()); // Control characters.
        tail.Add("é"u8);
        for (int i = 0; i < OutputTail.Capacity - 1; i++) tail.Add("x"u8);
        Assert.Equal(new string('x', 500), tail.ToString());
        foreach (int _ in Enumerable.Range(0, 300)) tail.Add("\U0001f5a8"u8);
        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001f5a8", 250)), tail.ToString());
        tail.Add("!"u8);
        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001f5a8", 249)) + "!", tail.ToString());
    }

    [Fact]
    public async Task CommandThatTakesTooLong_IsKilled_WithAllItHasStarted()
    {
        string pipe = MakePipe();
        Task<string> failing = Fails($"exec 3>'{pipe}'; echo begun; (sleep 1000 & sleep 1000) & echo up >&3; sleep 1000");
        using StreamReader others = new(pipe); // Waits for somebody to write.
        Assert.Equal("up", await others.ReadLineAsync(TestContext.Current.CancellationToken));
        _hub.Clock.AwaitTimer(TimeSpan.FromSeconds(60));
        _hub.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("It did not end within 60 s and was killed: begun", await failing);
        // All of them held it open: its end comes when the last one is dead.
        await EndsAsync(others);
    }

    [Fact]
    public async Task CommandThatLeavesSomebodyBehind_IsWaitedFor()
    {
        string pipe = MakePipe();
        Task<string> failing = Fails($"(exec 3>'{pipe}'; echo up >&3; exec sleep 1000) & exit 0");
        using StreamReader others = new(pipe);
        Assert.Equal("up", await others.ReadLineAsync(TestContext.Current.CancellationToken));
        _hub.Clock.AwaitTimer(TimeSpan.FromSeconds(60));
        _hub.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("It did not end within 60 s and was killed.", await failing);
        await EndsAsync(others);
    }

    [Fact]
    public async Task WhoLeftTheGroup_LivesOn_AndIsNotWaitedFor()
    {
        string pipe = MakePipe(), hold = MakePipe("hold");
        Task<string> failing = Fails($"setsid sh -c \"exec 3>'{pipe}'; echo up >&3; cat '{hold}'; echo ended >&3\" & echo begun; wait");
        using StreamReader others = new(pipe);
        Assert.Equal("up", await others.ReadLineAsync(TestContext.Current.CancellationToken));
        _hub.Clock.AwaitTimer(TimeSpan.FromSeconds(60));
        _hub.Clock.Advance(TimeSpan.FromSeconds(60));
        _hub.Clock.AwaitTimer(TimeSpan.FromSeconds(1));
        _hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("It did not end within 60 s and was killed", await failing, StringComparison.Ordinal);
        File.OpenWrite(hold).Dispose(); // Lets it go.
        Assert.Equal("ended", await others.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task EndOfTheHub_KillsTheCommand()
    {
        string pipe = MakePipe();
        using var stop = new CancellationTokenSource();
        Task<string> running = Run($"exec 3>'{pipe}'; echo up >&3; sleep 1000", stop: stop.Token);
        using StreamReader others = new(pipe);
        Assert.Equal("up", await others.ReadLineAsync(TestContext.Current.CancellationToken));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await EndsAsync(others);
    }

    static async Task EndsAsync(StreamReader others) =>
        Assert.Null(await others.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    string MakePipe(string name = "pipe")
    {
        string pipe = Path.Combine(_directory, name);
        using Process made = Process.Start("mkfifo", [pipe]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return pipe;
    }
}
