using System.Text.Json.Serialization;
using Farhub.Remote;

namespace Farhub.Json;

/// <summary>The documents of <c>--json</c>. Names and shapes are described in docs/cli.md and only ever grow.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(LocalDevicesDocument))]
[JsonSerializable(typeof(HubDevicesDocument))]
[JsonSerializable(typeof(PortsDocument))]
[JsonSerializable(typeof(PortDocument))]
[JsonSerializable(typeof(DetachedDocument))]
[JsonSerializable(typeof(Dictionary<string, KnownHub>))]
sealed partial class FarhubJson : JsonSerializerContext;
