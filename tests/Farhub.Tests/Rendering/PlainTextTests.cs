using Farhub.Rendering;

namespace Farhub.Tests.Rendering;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("SanDisk Cruzer", "SanDisk Cruzer")]
    [InlineData("Gerät 型号 🔌", "Gerät 型号 🔌")]
    [InlineData("\u001b[31mred\u001b[0m", "\ufffd[31mred\ufffd[0m")] // colours
    [InlineData("\u001b]0;title\u0007", "\ufffd]0;title\ufffd")] // window title
    [InlineData("\u009b2J", "\ufffd2J")] // the one-character form of ESC [
    [InlineData("a\r\nb\tc\bd", "a\ufffd\ufffdb\ufffdc\ufffdd")] // lines of its own
    [InlineData("a\u202eb\u2066c\u200bd", "a\ufffdb\ufffdc\ufffdd")] // reversed and hidden text
    [InlineData("a\u2028b\u2029c", "a\ufffdb\ufffdc")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void SteeringCharacters_AreReplaced(string? text, string clean) => Assert.Equal(clean, PlainText.Clean(text));

    [Fact]
    public void BrokenSurrogates_AreReplaced() => Assert.Equal("a\ufffdb\ufffd", PlainText.Clean("a\ud83db\udd0c"));

    [Fact]
    public void LongText_IsCut() => Assert.Equal("abc", PlainText.Clean("abcdef", 3));
}
