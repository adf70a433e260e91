namespace Farhub.Tests.CommandLine;

public sealed class MistakeTests
{
    [Fact]
    public Task Serve_SharesOfAManagedHub() => Typed.IsRefusedAsync(
        """
        farhub serve: --share is for a hub that shares with everybody; in a managed one, shares are made with 'farhub share add'. Leave out one or the other.
        Try 'farhub serve --help'.
        """,
        "serve", "--managed", "--share", "all");

    [Fact]
    public Task Serve_StoreOfAHubThatIsNotManaged() => Typed.IsRefusedAsync(
        """
        farhub serve: --state is for a managed hub: say --managed too, or leave out --virtual.
        farhub serve: --store is for a managed hub: say --managed too, or leave out --virtual.
        Try 'farhub serve --help'.
        """,
        "serve", "--virtual", "disk", "--store", "hub.db", "--state", "/srv/hub");

    [Theory]
    [InlineData("rack1")]
    [InlineData("unix:/run/hub.sock")]
    [InlineData("192.0.2.7:99999")]
    public Task Serve_NoAddressForTheSecureDoor(string word) => Typed.IsRefusedAsync(
        $"""
        farhub serve: '{word}' is not an address for the secure door: write ADDR:PORT, such as 192.0.2.7:3243 or *:3243, or none.
        Try 'farhub serve --help'.
        """,
        "serve", "--secure", word);

    [Theory]
    [InlineData("1234")]
    [InlineData("1234:zzzz")]
    [InlineData("1234:5678:")]
    [InlineData("stick")]
    public Task Serve_NoShare(string word) => Typed.IsRefusedAsync(
        $"""
        farhub serve: '{word}' is not a share: write all, VID:PID, VID:PID:SERIAL or a port path such as 1-4.2.
        Try 'farhub serve --help'.
        """,
        "serve", "--share", word);

    [Theory]
    [InlineData("3240")]
    [InlineData("rack1:3240")]
    [InlineData("192.0.2.7:65536")]
    [InlineData("192.0.2.7:-1")]
    [InlineData("[::1")]
    [InlineData(":")]
    public Task Serve_NoAddress(string word) => Typed.IsRefusedAsync(
        $"""
        farhub serve: '{word}' is not an address to listen on: write ADDR:PORT, such as 192.0.2.7:3240, [::1]:3240 or *:3240, or unix:PATH.
        Try 'farhub serve --help'.
        """,
        "serve", "--share", "all", "--listen", word);

    [Fact]
    public Task Serve_SeveralMistakes_AreToldTogether() => Typed.IsRefusedAsync(
        """
        farhub serve: 'x' is not an address to listen on: write ADDR:PORT, such as 192.0.2.7:3240, [::1]:3240 or *:3240, or unix:PATH.
        farhub serve: 'y' is not a share: write all, VID:PID, VID:PID:SERIAL or a port path such as 1-4.2.
        Try 'farhub serve --help'.
        """,
        "serve", "--share", "y", "--listen", "x");

    [Fact]
    public Task List_WithoutHub() => Typed.IsRefusedAsync(
        """
        farhub list: HUB is missing.
        Try 'farhub list --help'.
        """,
        "list");

    [Fact]
    public Task Attach_WithoutDevice() => Typed.IsRefusedAsync(
        """
        farhub attach: DEVICE is missing.
        Try 'farhub attach --help'.
        """,
        "attach", "rack1");

    [Fact]
    public Task Attach_NoDevice() => Typed.IsRefusedAsync(
        """
        farhub attach: 'a/b' is not a device: write a bus id as 'farhub list' shows it, or VID:PID.
        Try 'farhub attach --help'.
        """,
        "attach", "rack1", "a/b");

    [Theory]
    [InlineData("detach")]
    [InlineData("detach", "3", "--all")]
    public Task Detach_NeitherOrBoth(params string[] words) => Typed.IsRefusedAsync(
        """
        farhub detach: name one port (see 'farhub ports'), or say --all.
        Try 'farhub detach --help'.
        """,
        words);

    [Theory]
    [InlineData("1023K")]
    [InlineData("2G")]
    [InlineData("64 M")]
    [InlineData("-1M")]
    [InlineData("99999999999999999999")]
    public Task Demo_NoSize(string word) => Typed.IsRefusedAsync(
        $"""
        farhub demo: '{word}' is not a size for the disk: write 1M to 1G.
        Try 'farhub demo --help'.
        """,
        "demo", $"--size={word}");

    [Fact]
    public Task Completion_NoShell() => Typed.IsRefusedAsync(
        """
        farhub completion: 'tcsh' is not a shell with completions here: write bash, zsh or fish.
        Try 'farhub completion --help'.
        """,
        "completion", "tcsh");

    [Fact]
    public async Task UnknownCommand_SuggestsTheOneMeant()
    {
        Typed typed = await Typed.RunAsync(null, "atach", "rack1", "1-1");
        Assert.Equal(ExitCode.Usage, typed.Code);
        Assert.Equal("", typed.Output);
        Assert.Contains("'atach'", typed.Error, StringComparison.Ordinal);
        Assert.Contains("attach", typed.Error.Replace("atach", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoCommand_ShowsHelpAndIsAMistake()
    {
        Typed typed = await Typed.RunAsync(null);
        Assert.Equal(ExitCode.Usage, typed.Code);
        Assert.StartsWith("Description:", typed.Output, StringComparison.Ordinal);
    }
}
