using Farhub.Control.Codes;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Codes;

public sealed class OtpAuthUriTests
{
    const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    static readonly byte[] Key = TestKeys.Of(CodeAlgorithm.Sha1);

    static readonly Gen<string> Names =
        Gen.ArrayOf(Gen.Elements("a", "Z", "0", "%", "&", "=", "?", "#", "/", "+", "@", "é", "日", "😀", "-", "b c")).Select(parts => string.Concat(parts)).Where(s => s.Length is > 0 and <= 64);

    static readonly Gen<OtpAuthUri> Uris =
        from issuer in Gen.OneOf(Gen.Constant(""), Names)
        from account in Names
        from kind in Gen.Elements(Enum.GetValues<CodeKind>())
        from algorithm in Gen.Elements(Enum.GetValues<CodeAlgorithm>())
        from digits in Gen.Choose(4, 10)
        from period in Gen.Choose(1, 3600)
        from counter in Gen.OneOf(Gen.Choose(0, 1000).Select(i => (long)i), Gen.Constant(CodeState.MaxCounter))
        from suite in Gen.Elements("OCRA-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA512-0:C-QA64-PSHA256-S064-T1M")
        from key in Gen.Choose(16, 128).SelectMany(n => Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), n))
        select new OtpAuthUri(
            issuer,
            account,
            kind switch
            {
                CodeKind.Hotp => CodeSecret.ForHotp(algorithm, digits, key),
                CodeKind.Totp => CodeSecret.ForTotp(algorithm, digits, TimeSpan.FromSeconds(period), key),
                _ => CodeSecret.ForOcra(OcraSuite.Parse(suite), key),
            },
            kind == CodeKind.Hotp ? counter : 0);

    [Fact]
    public void IsWrittenLikeThis()
    {
        Assert.Equal(
            $"otpauth://totp/Far%20hub:ann%40lab?secret={Secret}&issuer=Far%20hub&algorithm=SHA1&digits=6&period=30",
            new OtpAuthUri("Far hub", "ann@lab", CodeSecret.ForTotp(CodeAlgorithm.Sha1, 6, Totp.DefaultPeriod, Key)).Write());
        Assert.Equal($"otpauth://hotp/ann?secret={Secret}&algorithm=SHA256&digits=8&counter=7", new OtpAuthUri("", "ann", CodeSecret.ForHotp(CodeAlgorithm.Sha256, 8, Key), 7).Write());
        Assert.Equal(
            $"otpauth://ocra/Hub:ann?secret={Secret}&issuer=Hub&suite=OCRA-1%3AHOTP-SHA1-6%3AQN08",
            new OtpAuthUri("Hub", "ann", CodeSecret.ForOcra(OcraSuite.Parse("OCRA-1:HOTP-SHA1-6:QN08"), Key)).Write());
    }

    [Fact]
    public void WhatIsWritten_IsReadBack_AndFitsIntoAQrCode() => Prop.ForAll(Arb.From(Uris), uri =>
    {
        string text = uri.Write();
        if (!OtpAuthUri.TryRead(text, out OtpAuthUri? read, out _) || text.Length > 2048) return false;
        return (read.Issuer, read.Account, read.Counter, read.Write()) == (uri.Issuer, uri.Account, uri.Counter, text)
            && (read.Secret.Kind, read.Secret.Algorithm, read.Secret.Digits, read.Secret.Period, read.Secret.Suite)
                == (uri.Secret.Kind, uri.Secret.Algorithm, uri.Secret.Digits, uri.Secret.Period, uri.Secret.Suite)
            && read.Secret.Key.SequenceEqual(uri.Secret.Key);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData($"otpauth://totp/ann?secret={Secret}", "", "ann")]
    [InlineData($"OTPAUTH://TOTP/Hub:ann?secret={Secret}", "Hub", "ann")]
    [InlineData($"otpauth://totp/Hub%3A%20%20ann?secret={Secret}", "Hub", "ann")]
    [InlineData($"otpauth://totp/ann?issuer=Hub&secret={Secret}", "Hub", "ann")]
    [InlineData($"otpauth://totp/ann?secret=gezd%20gnbv-gy3tqojqgezdgnbvgy3tqojq", "", "ann")]
    [InlineData($"otpauth://totp/a+b?secret={Secret}", "", "a+b")]
    public void WhatOthersWrite_IsRead_WithTheUsualValues(string text, string issuer, string account)
    {
        Assert.True(OtpAuthUri.TryRead(text, out OtpAuthUri? read, out _));
        Assert.Equal((issuer, account), (read.Issuer, read.Account));
        Assert.Equal((CodeKind.Totp, CodeAlgorithm.Sha1, 6, Totp.DefaultPeriod), (read.Secret.Kind, read.Secret.Algorithm, read.Secret.Digits, read.Secret.Period));
        Assert.Equal(Key, read.Secret.Key.ToArray());
    }

    [Theory]
    [InlineData(null, "starts with otpauth://")]
    [InlineData("https://totp/ann?secret=", "starts with otpauth://")]
    [InlineData("otpauth://totp", "kind/label")]
    [InlineData("otpauth://totp?secret=/", "kind/label")]
    [InlineData($"otpauth://motp/ann?secret={Secret}", "none of hotp")]
    [InlineData($"otpauth://totp/?secret={Secret}", "account has")]
    [InlineData($"otpauth://totp/a:b:c?secret={Secret}", "account has")]
    [InlineData($"otpauth://totp/a%0a?secret={Secret}", "account has")]
    [InlineData($"otpauth://totp/:ann?secret={Secret}", "issuer has")]
    [InlineData($"otpauth://totp/ann?issuer=&secret={Secret}", "issuer has")]
    [InlineData($"otpauth://totp/Hub:ann?issuer=hub&secret={Secret}", "two issuers")]
    [InlineData($"otpauth://totp/a%2?secret={Secret}", "label of")]
    [InlineData($"otpauth://totp/a%zz?secret={Secret}", "label of")]
    [InlineData($"otpauth://totp/a%+1?secret={Secret}", "label of")]
    [InlineData($"otpauth://totp/a%ff?secret={Secret}", "label of")]
    [InlineData($"otpauth://totp/a b?secret={Secret}", "label of")]
    [InlineData($"otpauth://totp/\u00e9?secret={Secret}", "label of")]
    [InlineData("otpauth://totp/ann?", "name=value")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&", "name=value")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&image=x", "not known for totp")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&counter=1", "not known for totp")]
    [InlineData($"otpauth://hotp/ann?secret={Secret}&counter=1&period=30", "not known for hotp")]
    [InlineData($"otpauth://ocra/ann?secret={Secret}&digits=6", "not known for ocra")]
    [InlineData($"otpauth://totp/ann?Secret={Secret}", "not known for totp")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&secret={Secret}", "'secret' twice")]
    [InlineData($"otpauth://totp/ann?secret={Secret}#x", "'secret' of")]
    [InlineData("otpauth://totp/ann?issuer=x", "no secret")]
    [InlineData("otpauth://totp/ann?secret=GEZDGNBV1", "no secret")]
    [InlineData("otpauth://totp/ann?secret=GEZDGNBVGY3TQOJQ", "has 10 bytes")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&algorithm=MD5", "algorithm of")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&algorithm=sha1", "algorithm of")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&digits=3", "digits of")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&digits=11", "digits of")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&digits=", "digits of")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&digits=99999999999999999999", "digits of")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&period=0", "period of")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&period=3601", "period of")]
    [InlineData($"otpauth://totp/ann?secret={Secret}&period=-30", "period of")]
    [InlineData($"otpauth://hotp/ann?secret={Secret}", "no counter")]
    [InlineData($"otpauth://hotp/ann?secret={Secret}&counter=9007199254740993", "counter of")]
    [InlineData($"otpauth://ocra/ann?secret={Secret}", "OCRA suite")]
    [InlineData($"otpauth://ocra/ann?secret={Secret}&suite=OCRA-1", "OCRA suite")]
    public void AnythingElse_IsRefused_InASentence_WithoutTheKey(string? text, string says)
    {
        Assert.False(OtpAuthUri.TryRead(text, out OtpAuthUri? read, out string? problem));
        Assert.Null(read);
        Assert.Contains(says, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void LongerThanAnyThatIsWritten_IsRefused() =>
        Assert.False(OtpAuthUri.TryRead($"otpauth://totp/{new string('a', 2048)}?secret={Secret}", out _, out _));

    [Fact]
    public void NamesThatCannotBeWritten_AreRefused()
    {
        var secret = CodeSecret.NewTotp();
        string[] names = [" a", "a ", "a:b", "a\n", "a\u200eb", "a\ud83d", new('a', 65)];
        Assert.All(names, name =>
        {
            Assert.Equal("issuer", Assert.Throws<ArgumentException>(() => new OtpAuthUri(name, "ann", secret)).ParamName);
            Assert.Equal("account", Assert.Throws<ArgumentException>(() => new OtpAuthUri("", name, secret)).ParamName);
        });
        Assert.Throws<ArgumentException>(() => new OtpAuthUri("Hub", "", secret));
    }

    [Fact]
    public void CounterWhereNoneCanBe_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OtpAuthUri("", "ann", CodeSecret.NewTotp(), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OtpAuthUri("", "ann", CodeSecret.NewHotp(), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OtpAuthUri("", "ann", CodeSecret.NewHotp(), CodeState.MaxCounter + 1));
    }
}
