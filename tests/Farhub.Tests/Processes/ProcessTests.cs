namespace Farhub.Tests.Processes;

/// <summary>The executable as a process: what only shows there.</summary>
public sealed class ProcessTests
{
    /// <summary>Milliseconds; a process starts in a tenth of a second, on a machine at its limit in several.</summary>
    const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task Demo_WritesReadsAndCompares()
    {
        (int code, string output, string error) = await FarhubProcess.RunAsync("demo", "--size", "3M");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(
            """
            ^hub     listens on 127\.0\.0\.1:[0-9]+ and shares a software disk of 3 MiB
            client  took 200-1 over TCP: 1209:0002 .*, 6144 sectors of 512 bytes
            wrote   3 MiB in [0-9.]+ s: [0-9]+ MB/s
            read    3 MiB in [0-9.]+ s: [0-9]+ MB/s
            all 3145728 bytes came back as they were written
            """,
            output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory(Timeout = Patience)]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Serve_AnswersAListAndStopsInOrder(string signal)
    {
        using FarhubProcess hub = FarhubProcess.Start("serve", "--virtual", "disk,size=1M", "--virtual", "loopback", "--listen", "127.0.0.1:0");
        Assert.Matches("^[0-9:]{8} sharing 200-1 \\(1209:0002 .*\\)$", await hub.ReadLineAsync());
        Assert.Matches("^[0-9:]{8} sharing 200-2 \\(.*\\)$", await hub.ReadLineAsync());
        string listening = (await hub.ReadLineAsync())!;
        Assert.Matches("^[0-9:]{8} listening on 127.0.0.1:[0-9]+$", listening);
        string address = listening.Split(' ')[^1];

        (int code, string output, string error) = await FarhubProcess.RunAsync("list", address);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("200-1   1209:0002", output, StringComparison.Ordinal);

        (code, output, error) = await FarhubProcess.RunAsync("serve", "--virtual", "loopback", "--listen", address);
        Assert.Equal((4, ""), (code, output));
        Assert.StartsWith($"farhub: Cannot listen on {address}: ", error, StringComparison.Ordinal);
        Assert.Contains("choose another port with --listen", error, StringComparison.Ordinal);

        await hub.SignalAsync(signal);
        Assert.Equal((0, "", ""), await hub.EndAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task Version_IsOneLine() => Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+\n$", (await FarhubProcess.RunAsync("--version")).Output);

    [Fact(Timeout = Patience)]
    public async Task HubNotThere_IsOneSentence()
    {
        // Port 1 (tcpmux) is as good as never listened on.
        (int code, string output, string error) = await FarhubProcess.RunAsync("list", "127.0.0.1:1");
        Assert.Equal((5, ""), (code, output));
        Assert.Matches("^farhub: [^\n]*127\\.0\\.0\\.1[^\n]*\n$", error);
    }

    [Fact(Timeout = Patience)]
    public async Task Mistake_IsToldOnStandardError()
    {
        (int code, string output, string error) = await FarhubProcess.RunAsync("attach", "rack1");
        Assert.Equal((2, "", "farhub attach: DEVICE is missing.\nTry 'farhub attach --help'.\n"), (code, output, error));
    }

    [Theory(Timeout = Patience)]
    [InlineData("farhub att", "attach")]
    [InlineData("farhub serve --virtual lo", "loopback")]
    [InlineData("farhub completion ba", "bash")]
    public async Task BashCompletion_CompletesWords(string line, string completion)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");
        string script = (await FarhubProcess.RunAsync("completion", "bash")).Output;
        (int code, string output, string error) = await FarhubProcess.RunProgramAsync(
            "/bin/bash", "-c", $"{script}\nCOMP_LINE=$1 COMP_POINT=${{#1}} COMP_WORDS=(\"$2\"); _farhub; printf '%s\\n' \"${{COMPREPLY[@]}}\"", "bash", line, FarhubProcess.Path);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(completion, output.Split('\n'));
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), word => Assert.StartsWith(line.Split(' ')[^1], word, StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task BashCompletion_AfterAColon_GivesWhatIsMissing()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");
        string script = (await FarhubProcess.RunAsync("completion", "bash")).Output;
        // A program that always proposes one VID:PID stands in for ours.
        (_, string output, _) = await FarhubProcess.RunProgramAsync(
            "/bin/bash", "-c", $"{script}\nstandin() {{ echo 0403:6001; }}; COMP_LINE='farhub serve --share 0403:6' COMP_POINT=27 COMP_WORDS=(standin); _farhub; printf '%s\\n' \"${{COMPREPLY[@]}}\"");
        Assert.Equal("6001\n", output);
    }
}
