using Farhub.Control.Codes;
namespace Farhub.Control.Tests.Codes;

public sealed class HotpTests
{
    /// <summary>RFC 4226, appendix D: the truncated values in decimal, whose ends are the codes.</summary>
    [Theory]
    [InlineData(0, "1284755224")]
    [InlineData(1, "1094287082")]
    [InlineData(2, "0137359152")]
    [InlineData(3, "1726969429")]
    [InlineData(4, "1640338314")]
    [InlineData(5, "0868254676")]
    [InlineData(6, "1918287922")]
    [InlineData(7, "0082162583")]
    [InlineData(8, "0673399871")]
    [InlineData(9, "0645520489")]
    public void Rfc4226AppendixD(long counter, string truncated)
    {
        byte[] key = TestKeys.Of(CodeAlgorithm.Sha1);
        for (int digits = Hotp.MinDigits; digits <= Hotp.MaxDigits; digits++)
            Assert.Equal(truncated[^digits..], Hotp.Code(CodeAlgorithm.Sha1, key, counter, digits));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public void OtherNumbersOfDigits_AreRefused(int digits)
    {
        byte[] code = new byte[digits];
        Assert.Throws<ArgumentOutOfRangeException>(() => Hotp.Code(CodeAlgorithm.Sha1, TestKeys.Of(CodeAlgorithm.Sha1), 0, digits));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hotp.Write(CodeAlgorithm.Sha1, TestKeys.Of(CodeAlgorithm.Sha1), 0, code));
        Assert.All(code, b => Assert.Equal(0, b));
    }

    [Fact]
    public void UnknownHash_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Hotp.Code((CodeAlgorithm)9, TestKeys.Of(CodeAlgorithm.Sha1), 0, 6));
}
