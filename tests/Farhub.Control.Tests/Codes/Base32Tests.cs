using System.Text;
using Farhub.Control.Codes;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Codes;

public sealed class Base32Tests
{
    /// <summary>RFC 4648, section 10, without the padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Rfc4648(string bytes, string text)
    {
        Assert.Equal(text, Base32.Encode(Encoding.ASCII.GetBytes(bytes)));
        Assert.True(Base32.TryDecode(text, out byte[]? read));
        Assert.Equal(bytes, Encoding.ASCII.GetString(read));
    }

    [Theory]
    [InlineData("mzxw6ytboi")]
    [InlineData("MZXW 6YTB OI")]
    [InlineData("-mZxW-6yTb-oI ")]
    public void AsPeopleTypeIt_IsRead(string text)
    {
        Assert.True(Base32.TryDecode(text, out byte[]? read));
        Assert.Equal("foobar"u8.ToArray(), read);
    }

    [Theory]
    [InlineData("MZXW6===")] // padding
    [InlineData("MZXW0")] // no such letter
    [InlineData("MZXW1")]
    [InlineData("MZXW8")]
    [InlineData("MZXW\u00e9")]
    [InlineData("MZXW6\t")]
    [InlineData("M")] // no such length
    [InlineData("MZX")]
    [InlineData("MZXW6Y")]
    [InlineData("MZ")] // bits left over
    [InlineData("MZXR")]
    [InlineData("MZXW7")]
    [InlineData("MZXW6YR")]
    public void AnythingElse_IsRefused(string text) => Assert.False(Base32.TryDecode(text, out _));

    [Fact]
    public void AnyBytes_AreReadBack() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i))),
        bytes =>
        {
            string text = Base32.Encode(bytes);
            return Base32.TryDecode(text, out byte[]? read) && read.AsSpan().SequenceEqual(bytes)
                && Base32.TryDecode(string.Join('-', text.ToLowerInvariant().Chunk(4).Select(c => new string(c))), out read) && read.AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyText_IsRefused_OrIsTheOneSpelling() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Elements("ABMYZ234567".ToCharArray())).Select(c => new string(c))),
        text => !Base32.TryDecode(text, out byte[]? read) || Base32.Encode(read) == text).QuickCheckThrowOnFailure();
}
