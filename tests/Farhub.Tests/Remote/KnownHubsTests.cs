using Farhub.Remote;

namespace Farhub.Tests.Remote;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class KnownHubsTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("farhub-hubs-").FullName;

    string Path => System.IO.Path.Combine(_directory, "farhub", "hubs.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Hub_IsRememberedUntilItIsForgotten()
    {
        var hubs = new KnownHubs(Path);
        Assert.Empty(hubs.Read());
        var rack = new KnownHub("rack1:3243", "anna", "fhs_x", "AB");
        hubs.Put("rack1", rack);
        hubs.Put("other", rack with { Fingerprint = null });
        Assert.Equal(rack, new KnownHubs(Path).Read()["rack1"]);
        hubs.Remove("rack1");
        Assert.Equal(["other"], new KnownHubs(Path).Read().Keys);
    }

    [Fact]
    public void File_IsForItsUserAlone()
    {
        new KnownHubs(Path).Put("rack1", new KnownHub("rack1:3243", "anna", "fhs_x", null));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void FileThatOthersMayRead_IsNotUsed()
    {
        var hubs = new KnownHubs(Path);
        hubs.Put("rack1", new KnownHub("rack1:3243", "anna", "fhs_x", null));
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        CommandException mistake = Assert.Throws<CommandException>(() => hubs.Read());
        Assert.Equal($"{Path} has your tokens in it and others may read it: chmod 600 {Path}.", mistake.Message);
        Assert.Equal(ExitCode.NotPermitted, mistake.Code);
    }

    [Theory]
    [InlineData("rack1", "rack1", 3243)]
    [InlineData("rack1:443", "rack1", 443)]
    [InlineData("192.0.2.7:4000", "192.0.2.7", 4000)]
    [InlineData("[2001:db8::7]", "2001:db8::7", 3243)]
    [InlineData("[2001:db8::7]:4000", "2001:db8::7", 4000)]
    public void Address_IsRead(string text, string host, int port) => Assert.Equal((host, port), HubDirectory.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("rack1/x")]
    [InlineData("anna@rack1")]
    [InlineData("rack1:99999")]
    public void WhatIsNoAddress_IsRefused(string text) => Assert.Throws<CommandException>(() => HubDirectory.Parse(text));
}
