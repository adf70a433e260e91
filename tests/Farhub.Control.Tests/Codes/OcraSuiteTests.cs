using Farhub.Control.Codes;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Codes;

public sealed class OcraSuiteTests
{
    [Fact]
    public void EveryPart_IsRead()
    {
        var suite = OcraSuite.Parse("OCRA-1:HOTP-SHA512-10:C-QH40-PSHA256-S128-T48H");
        Assert.Equal("OCRA-1:HOTP-SHA512-10:C-QH40-PSHA256-S128-T48H", suite.ToString());
        Assert.Equal((CodeAlgorithm.Sha512, 10, true), (suite.Algorithm, suite.Digits, suite.HasCounter));
        Assert.Equal((OcraQuestionFormat.Hexadecimal, 40), (suite.QuestionFormat, suite.QuestionLength));
        Assert.Equal((CodeAlgorithm.Sha256, 128, TimeSpan.FromDays(2)), (suite.PinAlgorithm, suite.SessionLength, suite.TimeStep));
        Assert.Equal(10, suite.ResponseLength);
    }

    [Fact]
    public void WhatIsNotThere_IsNotRead()
    {
        var suite = OcraSuite.Parse("OCRA-1:HOTP-SHA256-0:QA04");
        Assert.Equal((CodeAlgorithm.Sha256, 0, false), (suite.Algorithm, suite.Digits, suite.HasCounter));
        Assert.Equal((OcraQuestionFormat.Alphanumeric, 4), (suite.QuestionFormat, suite.QuestionLength));
        Assert.Equal((null, 0, null), (suite.PinAlgorithm, suite.SessionLength, suite.TimeStep));
        Assert.Equal(64, suite.ResponseLength);
    }

    [Theory]
    [InlineData("T1S", 1)]
    [InlineData("T59S", 59)]
    [InlineData("T1M", 60)]
    [InlineData("T59M", 59 * 60)]
    [InlineData("T1H", 3600)]
    public void TimeSteps(string step, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), OcraSuite.Parse($"OCRA-1:HOTP-SHA1-6:QN64-{step}").TimeStep);

    [Theory]
    [InlineData(null, "at most 64")]
    [InlineData("", "at most 64")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-                                        ", "at most 64")]
    [InlineData("OCRA-1:HOTP-SHA256-8", "three parts")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08:", "three parts")]
    [InlineData("OCRA-2:HOTP-SHA256-8:QN08", "OCRA-1")]
    [InlineData("ocra-1:HOTP-SHA256-8:QN08", "OCRA-1")]
    [InlineData(" OCRA-1:HOTP-SHA256-8:QN08", "OCRA-1")]
    [InlineData("OCRA-1:TOTP-SHA256-8:QN08", "HOTP-hash-digits")]
    [InlineData("OCRA-1:HOTP-SHA256:QN08", "HOTP-hash-digits")]
    [InlineData("OCRA-1:HOTP-SHA256-8-8:QN08", "HOTP-hash-digits")]
    [InlineData("OCRA-1:HOTP-SHA3-8:QN08", "hash 'SHA3'")]
    [InlineData("OCRA-1:HOTP-sha256-8:QN08", "hash 'sha256'")]
    [InlineData("OCRA-1:HOTP-SHA256-3:QN08", "'3' digits")]
    [InlineData("OCRA-1:HOTP-SHA256-11:QN08", "'11' digits")]
    [InlineData("OCRA-1:HOTP-SHA256-08:QN08", "'08' digits")]
    [InlineData("OCRA-1:HOTP-SHA256-+8:QN08", "'+8' digits")]
    [InlineData("OCRA-1:HOTP-SHA256-:QN08", "'' digits")]
    [InlineData("OCRA-1:HOTP-SHA256-8:", "no question")]
    [InlineData("OCRA-1:HOTP-SHA256-8:C", "no question")]
    [InlineData("OCRA-1:HOTP-SHA256-8:C-C-QN08", "no question")]
    [InlineData("OCRA-1:HOTP-SHA256-8:PSHA1-QN08", "no question")]
    [InlineData("OCRA-1:HOTP-SHA256-8:Q", "question 'Q'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QX08", "question 'QX08'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN03", "question 'QN03'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN65", "question 'QN65'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QH8", "question 'QH8'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN008", "question 'QN008'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-P", "PIN 'P'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-PSHA3", "PIN 'PSHA3'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-S", "session 'S'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-S64", "session 'S64'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-S000", "session 'S000'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-S513", "session 'S513'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-T", "time step 'T'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-TM", "time step 'TM'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-T0H", "time step 'T0H'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-T01M", "time step 'T01M'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-T60S", "time step 'T60S'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-T60M", "time step 'T60M'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-T49H", "time step 'T49H'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-T1D", "time step 'T1D'")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-T1M-PSHA1", "'PSHA1' where")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-PSHA1-PSHA1", "'PSHA1' where")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-C", "'C' where")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-", "'' where")]
    public void AnythingElse_IsRefused_InASentence(string? text, string says)
    {
        Assert.False(OcraSuite.TryParse(text, out OcraSuite? suite, out string? problem));
        Assert.Null(suite);
        Assert.Contains(says, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.Equal(problem, Assert.Throws<FormatException>(() => OcraSuite.Parse(text!)).Message);
    }

    [Fact]
    public void AnyPieces_NeverThrow_AndOneMeaningHasOneSpelling() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Elements("OCRA-1", ":", "HOTP", "-", "SHA1", "SHA512", "8", "0", "C", "QN", "QA", "08", "64", "P", "S064", "T", "1M", "48H")).Select(string.Concat)),
        tail => new[] { tail, $"OCRA-1:HOTP-SHA1-6:{tail}", $"OCRA-1:HOTP-SHA1-6:C-QN08-{tail}" }
            .All(text => !OcraSuite.TryParse(text, out OcraSuite? suite, out _) || suite.Text == text)).QuickCheckThrowOnFailure();
}
