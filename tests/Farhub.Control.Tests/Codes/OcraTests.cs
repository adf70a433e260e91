using System.Security.Cryptography;
using System.Text;
using Farhub.Control.Codes;

namespace Farhub.Control.Tests.Codes;

public sealed class OcraTests
{
    /// <summary>25 March 2008, 12:06:30 UTC, in minutes.</summary>
    const long RfcMinute = 0x132d0b6;

    /// <summary>RFC 6287, appendix C.1.</summary>
    [Theory]
    [InlineData("OCRA-1:HOTP-SHA1-6:QN08", "237653 243178 653583 740991 608993 388898 816933 224598 750600 294470")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QN08-PSHA1", "83238735 01501458 17957585 86776967 86807031")]
    [InlineData("OCRA-1:HOTP-SHA512-8:C-QN08", "07016083 63947962 70123924 25341727 33203315 34205738 44343969 51946085 20403879 31409299")]
    [InlineData("OCRA-1:HOTP-SHA512-8:QN08-T1M", "95209754 55907591 22048402 24218844 36209546")]
    public void OneWay(string suite, string responses)
    {
        string[] all = responses.Split(' ');
        for (int i = 0; i < all.Length; i++) Assert.Equal(all[i], Respond(suite, new string((char)('0' + i), 8), counter: i));
    }

    /// <summary>RFC 6287, appendix C.1: the counter moves, the question stays.</summary>
    [Fact]
    public void OneWay_CounterAndPin()
    {
        string[] responses = ["65347737", "86775851", "78192410", "71565254", "10104329", "65983500", "70069104", "91771096", "75011558", "08522129"];
        for (int i = 0; i < responses.Length; i++) Assert.Equal(responses[i], Respond("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", "12345678", counter: i));
    }

    /// <summary>RFC 6287, appendix C.2: the server answers client then server, the client answers server then client.</summary>
    [Theory]
    [InlineData("OCRA-1:HOTP-SHA256-8:QA08", true, "28247970 01984843 65387857 03351211 83412541")]
    [InlineData("OCRA-1:HOTP-SHA256-8:QA08", false, "15510767 90175646 33777207 95285278 28934924")]
    [InlineData("OCRA-1:HOTP-SHA512-8:QA08", true, "79496648 76831980 12250499 90856481 12761449")]
    [InlineData("OCRA-1:HOTP-SHA512-8:QA08-PSHA1", false, "18806276 70020315 01600026 18951020 32528969")]
    public void Mutual(string suite, bool isServer, string responses)
    {
        string[] all = responses.Split(' ');
        for (int i = 0; i < all.Length; i++)
        {
            (string client, string server) = ($"CLI2222{i}", $"SRV1111{i}");
            Assert.Equal(all[i], isServer ? Respond(suite, client, server) : Respond(suite, server, client));
        }
    }

    /// <summary>RFC 6287, appendix C.3.</summary>
    [Theory]
    [InlineData("OCRA-1:HOTP-SHA256-8:QA08", "000", "53095496 04110475 31331128 76028668 46554205")]
    [InlineData("OCRA-1:HOTP-SHA512-8:QA10-T1M", "00000", "77537423 31970405 10235557 95213541 65360607")]
    public void PlainSignature(string suite, string zeros, string responses)
    {
        string[] all = responses.Split(' ');
        for (int i = 0; i < all.Length; i++) Assert.Equal(all[i], Respond(suite, $"SIG1{i}{zeros}"));
    }

    [Fact]
    public void RfcMinute_IsTheRfcsMoment() =>
        Assert.Equal(RfcMinute, Totp.Step(new DateTimeOffset(2008, 3, 25, 12, 6, 30, TimeSpan.Zero), OcraSuite.Parse("OCRA-1:HOTP-SHA512-8:QN08-T1M").TimeStep!.Value));

    /// <summary>The message spelled out: what the RFC has no vectors for.</summary>
    [Theory]
    [InlineData("OCRA-1:HOTP-SHA1-0:QH08", "0aBc", "0ABC")]
    [InlineData("OCRA-1:HOTP-SHA1-0:QH08", "abc", "ABC0")]
    [InlineData("OCRA-1:HOTP-SHA256-0:QN08", "00000291", "1230")]
    [InlineData("OCRA-1:HOTP-SHA256-0:QN08", "00000018", "12")]
    [InlineData("OCRA-1:HOTP-SHA512-0:QA08", "aZ9", "615A39")]
    public void WholeHmac_IsTheResponse_WhenNoDigitsAreAskedFor(string suite, string question, string questionHex)
    {
        CodeAlgorithm algorithm = OcraSuite.Parse(suite).Algorithm;
        byte[] message = [.. Encoding.ASCII.GetBytes(suite), 0, .. Convert.FromHexString(questionHex.PadRight(256, '0'))];
        Assert.Equal(Convert.ToHexString(Hmac(algorithm, message)), Respond(suite, question));
    }

    [Fact]
    public void EverythingAtOnce_StandsInTheOrderOfTheSuite_SessionPaddedOnItsLeft()
    {
        const string suite = "OCRA-1:HOTP-SHA512-0:C-QH64-PSHA512-S512-T59S";
        string question = new('f', 64);
        byte[] session = [1, 2, 3];
        byte[] pinHash = OcraSuite.Parse(suite).HashPin("é");
        Assert.Equal(SHA512.HashData([0xc3, 0xa9]), pinHash);
        byte[] message =
        [
            .. Encoding.ASCII.GetBytes(suite), 0,
            0, 0, 0, 0, 0, 0, 1, 2, // C
            .. Enumerable.Repeat((byte)0xff, 64), .. new byte[64], // Q, both
            .. pinHash,
            .. new byte[509], .. session,
            0, 0, 0, 0, 0, 0, 3, 4, // T
        ];
        var input = new OcraInput { Question = question, SecondQuestion = question, Counter = 0x102, PinHash = pinHash, Session = session, TimeStep = 0x304 };
        Assert.Equal(Convert.ToHexString(Hmac(CodeAlgorithm.Sha512, message)), Ocra.Response(OcraSuite.Parse(suite), TestKeys.Of(CodeAlgorithm.Sha512), input));
    }

    [Fact]
    public void LongestNumbers_GoIn()
    {
        const string suite = "OCRA-1:HOTP-SHA1-0:QN64";
        string nines = new('9', 64);
        string hex = System.Numerics.BigInteger.Parse(nines + nines).ToString("X").TrimStart('0');
        byte[] message = [.. Encoding.ASCII.GetBytes(suite), 0, .. Convert.FromHexString(hex.PadRight(256, '0'))];
        Assert.Equal(Convert.ToHexString(Hmac(CodeAlgorithm.Sha1, message)), Respond(suite, nines, nines));
    }

    [Theory]
    [InlineData("OCRA-1:HOTP-SHA1-6:QN08", "")]
    [InlineData("OCRA-1:HOTP-SHA1-6:QN08", "123456789")]
    [InlineData("OCRA-1:HOTP-SHA1-6:QN08", "1234567a")]
    [InlineData("OCRA-1:HOTP-SHA1-6:QH08", "1234567g")]
    [InlineData("OCRA-1:HOTP-SHA1-6:QA08", "1234 567")]
    [InlineData("OCRA-1:HOTP-SHA1-6:QN08", "1234567\u0661")]
    public void QuestionOfAnotherFormat_IsRefused(string suite, string question)
    {
        Assert.Throws<ArgumentException>(() => Respond(suite, question));
        if (question.Length > 0) Assert.Throws<ArgumentException>(() => Respond(suite, "1234", question));
    }

    [Fact]
    public void InputThatTheSuiteDoesNotName_OrLacks_IsRefused()
    {
        byte[] hash = new byte[20];
        Refuses("QN08", () => new OcraInput { Question = "1", Counter = 1 });
        Refuses("QN08", () => new OcraInput { Question = "1", PinHash = hash });
        Refuses("QN08", () => new OcraInput { Question = "1", Session = hash });
        Refuses("QN08", () => new OcraInput { Question = "1", TimeStep = 1 });
        Refuses("C-QN08", () => new OcraInput { Question = "1" });
        Refuses("QN08-PSHA1", () => new OcraInput { Question = "1" });
        Refuses("QN08-PSHA256", () => new OcraInput { Question = "1", PinHash = hash });
        Refuses("QN08-S064", () => new OcraInput { Question = "1" });
        Refuses("QN08-S019", () => new OcraInput { Question = "1", Session = hash });
        Refuses("QN08-T1M", () => new OcraInput { Question = "1" });

        void Refuses(string inputs, InputMaker make)
        {
            var suite = OcraSuite.Parse($"OCRA-1:HOTP-SHA1-6:{inputs}");
            Assert.Equal("input", Assert.Throws<ArgumentException>(() => Ocra.Response(suite, hash, make())).ParamName);
        }
    }

    [Fact]
    public void RoomOfAnotherLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Ocra.Write(OcraSuite.Parse("OCRA-1:HOTP-SHA1-6:QN08"), new byte[20], new OcraInput { Question = "1" }, new byte[7]));

    [Fact]
    public void PinOfASuiteWithoutOne_IsRefused() => Assert.Throws<InvalidOperationException>(() => OcraSuite.Parse("OCRA-1:HOTP-SHA1-6:QN08").HashPin("1234"));

    delegate OcraInput InputMaker();

    static string Respond(string text, string question, string second = "", long counter = 0)
    {
        var suite = OcraSuite.Parse(text);
        return Ocra.Response(suite, TestKeys.Of(suite.Algorithm), new OcraInput
        {
            Question = question,
            SecondQuestion = second,
            Counter = suite.HasCounter ? counter : null,
            PinHash = suite.PinAlgorithm is null ? [] : suite.HashPin("1234"),
            TimeStep = suite.TimeStep is null ? null : RfcMinute,
        });
    }

    static byte[] Hmac(CodeAlgorithm algorithm, byte[] message)
    {
        byte[] mac = new byte[CodeHash.Size(algorithm)];
        CodeHash.Mac(algorithm, TestKeys.Of(algorithm), message, mac);
        return mac;
    }
}
