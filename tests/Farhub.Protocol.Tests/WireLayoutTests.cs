namespace Farhub.Protocol.Tests;

/// <summary>Each message against bytes written down by hand, and against spans that are too long and too short.</summary>
public sealed class WireLayoutTests
{
    [Theory, MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Read_GivesTheMessageOfTheseBytes(Sample sample) => Assert.Equal(sample.Message, sample.Read(sample.Bytes));

    [Theory, MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Write_GivesTheBytesOfThisMessage_AndTouchesNoOther(Sample sample)
    {
        const int Guard = 64;
        byte[] bytes = new byte[Guard + sample.Bytes.Length + Guard];
        Array.Fill(bytes, (byte)0xff);

        sample.Write(bytes.AsSpan(Guard)); // More room than needed.

        Assert.Equal(sample.Bytes, bytes[Guard..^Guard]);
        Assert.All(bytes[..Guard], b => Assert.Equal(0xff, b));
        Assert.All(bytes[^Guard..], b => Assert.Equal(0xff, b));
    }

    [Theory, MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Read_FromTheMiddleOfALargerArray_LooksAtNothingElse(Sample sample)
    {
        byte[] larger = new byte[64 + sample.Bytes.Length + 64];
        Array.Fill(larger, (byte)0xff);
        sample.Bytes.CopyTo(larger, 64);

        Assert.Equal(sample.Message, sample.Read(larger.AsSpan(64, sample.Bytes.Length)));
        Assert.Equal(sample.Message, sample.Read(larger.AsSpan(64)));
    }

    [Theory, MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Read_OfFewerBytes_IsRefusedAtEveryLength(Sample sample)
    {
        for (int length = 0; length < sample.Bytes.Length; length++)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => sample.Read(sample.Bytes.AsSpan(0, length)));
        }
    }

    [Theory, MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Write_IntoLessRoom_IsRefusedAtEveryLength_AndWritesNothing(Sample sample)
    {
        byte[] bytes = new byte[sample.Bytes.Length];
        Array.Fill(bytes, (byte)0xff);
        for (int length = 0; length < sample.Bytes.Length; length++)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => sample.Write(bytes.AsSpan(0, length)));
        }
        Assert.All(bytes, b => Assert.Equal(0xff, b));
    }

    [Theory]
    [InlineData(8)] // devid
    [InlineData(12)] // direction
    [InlineData(16)] // ep
    [InlineData(40)] // padding
    [InlineData(47)]
    public void ReadOfAReply_IgnoresWhatServersMayLeaveThere(int at)
    {
        byte[] bytes = [.. Samples.SubmitReply.Bytes];
        bytes[at] = 0x7f;
        Assert.Equal(Samples.SubmitReply.Message, SubmitReply.Read(bytes));
    }

    [Fact]
    public void ReadOfAnUnlinkReply_IgnoresPadding()
    {
        byte[] bytes = [.. Samples.UnlinkReply.Bytes];
        bytes.AsSpan(24).Fill(0xff);
        Assert.Equal(Samples.UnlinkReply.Message, UnlinkReply.Read(bytes));
    }

    [Theory]
    [InlineData(0u, false)]
    [InlineData(1u, true)]
    public void SubmitCommand_KnowsItsDirection(uint direction, bool isIn) =>
        Assert.Equal(isIn, (SubmitCommand.Read(Samples.Submit.Bytes) with { Direction = direction }).IsIn);

    [Fact]
    public void OpHeader_IsOfTheVersionThatStockToolsRequire() => Assert.Equal(0x0111, new OpHeader(OpCode.ReplyImport).Version);
}
