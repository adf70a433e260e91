namespace Farhub.Protocol.Tests;

public delegate object Reader(ReadOnlySpan<byte> bytes);

public delegate void Writer(Span<byte> bytes);

/// <summary>One message, its bytes, and the code that turns each into the other.</summary>
public sealed record Sample(string Name, object Message, byte[] Bytes, Reader Read, Writer Write)
{
    public override string ToString() => Name; // What the test's name shows.
}
