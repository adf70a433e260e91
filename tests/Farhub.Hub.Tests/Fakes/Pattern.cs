namespace Farhub.Hub.Tests.Fakes;

/// <summary>Bytes that tell where they belong.</summary>
static class Pattern
{
    public static void Fill(Span<byte> bytes, int seed)
    {
        for (int i = 0; i < bytes.Length; i++) bytes[i] = unchecked((byte)((i * 7) + (i >> 8) + seed));
    }

    public static byte[] Of(int length, int seed)
    {
        byte[] bytes = new byte[length];
        Fill(bytes, seed);
        return bytes;
    }
}
