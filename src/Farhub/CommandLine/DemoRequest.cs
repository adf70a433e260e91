namespace Farhub.CommandLine;

/// <summary><c>farhub demo</c>.</summary>
/// <param name="Size">Bytes of the disk to write and read.</param>
sealed record DemoRequest(long Size);
