using System.Text;

namespace Farhub.Protocol.Tests;

public sealed class BusIdTests
{
    static readonly string Longest = new('a', 31);

    public static TheoryData<string> Good => ["1-1", "3-1.4.2", "usbip-vudc.0", "1", "...", "a.b", "é", "日本-1", "😀", Longest, new string('é', 15)];

    public static TheoryData<string> Bad =>
    [
        "", ".", "..", "-1", "1 1", "a/b", "../x", "a\\b", "a\0b", "a\nb", "a\tb",
        "\u001b[31mred", // escape
        "\u009b31m", // the same as one C1 control character
        "\u007f", // delete
        "1\u00a01", // no-break space
        "1\u20281", // line separator
        "a\u202eb", // right-to-left override
        "a\u200bb", // zero-width space
        "\ufffd", // what invalid UTF-8 becomes
        Longest + "a", // 32 bytes
        new string('é', 16), // 16 characters, 32 bytes
    ];

    [Theory, MemberData(nameof(Good))]
    public void GoodText_IsABusId_AndSurvivesTheWire(string text)
    {
        Assert.True(BusId.TryParse(text, out BusId busId));
        Assert.Equal(text, busId.ToString());
        byte[] field = new byte[BusId.FieldSize];
        busId.Write(field);
        Assert.True(BusId.TryRead(field, out BusId read));
        Assert.Equal(busId, read);
    }

    [Theory, MemberData(nameof(Bad))]
    public void BadText_IsNoBusId(string text)
    {
        Assert.False(BusId.TryParse(text, out BusId busId));
        Assert.Equal(default, busId);
        Assert.Throws<FormatException>(() => BusId.Parse(text));
        byte[] field = new byte[64];
        Encoding.UTF8.GetBytes(text, field);
        Assert.Equal(text.Contains('\0', StringComparison.Ordinal), BusId.TryRead(field, out _)); // A NUL on the wire ends the name.
    }

    [Fact]
    public void HalfASurrogatePair_IsNoBusId() // Not among the theory's data, which travels as UTF-8.
    {
        Assert.False(BusId.TryParse("\ud83d", out _));
        Assert.False(BusId.TryParse("a\ude00", out _));
    }

    [Fact]
    public void Null_IsNoBusId() => Assert.False(BusId.TryParse(null, out _));

    [Fact]
    public void FieldWithoutNul_IsNoBusId()
    {
        byte[] field = new byte[BusId.FieldSize + 8]; // The NULs behind the field are not its own.
        field.AsSpan(0, BusId.FieldSize).Fill((byte)'a');
        Assert.False(BusId.TryRead(field, out _));
        field[BusId.FieldSize - 1] = 0;
        Assert.True(BusId.TryRead(field, out BusId busId));
        Assert.Equal(Longest, busId.ToString());
    }

    [Theory]
    [InlineData((byte)0xff)]
    [InlineData((byte)0x80)]
    [InlineData((byte)0xc3)] // the first half of a character
    public void InvalidUtf8_IsNoBusId(byte bad)
    {
        byte[] field = new byte[BusId.FieldSize];
        field[0] = (byte)'1';
        field[1] = bad;
        Assert.False(BusId.TryRead(field, out _));
    }

    [Fact]
    public void BytesBehindTheNul_AreNotLookedAt()
    {
        byte[] field = new byte[BusId.FieldSize];
        Array.Fill(field, (byte)0xff);
        "1-2\0"u8.CopyTo(field);
        Assert.True(BusId.TryRead(field, out BusId busId));
        Assert.Equal("1-2", busId.ToString());
    }

    [Fact]
    public void Write_FillsTheWholeField()
    {
        byte[] field = new byte[BusId.FieldSize];
        Array.Fill(field, (byte)0xff);
        BusId.Parse("1-2").Write(field);
        Assert.All(field[3..], b => Assert.Equal(0, b));
    }

    [Fact]
    public void NoBusId_IsAnEmptyText() => Assert.Equal("", default(BusId).ToString());
}
