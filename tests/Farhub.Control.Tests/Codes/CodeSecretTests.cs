using Farhub.Control.Codes;
namespace Farhub.Control.Tests.Codes;

public sealed class CodeSecretTests
{
    static readonly byte[] Key = TestKeys.Of(CodeAlgorithm.Sha1);

    [Theory]
    [InlineData(CodeAlgorithm.Sha1, 20)]
    [InlineData(CodeAlgorithm.Sha256, 32)]
    [InlineData(CodeAlgorithm.Sha512, 64)]
    public void NewKeys_AreAsLongAsTheHash_AndDiffer(CodeAlgorithm algorithm, int length)
    {
        var suite = OcraSuite.Parse($"OCRA-1:HOTP-{CodeHash.Name(algorithm)}-8:QN08");
        byte[][] keys = [.. Enumerable.Range(0, 2).SelectMany(_ => new[] { CodeSecret.NewHotp(algorithm), CodeSecret.NewTotp(algorithm), CodeSecret.NewOcra(suite) }).Select(s => s.Key.ToArray())];
        Assert.All(keys, key => Assert.Equal(length, key.Length));
        Assert.Equal(6, keys.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Text_NeverHasTheKey()
    {
        CodeSecret[] secrets =
        [
            CodeSecret.ForHotp(CodeAlgorithm.Sha1, 6, Key),
            CodeSecret.ForTotp(CodeAlgorithm.Sha256, 8, Totp.DefaultPeriod, Key),
            CodeSecret.ForOcra(OcraSuite.Parse("OCRA-1:HOTP-SHA1-6:QN08"), Key),
        ];
        Assert.Equal(
            ["HOTP secret, SHA1, 6 digits", "TOTP secret, SHA256, 8 digits every 30 s", "OCRA secret, OCRA-1:HOTP-SHA1-6:QN08"],
            secrets.Select(s => s.ToString()));
        Assert.All(secrets, s => Assert.Equal($"Hub:ann, {s}", new OtpAuthUri("Hub", "ann", s).ToString()));
        Assert.DoesNotContain(typeof(CodeSecret).GetProperties(), p => p.PropertyType == typeof(byte[]) || p.PropertyType == typeof(string));
    }

    [Fact]
    public void Key_IsItsOwn()
    {
        byte[] key = [.. Key];
        var secret = CodeSecret.ForHotp(CodeAlgorithm.Sha1, 6, key);
        Array.Clear(key);
        Assert.Equal(Key, secret.Key.ToArray());
    }

    [Theory]
    [InlineData(15)]
    [InlineData(129)]
    [InlineData(0)]
    public void KeyTooShortOrTooLong_IsRefused(int length)
    {
        byte[] key = new byte[length];
        Assert.Throws<ArgumentException>(() => CodeSecret.ForHotp(CodeAlgorithm.Sha1, 6, key));
        Assert.Throws<ArgumentException>(() => CodeSecret.ForTotp(CodeAlgorithm.Sha1, 6, Totp.DefaultPeriod, key));
        Assert.Throws<ArgumentException>(() => CodeSecret.ForOcra(OcraSuite.Parse("OCRA-1:HOTP-SHA1-6:QN08"), key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1000)]
    [InlineData(1500)]
    [InlineData(3_601_000)]
    public void PeriodThatCannotBe_IsRefused(int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeSecret.ForTotp(CodeAlgorithm.Sha1, 6, TimeSpan.FromMilliseconds(milliseconds), Key));

    [Fact]
    public void DigitsAndHashThatCannotBe_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeSecret.ForHotp(CodeAlgorithm.Sha1, 3, Key));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeSecret.ForTotp(CodeAlgorithm.Sha1, 11, Totp.DefaultPeriod, Key));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeSecret.ForHotp((CodeAlgorithm)7, 6, Key));
    }
}
