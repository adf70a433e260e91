using System.Text.Json;
using System.Text.Json.Serialization;

namespace Farhub.Control.State;

/// <summary>Values of an enum as words such as <c>admin</c>, read whatever their case; never as numbers, which say nothing and change.</summary>
/// <typeparam name="T">The enum.</typeparam>
sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) where T : struct, Enum;
