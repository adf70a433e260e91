using System.Net;
using Farhub.CommandLine;

namespace Farhub.Tests.CommandLine;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("192.0.2.7:4000", "192.0.2.7:4000")]
    [InlineData("192.0.2.7", "192.0.2.7:3240")]
    [InlineData("192.0.2.7:0", "192.0.2.7:0")]
    [InlineData("[2001:db8::1]:4000", "[2001:db8::1]:4000")]
    [InlineData("[2001:db8::1]", "[2001:db8::1]:3240")]
    [InlineData("2001:db8::1", "[2001:db8::1]:3240")]
    [InlineData("*", "[::]:3240 0.0.0.0:3240")]
    [InlineData("*:4000", "[::]:4000 0.0.0.0:4000")]
    [InlineData("unix:/run/farhub.sock", "/run/farhub.sock")]
    [InlineData("unix:hub", "hub")]
    [InlineData("localhost:4000", "[::1]:4000 127.0.0.1:4000")]
    public void AddressesAreRead(string text, string endpoints)
    {
        Assert.True(ListenAddress.TryParse(text, out IReadOnlyList<EndPoint> read));
        Assert.Equal(endpoints, string.Join(' ', read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3240")]
    [InlineData(":3240")]
    [InlineData("rack1")]
    [InlineData("192.0.2.7:")]
    [InlineData("192.0.2.7:+1")]
    [InlineData("[2001:db8::1]:70000")]
    [InlineData("[192.0.2.7:80")]
    [InlineData("unix:")]
    [InlineData("unix:/a\0b")]
    public void OtherWordsAreRefused(string text) => Assert.False(ListenAddress.TryParse(text, out _));

    [Fact]
    public void ASocketsName_HasALimit()
    {
        Assert.True(ListenAddress.TryParse("unix:/" + new string('a', 100), out _));
        Assert.False(ListenAddress.TryParse("unix:/" + new string('a', 108), out _));
    }
}
