namespace Farhub.Fuzz;

/// <summary>A valid input, and what the mutator may know of its structure.</summary>
/// <param name="Bytes">The input.</param>
/// <param name="Fields">The numbers in it.</param>
/// <param name="Starts">Where messages start, the end of the last one included.</param>
sealed record FuzzSample(byte[] Bytes, FuzzField[] Fields, int[] Starts);
