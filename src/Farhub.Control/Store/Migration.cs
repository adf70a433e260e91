namespace Farhub.Control.Store;

/// <summary>One step from a schema to the next.</summary>
/// <param name="Version">The version of the schema after it: 1, 2, 3 …</param>
/// <param name="Name">What it does: <c>001-objects</c>.</param>
/// <param name="Sql">How.</param>
sealed record Migration(long Version, string Name, string Sql);
