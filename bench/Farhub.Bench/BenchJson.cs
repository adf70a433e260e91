using System.Text.Json.Serialization;
using Farhub.Bench.Processes;

namespace Farhub.Bench;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Measurement))]
[JsonSerializable(typeof(LoadResult))]
sealed partial class BenchJson : JsonSerializerContext;
