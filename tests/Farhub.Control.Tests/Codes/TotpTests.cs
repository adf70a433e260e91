using Farhub.Control.Codes;
namespace Farhub.Control.Tests.Codes;

public sealed class TotpTests
{
    /// <summary>RFC 6238, appendix B.</summary>
    [Theory]
    [InlineData(59, "94287082", "46119246", "90693936")]
    [InlineData(1111111109, "07081804", "68084774", "25091201")]
    [InlineData(1111111111, "14050471", "67062674", "99943326")]
    [InlineData(1234567890, "89005924", "91819424", "93441116")]
    [InlineData(2000000000, "69279037", "90698825", "38618901")]
    [InlineData(20000000000, "65353130", "77737706", "47863826")]
    public void Rfc6238AppendixB(long seconds, string sha1, string sha256, string sha512)
    {
        Assert.Equal(sha1, Code(CodeAlgorithm.Sha1));
        Assert.Equal(sha256, Code(CodeAlgorithm.Sha256));
        Assert.Equal(sha512, Code(CodeAlgorithm.Sha512));

        string Code(CodeAlgorithm algorithm) =>
            Totp.Code(algorithm, TestKeys.Of(algorithm), DateTimeOffset.FromUnixTimeSeconds(seconds), Totp.DefaultPeriod, 8);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(29_999, 0)]
    [InlineData(30_000, 1)]
    [InlineData(-1, -1)]
    [InlineData(-30_000, -1)]
    [InlineData(-30_001, -2)]
    public void Step_RoundsDown_Before1970Too(long milliseconds, long step) =>
        Assert.Equal(step, Totp.Step(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), Totp.DefaultPeriod));

    [Fact]
    public void Step_IsTheSame_InEveryTimeZone() =>
        Assert.Equal(Totp.Step(TestKeys.Now, Totp.DefaultPeriod), Totp.Step(TestKeys.Now.ToOffset(TimeSpan.FromHours(5.5)), Totp.DefaultPeriod));

    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    public void PeriodThatIsNotPositive_IsRefused(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.Step(TestKeys.Now, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Write_WritesWhatCodeSays()
    {
        byte[] code = new byte[6];
        Totp.Write(CodeAlgorithm.Sha1, TestKeys.Of(CodeAlgorithm.Sha1), DateTimeOffset.FromUnixTimeSeconds(59), Totp.DefaultPeriod, code);
        Assert.Equal("287082"u8.ToArray(), code);
    }
}
