using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Usb.Tests;

public sealed class StringDescriptorTests
{
    static readonly byte[] Bytes =
    [
        12, // bLength
        0x03, // bDescriptorType
        0x41, 0x00, // A
        0xe9, 0x00, // é
        0xe5, 0x65, // 日
        0x3d, 0xd8, 0x00, 0xde, // 😀, a pair of surrogates
    ];

    [Fact]
    public void TheseBytes_AreThisText() => Assert.Equal("Aé日😀", Read(Bytes));

    [Fact]
    public void ThisText_IsTheseBytes_AndNoOther()
    {
        byte[] room = new byte[20];
        Array.Fill(room, (byte)0xff);
        Assert.Equal(12, StringDescriptor.Write(room.AsSpan(2), "Aé日😀"));
        Assert.Equal([0xff, 0xff, .. Bytes, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], room);
    }

    [Fact]
    public void EmptyText_IsTwoBytes()
    {
        byte[] room = new byte[2];
        Assert.Equal(2, StringDescriptor.Write(room, ""));
        Assert.Equal([2, 3], room);
        Assert.Equal("", Read(room));
    }

    [Fact]
    public void HalfACodeUnitAtTheEnd_IsLeftOut() => Assert.Equal("AB", Read([7, 3, (byte)'A', 0, (byte)'B', 0, (byte)'C']));

    [Theory]
    [InlineData(200, "AB")] // says more than it has
    [InlineData(4, "A")] // says less
    [InlineData(5, "A")]
    [InlineData(2, "")]
    public void LengthThatLies_IsHeldWithinTheBytes(byte length, string text) => Assert.Equal(text, Read([length, 3, (byte)'A', 0, (byte)'B', 0]));

    [Fact]
    public void Nul_EndsTheText() => Assert.Equal("A", Read([10, 3, (byte)'A', 0, 0, 0, (byte)'B', 0, 0, 0]));

    [Fact]
    public void SurrogateWithoutPartner_IsLeftOut()
    {
        // Not a theory: an attribute keeps its text as UTF-8, which has no half characters.
        (string Sent, string Read)[] cases =
        [
            ("\ud83d", ""), // alone
            ("\ude00", ""),
            ("a\ud83db", "ab"), // followed by something else
            ("a\ude00b", "ab"),
            ("a\ude00\ud83db", "ab"), // the wrong way round
            ("\ud83d\ud83d\ude00", "😀"), // half, then whole
            ("a\ud83d", "a"), // at the end
        ];
        Assert.All(cases, c =>
        {
            byte[] bytes = new byte[StringDescriptor.MaxSize];
            int length = StringDescriptor.Write(bytes, c.Sent);
            Assert.Equal(2 + (2 * c.Sent.Length), length); // It is written, so that a software device can be as bad as a real one.
            Assert.Equal(c.Read, Read(bytes[..length]));
        });
    }

    [Theory]
    [InlineData(126, 254)]
    [InlineData(127, 254)]
    [InlineData(1000, 254)]
    public void LongText_IsCut(int characters, int size)
    {
        byte[] room = new byte[StringDescriptor.MaxSize];
        Assert.Equal(size, StringDescriptor.Write(room, new string('x', characters)));
        Assert.Equal(new string('x', 126), Read(room));
    }

    [Fact]
    public void LongText_IsNotCutInAPair()
    {
        byte[] room = new byte[StringDescriptor.MaxSize];
        string most = new('x', 125);
        Assert.Equal(252, StringDescriptor.Write(room, most + "😀"));
        Assert.Equal(most, Read(room));
    }

    [Fact]
    public void TooLittleRoom_IsRefused_AndNothingIsWritten()
    {
        byte[] room = new byte[5];
        Assert.Throws<ArgumentOutOfRangeException>(() => StringDescriptor.Write(room, "AB"));
        Assert.Throws<ArgumentOutOfRangeException>(() => StringDescriptor.WriteLanguages(room, 1, 2));
        Assert.All(room, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[] { 0, 3, 65, 0 })]
    [InlineData(new byte[] { 1, 3, 65, 0 })]
    [InlineData(new byte[] { 4, 2, 65, 0 })]
    public void OtherBytes_AreNoString(byte[] bytes)
    {
        Assert.False(StringDescriptor.TryRead(bytes, out string? text));
        Assert.Null(text);
        Assert.False(StringDescriptor.TryReadLanguages(bytes, out _));
    }

    [Fact]
    public void Languages_AreWrittenAndRead()
    {
        byte[] room = new byte[8];
        Assert.Equal(6, StringDescriptor.WriteLanguages(room, StringDescriptor.EnglishUnitedStates, 0x0407));
        Assert.Equal([6, 3, 0x09, 0x04, 0x07, 0x04, 0, 0], room);
        Assert.True(StringDescriptor.TryReadLanguages(room, out IReadOnlyList<ushort>? languages));
        Assert.Equal([0x0409, 0x0407], languages);
    }

    [Fact]
    public void NoLanguageAtAll_IsAnEmptyList()
    {
        Assert.True(StringDescriptor.TryReadLanguages([2, 3], out IReadOnlyList<ushort>? languages));
        Assert.Empty(languages);
    }

    [Fact]
    public void MoreLanguagesThanFit_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StringDescriptor.WriteLanguages(new byte[1000], new ushort[127]));

    [Fact]
    public void WellFormedText_SurvivesTheWire() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Elements("a", "é", "日", "😀", " ", "\n", "\ufffd", "\uffff")).Select(string.Concat).Where(t => t.Length <= 126)),
        text =>
        {
            byte[] room = new byte[StringDescriptor.MaxSize];
            int length = StringDescriptor.Write(room, text);
            return StringDescriptor.TryRead(room.AsSpan(0, length), out string? read) && read == text;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    static string Read(byte[] bytes)
    {
        Assert.True(StringDescriptor.TryRead(bytes, out string? text));
        return text;
    }
}
