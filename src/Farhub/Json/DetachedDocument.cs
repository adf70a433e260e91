namespace Farhub.Json;

/// <summary>Answer of <c>farhub detach --json</c>.</summary>
/// <param name="Detached">The ports that are free now.</param>
sealed record DetachedDocument(IReadOnlyList<int> Detached);
