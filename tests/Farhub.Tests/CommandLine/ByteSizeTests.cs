using Farhub.CommandLine;

namespace Farhub.Tests.CommandLine;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("1", 1, "1 bytes")]
    [InlineData("4096", 4096, "4 KiB")]
    [InlineData("512k", 512L << 10, "512 KiB")]
    [InlineData("64M", 64L << 20, "64 MiB")]
    [InlineData("3G", 3L << 30, "3 GiB")]
    [InlineData("8589934591G", 8589934591L << 30, "8589934591 GiB")] // the largest that fits
    public void SizesAreReadAndWritten(string text, long bytes, string written)
    {
        Assert.True(ByteSize.TryParse(text, out ByteSize size));
        Assert.Equal(bytes, size.Bytes);
        Assert.Equal(written, size.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0M")]
    [InlineData("M")]
    [InlineData("-1M")]
    [InlineData("1.5M")]
    [InlineData("1 M")]
    [InlineData("1T")]
    [InlineData("8589934592G")]
    public void OtherWordsAreRefused(string text) => Assert.False(ByteSize.TryParse(text, out _));
}
