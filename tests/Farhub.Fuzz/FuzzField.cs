namespace Farhub.Fuzz;

/// <summary>A number in a sample.</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="Width">1, 2 or 4 bytes.</param>
/// <param name="LittleEndian">Order of the bytes.</param>
readonly record struct FuzzField(int Offset, int Width, bool LittleEndian);
