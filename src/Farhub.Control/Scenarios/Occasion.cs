using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Farhub.Control.Model;
using Farhub.Devices;

namespace Farhub.Control.Scenarios;

/// <summary>What a command or a web address is told about why it is called.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Share">The share's name.</param>
/// <param name="Event">What happened, such as <c>share.attached</c>.</param>
/// <param name="At">When the step ran.</param>
/// <param name="Binding">How the share knows its device; null when the share is gone.</param>
/// <param name="Device">Its device; null when it is not here.</param>
sealed record Occasion(string Scenario, string Share, string Event, DateTimeOffset At, DeviceBinding? Binding, DeviceInfo? Device)
{
    /// <summary>idVendor:idProduct: of a device that is not here, as far as the share knows it.</summary>
    string DeviceId => Device?.Id.ToString() ?? Binding?.Id ?? "";

    string Port => Device?.BusId ?? Binding?.Port ?? "";

    /// <summary>As variables of a command's environment.</summary>
    internal IEnumerable<(string Name, string Value)> Variables =>
    [
        ("FARHUB_SHARE", Share),
        ("FARHUB_EVENT", Event),
        ("FARHUB_SCENARIO", Scenario),
        ("FARHUB_DEVICE", DeviceId),
        ("FARHUB_PORT", Port),
    ];

    /// <summary>As the JSON object that a web address is sent.</summary>
    internal byte[] ToJson()
    {
        var json = new JsonObject
        {
            ["scenario"] = Scenario,
            ["share"] = Share,
            ["event"] = Event,
            ["at"] = At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["device"] = Device is null
                ? null
                : new JsonObject { ["id"] = DeviceId, ["port"] = Port, ["serial"] = Device.Serial, ["product"] = Device.Product },
        };
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
