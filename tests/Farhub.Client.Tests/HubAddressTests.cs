namespace Farhub.Client.Tests;

public sealed class HubAddressTests
{
    [Theory]
    [InlineData("rack1", "rack1", 3240, "rack1")]
    [InlineData(" rack1:3240 ", "rack1", 3240, "rack1")]
    [InlineData("rack1.example:65535", "rack1.example", 65535, "rack1.example:65535")]
    [InlineData("192.0.2.1:1", "192.0.2.1", 1, "192.0.2.1:1")]
    [InlineData("[2001:db8::1]", "2001:db8::1", 3240, "[2001:db8::1]")]
    [InlineData("unix:/run/farhub.sock", "unix:/run/farhub.sock", 3240, "unix:/run/farhub.sock")]
    [InlineData("[fe80::1%eth0]:99", "fe80::1%eth0", 99, "[fe80::1%eth0]:99")]
    public void TryParse_Good(string text, string host, int port, string written)
    {
        Assert.True(HubAddress.TryParse(text, out HubAddress? address, out string? error));
        Assert.Null(error);
        Assert.Equal((host, port, written), (address.Host, address.Port, address.ToString()));
        Assert.Equal(address, HubAddress.Parse(written));
    }

    [Theory]
    [InlineData(null, "needed")]
    [InlineData("  ", "needed")]
    [InlineData(":3240", "no host")]
    [InlineData("rack1:", "port")]
    [InlineData("rack1:0", "port")]
    [InlineData("rack1:65536", "port")]
    [InlineData("rack1:-1", "port")]
    [InlineData("rack1:x", "port")]
    [InlineData("2001:db8::1", "needs brackets, as in [2001:db8::1]")]
    [InlineData("[2001:db8::1", "IPv6")]
    [InlineData("[192.0.2.1]", "IPv6")]
    [InlineData("[::1]3240", "IPv6")]
    [InlineData("[::1]:", "port")]
    [InlineData("a b", "host name")]
    [InlineData("a\u001b[31m", "control character")]
    [InlineData("http://rack1", "port")]
    [InlineData("rack1/x", "'/'")]
    [InlineData("unix:", "full path")]
    [InlineData("unix:hub.sock", "full path")]
    [InlineData("unix:/a\u001b[31m", "full path")]
    public void TryParse_Bad_SaysWhyInOneSentence(string? text, string says)
    {
        Assert.False(HubAddress.TryParse(text, out _, out string? error));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Replace("].", ".", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error);
    }

    [Fact]
    public void UnixPath_IsThatOfASocketOnly()
    {
        Assert.Equal("/run/farhub.sock", HubAddress.Parse("unix:/run/farhub.sock").UnixPath);
        Assert.Null(HubAddress.Parse("unix").UnixPath);
    }

    [Fact]
    public void TryParse_TooLong()
    {
        Assert.True(HubAddress.TryParse("unix:/" + new string('a', 106), out _, out _));
        Assert.False(HubAddress.TryParse("unix:/" + new string('a', 107), out _, out _));
        Assert.True(HubAddress.TryParse(new string('a', 253), out _, out _));
        Assert.False(HubAddress.TryParse(new string('a', 254), out _, out string? error));
        Assert.Contains("253", error, StringComparison.Ordinal);
    }
}
