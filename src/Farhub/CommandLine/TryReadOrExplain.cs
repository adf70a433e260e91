using System.Diagnostics.CodeAnalysis;

namespace Farhub.CommandLine;

/// <summary>Reads one word of the command line, or says in one sentence why it cannot.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
delegate bool TryReadOrExplain<T>(string? text, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out string? error) where T : class;
