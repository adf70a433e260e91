using System.Text.Json;
using System.Text.Json.Serialization;
using Farhub.Control.Model;

namespace Farhub.Control.State;

/// <summary>How things become text, in the store, the API and YAML alike.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(CamelCaseEnum<Role>), typeof(CamelCaseEnum<Proof>), typeof(CamelCaseEnum<TokenScope>)], NumberHandling = JsonNumberHandling.Strict, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Share))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Group))]
[JsonSerializable(typeof(Grant))]
[JsonSerializable(typeof(ScheduleRule))]
[JsonSerializable(typeof(Scenario))]
[JsonSerializable(typeof(ApiToken))]
[JsonSerializable(typeof(CodeCredential))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(QueueEntry))]
[JsonSerializable(typeof(Reservation))]
[JsonSerializable(typeof(Unlock))]
[JsonSerializable(typeof(Cooldown))]
[JsonSerializable(typeof(Setting))]
sealed partial class ControlJson : JsonSerializerContext;
