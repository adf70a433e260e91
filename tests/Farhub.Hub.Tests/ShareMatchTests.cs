using Farhub.Devices;
using Farhub.Hub.Tests.Fakes;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

public sealed class ShareMatchTests
{
    static readonly DeviceInfo Device = new FakeDevice("1-4.2").Info with { Serial = "A:b c" };

    [Theory]
    [InlineData("all")]
    [InlineData("1209:0001")]
    [InlineData("1209:1")]
    [InlineData("1209:0001:A:b c")]
    [InlineData("1-4.2")]
    public void MatchThatFits_Matches(string text)
    {
        Assert.True(ShareMatch.TryParse(text, out ShareMatch? match));
        Assert.True(match.Matches(Device));
        Assert.Equal(text, match.ToString());
    }

    [Theory]
    [InlineData("1209:0002")]
    [InlineData("1208:0001")]
    [InlineData("1209:0001:a:b c")]
    [InlineData("1209:0001:A")]
    [InlineData("1-4")]
    [InlineData("1-4.2.1")]
    [InlineData("1-4.20")]
    [InlineData("01-4.2")]
    [InlineData("2-4.2")]
    public void MatchThatDoesNotFit_DoesNotMatch(string text)
    {
        Assert.True(ShareMatch.TryParse(text, out ShareMatch? match));
        Assert.False(match.Matches(Device));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("ALL")]
    [InlineData("all ")]
    [InlineData("1209")]
    [InlineData("1209:")]
    [InlineData(":0001")]
    [InlineData("1209:0001:")]
    [InlineData("12090:0001")]
    [InlineData("1209:zzzz")]
    [InlineData("1209:+001")]
    [InlineData("0x1209:0x0001")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("1-1.")]
    [InlineData("1-.1")]
    [InlineData("1-1..2")]
    [InlineData("1-2-3")]
    [InlineData("1-4444")]
    [InlineData("1-\u0664")]
    [InlineData("usb1")]
    public void WhatIsNone_IsNotParsed(string? text)
    {
        Assert.False(ShareMatch.TryParse(text, out ShareMatch? match));
        Assert.Null(match);
    }

    [Fact]
    public void SerialAsked_DoesNotMatchADeviceWithoutOne()
    {
        Assert.True(ShareMatch.TryParse("1209:0001:x", out ShareMatch? match));
        Assert.False(match.Matches(Device with { Serial = null }));
    }

    [Fact]
    public void Parts_AreReadable()
    {
        Assert.True(ShareMatch.TryParse("1209:0001:x:y", out ShareMatch? match));
        Assert.Equal((new VidPid(0x1209, 1), "x:y", null), (match.Id, match.Serial, match.PortPath));
        Assert.True(ShareMatch.TryParse("1-2", out match));
        Assert.Equal((null, null, "1-2"), (match.Id, match.Serial, match.PortPath));
    }

    [Fact]
    public void EqualTexts_AreEqualMatches()
    {
        Assert.True(ShareMatch.TryParse("1209:0001", out ShareMatch? one));
        Assert.True(ShareMatch.TryParse("1209:0001", out ShareMatch? other));
        Assert.Equal(one, other);
    }
}
