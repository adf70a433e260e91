using System.Net;
using Farhub.Control.Addresses;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Addresses;

public sealed class AddressRangeTests
{
    /// <summary>Bytes of either family, and IPv4 as IPv6, fond of those that differ in few bits.</summary>
    static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Gen.ArrayOf(Gen.Elements<byte>(0, 1, 10, 127, 128, 255), 4),
        Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), 4),
        Gen.ArrayOf(Gen.Elements<byte>(0, 0, 0, 1, 128, 255), 16),
        Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), 16),
        Gen.ArrayOf(Gen.Elements<byte>(0, 1, 10, 255), 4).Select(v4 => (byte[])[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, .. v4]));

    [Theory]
    [InlineData("any", "any", 0)]
    [InlineData(" Any ", "any", 0)]
    [InlineData("192.0.2.1", "192.0.2.1", 32)]
    [InlineData("192.0.2.1/32", "192.0.2.1", 32)]
    [InlineData("192.168.1.0/24", "192.168.1.0/24", 24)]
    [InlineData("0.0.0.0/0", "0.0.0.0/0", 0)]
    [InlineData("0.0.0.0", "0.0.0.0", 32)]
    [InlineData("255.255.255.255", "255.255.255.255", 32)]
    [InlineData("2001:DB8:0:0:0:0:0:1", "2001:db8::1", 128)]
    [InlineData("2001:db8::/32", "2001:db8::/32", 32)]
    [InlineData("::/0", "::/0", 0)]
    [InlineData("::1/128", "::1", 128)]
    [InlineData("::ffff:192.168.1.7", "192.168.1.7", 32)]
    [InlineData("::ffff:c0a8:107", "192.168.1.7", 32)]
    [InlineData("::ffff:192.168.1.0/120", "192.168.1.0/24", 24)]
    [InlineData("::ffff:0:0/96", "0.0.0.0/0", 0)]
    [InlineData("fe80::1%eth0", "fe80::1", 128)]
    [InlineData("fe80::%br-lan.5/10", "fe80::/10", 10)]
    public void Text_IsReadAndWrittenCanonically(string text, string canonical, int length)
    {
        var range = AddressRange.Parse(text);
        Assert.Equal(canonical, range.ToString());
        Assert.Equal(length, range.PrefixLength);
        Assert.Equal(AddressRange.Parse(canonical), range);
        Assert.Equal(AddressRange.Parse(canonical).GetHashCode(), range.GetHashCode());
        Assert.Equal(canonical.Split('/')[0], range.Network?.ToString() ?? "any");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.00")]
    [InlineData("1.2.3. 4")]
    [InlineData("1.2.3.+4")]
    [InlineData("1.2.3.\u0664")]
    [InlineData("1.2.3.4%eth0")]
    [InlineData("rack1")]
    [InlineData("anything")]
    [InlineData("*")]
    public void WhatPeopleDoNotMeanAsAnAddress_IsRefusedWithASentence(string text) => Refused(
        text, $"'{text}' is no address: IPv4 is four numbers from 0 to 255 without leading zeros, as in 192.0.2.1; IPv6 is as in 2001:db8::1; or any.");

    [Theory]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("1.2.3.4:80")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("::0x1")]
    [InlineData("::ffff:010.0.0.1")]
    [InlineData("::ffff:1.2.3")]
    [InlineData("::1.2.3.4:5")]
    [InlineData("fe80::1%")]
    [InlineData("fe80::1%a b")]
    [InlineData("fe80::1%eth0%1")]
    public void BrokenIPv6_IsRefusedWithASentence(string text) => Refused(
        text, $"'{text}' is no IPv6 address: write it without brackets and port, as in 2001:db8::1.");

    [Theory]
    [InlineData("10.0.0.0/33", "'/33' is no prefix length of an IPv4 address: /0 to /32.")]
    [InlineData("10.0.0.0/", "'/' is no prefix length of an IPv4 address: /0 to /32.")]
    [InlineData("10.0.0.0/08", "'/08' is no prefix length of an IPv4 address: /0 to /32.")]
    [InlineData("10.0.0.0/-8", "'/-8' is no prefix length of an IPv4 address: /0 to /32.")]
    [InlineData("10.0.0.0/255.0.0.0", "'/255.0.0.0' is no prefix length of an IPv4 address: /0 to /32.")]
    [InlineData("10.0.0.0/8/8", "'/8/8' is no prefix length of an IPv4 address: /0 to /32.")]
    [InlineData("::/129", "'/129' is no prefix length of an IPv6 address: /0 to /128.")]
    [InlineData("192.168.1.7/24", "The address has bits set after the first 24 in 192.168.1.7/24: did you mean 192.168.1.0/24?")]
    [InlineData("10.0.0.1/0", "The address has bits set after the first 0 in 10.0.0.1/0: did you mean 0.0.0.0/0?")]
    [InlineData("2001:db8::1/32", "The address has bits set after the first 32 in 2001:db8::1/32: did you mean 2001:db8::/32?")]
    [InlineData("::ffff:192.168.1.7/120", "The address has bits set after the first 120 in ::ffff:192.168.1.7/120: did you mean 192.168.1.0/24?")]
    [InlineData("fe80::1%eth0/10", "The address has bits set after the first 10 in fe80::1%eth0/10: did you mean fe80::/10?")]
    [InlineData(null, "An address is needed: 192.0.2.1, 2001:db8::1, a network such as 192.0.2.0/24, or any.")]
    [InlineData(" ", "An address is needed: 192.0.2.1, 2001:db8::1, a network such as 192.0.2.0/24, or any.")]
    public void WrongNetwork_IsRefusedWithASentence(string? text, string sentence) => Refused(text, sentence);

    [Theory]
    [InlineData("192.168.1.0/24", "192.168.1.255", true)]
    [InlineData("192.168.1.0/24", "192.168.2.0", false)]
    [InlineData("192.168.1.0/24", "::ffff:192.168.1.9", true)]
    [InlineData("::ffff:192.168.1.0/120", "192.168.1.9", true)]
    [InlineData("0.0.0.0/0", "::ffff:1.2.3.4", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "::1", true)]
    [InlineData("::/0", "1.2.3.4", false)]
    [InlineData("::/0", "::ffff:1.2.3.4", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "0.0.0.1", false)]
    [InlineData("0.0.0.1", "::1", false)]
    [InlineData("any", "1.2.3.4", true)]
    [InlineData("any", "2001:db8::1", true)]
    [InlineData("fe80::1%eth0", "fe80::1%7", true)]
    [InlineData("fe80::/10", "fe80::1%7", true)]
    public void Contains(string range, string address, bool expected) => Assert.Equal(expected, AddressRange.Parse(range).Contains(IPAddress.Parse(address)));

    [Fact]
    public void Ranges_AreEqualByValue()
    {
        Assert.NotEqual(AddressRange.Parse("0.0.0.0/0"), AddressRange.Any);
        Assert.NotEqual(AddressRange.Parse("::/0"), AddressRange.Any);
        Assert.NotEqual(AddressRange.Parse("::/0"), AddressRange.Parse("0.0.0.0/0"));
        Assert.NotEqual(AddressRange.Parse("::/32"), AddressRange.Parse("0.0.0.0"));
        Assert.NotEqual(AddressRange.Parse("10.0.0.0/8"), AddressRange.Parse("10.0.0.0/9"));
        Assert.True(AddressRange.Any.IsAny);
        Assert.False(AddressRange.Parse("::/0").IsAny);
    }

    [Fact]
    public void Contains_AgreesWithComparingBitByBit() => Prop.ForAll(
        Arb.From(
            from network in Bytes
            from length in Gen.Choose(0, network.Length * 8)
            from flipped in Gen.Choose(-1, (network.Length * 8) - 1)
            from other in Bytes
            from near in Gen.Elements(true, false)
            select (Network: Cut(network, length), Length: length, Address: near ? Flip(network, flipped) : other)),
        t =>
        {
            var range = AddressRange.Parse($"{new IPAddress(t.Network)}/{t.Length}");
            return range.Contains(new IPAddress(t.Address)) == Reference(t.Network, t.Length, t.Address)
                && AddressRange.Parse(range.ToString()) == range;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void CorrectedForm_IsTheNetworkThatTheAddressIsIn() => Prop.ForAll(
        Arb.From(
            from network in Bytes
            from length in Gen.Choose(0, network.Length * 8)
            select (Network: network, Length: length)),
        t =>
        {
            bool clean = Cut(t.Network, t.Length).SequenceEqual(t.Network);
            bool read = AddressRange.TryParse($"{new IPAddress(t.Network)}/{t.Length}", out _, out string? error);
            if (read || clean) return read == clean;
            var corrected = AddressRange.Parse(error!.Split("did you mean ")[1].TrimEnd('?'));
            return corrected == AddressRange.Parse($"{new IPAddress(Cut(t.Network, t.Length))}/{t.Length}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void AnyText_IsReadOrRefusedWithOneSentence() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Elements("1", "0", "255", ".", ":", "::", "/", "%", "ffff", "x", " ", "é", "8")).Select(string.Concat)),
        text => AddressRange.TryParse(text, out AddressRange? range, out string? error)
            ? AddressRange.Parse(range.ToString()) == range
            : error[^1] is '.' or '?').Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    static void Refused(string? text, string sentence)
    {
        Assert.False(AddressRange.TryParse(text, out AddressRange? range, out string? error));
        Assert.Null(range);
        Assert.Equal(sentence, error);
    }

    static bool Bit(byte[] bytes, int index) => (bytes[index / 8] & (0x80 >> (index % 8))) != 0;

    static byte[] Flip(byte[] bytes, int index)
    {
        byte[] copy = [.. bytes];
        if (index >= 0) copy[index / 8] ^= (byte)(0x80 >> (index % 8));
        return copy;
    }

    static byte[] Cut(byte[] bytes, int length)
    {
        byte[] copy = [.. bytes];
        for (int i = length; i < copy.Length * 8; i++)
        {
            if (Bit(copy, i)) copy = Flip(copy, i);
        }
        return copy;
    }

    static bool IsMapped(byte[] bytes) => bytes.Length == 16 && bytes[..10].All(b => b == 0) && bytes[10] == 255 && bytes[11] == 255;

    static bool Reference(byte[] network, int length, byte[] address)
    {
        if (IsMapped(address)) address = address[12..];
        if (IsMapped(network) && length >= 96) (network, length) = (network[12..], length - 96);
        return network.Length == address.Length && Enumerable.Range(0, length).All(i => Bit(network, i) == Bit(address, i));
    }
}
