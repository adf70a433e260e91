using System.Diagnostics.CodeAnalysis;

namespace Farhub.CommandLine;

/// <summary>Reads one word of the command line.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
delegate bool TryRead<T>(string text, [MaybeNullWhen(false)] out T value);
