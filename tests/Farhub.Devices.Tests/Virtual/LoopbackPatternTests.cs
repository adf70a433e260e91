using Farhub.Devices.Virtual;

namespace Farhub.Devices.Tests.Virtual;

public sealed class LoopbackPatternTests
{
    /// <summary>The documented function, written down a second time.</summary>
    static byte Expected(long position)
    {
        ulong x = (ulong)(position % 65521) * 0x9e3779b1 % (1UL << 32);
        x = (x ^ (x >> 15)) * 0x85ebca77 % (1UL << 32);
        return (byte)(x >> 24);
    }

    [Theory]
    [InlineData(0, 70000)]
    [InlineData(65520, 3)]
    [InlineData(1, 0)]
    [InlineData(123456789012345, 4096)]
    [InlineData(65520, (1 << 20) + 1)]
    public void The_stream_is_the_documented_function(long position, int length)
    {
        byte[] bytes = new byte[length];
        LoopbackPattern.Fill(bytes, position);
        for (int i = 0; i < length; i++)
        {
            if (bytes[i] != Expected(position + i)) Assert.Fail($"Byte {i} is {bytes[i]}, not {Expected(position + i)}.");
        }
        Assert.True(LoopbackPattern.Verify(bytes, position));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData((1 << 20) + 5)]
    public void The_first_wrong_byte_is_found(int index)
    {
        byte[] bytes = new byte[(1 << 20) + 100];
        LoopbackPattern.Fill(bytes, 17);
        bytes[index] ^= 1;
        bytes[^1] ^= 1;
        Assert.Equal(index, LoopbackPattern.Mismatch(bytes, 17));
        Assert.False(LoopbackPattern.Verify(bytes, 17));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(65536)]
    [InlineData(1 << 20)]
    public void A_lost_repeated_or_swapped_transfer_of_a_usual_size_shows(int size)
    {
        byte[] bytes = new byte[size];
        for (int transfer = 0; transfer < 20; transfer++)
        {
            LoopbackPattern.Fill(bytes, (long)transfer * size);
            for (int other = 0; other < 20; other++)
            {
                Assert.Equal(other == transfer, LoopbackPattern.Verify(bytes, (long)other * size));
            }
        }
    }
}
