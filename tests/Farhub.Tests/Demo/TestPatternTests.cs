using Farhub.Demo;

namespace Farhub.Tests.Demo;

public sealed class TestPatternTests
{
    [Fact]
    public void SamePlace_HasTheSameBytes()
    {
        byte[] whole = new byte[4096];
        byte[] part = new byte[512];
        TestPattern pattern = new(7);
        pattern.Fill(8192, whole);
        pattern.Fill(8192 + 1024, part);
        Assert.Equal(whole[1024..1536], part);
    }

    [Theory]
    [InlineData(7, 512)] // a sector further
    [InlineData(8, 0)] // another run
    public void AnotherPlaceOrRun_HasOtherBytes(ulong seed, long offset)
    {
        byte[] one = new byte[512];
        byte[] other = new byte[512];
        new TestPattern(7).Fill(0, one);
        new TestPattern(seed).Fill(offset, other);
        Assert.NotEqual(one[..8], other[..8]);
        Assert.NotEqual(one, other);
    }
}
