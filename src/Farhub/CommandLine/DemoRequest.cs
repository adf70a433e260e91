namespace Farhub.CommandLine;

/// <summary><c>farhub demo</c>.</summary>
/// <param name="Size">Size of the disk to write and read.</param>
sealed record DemoRequest(ByteSize Size);
