using System.Diagnostics.CodeAnalysis;
using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Hub;

/// <summary>Which physical devices are shared: <c>all</c>, <c>VID:PID</c>, <c>VID:PID:SERIAL</c>, or a port path such as <c>1-4.2</c>.</summary>
public sealed record ShareMatch
{
    readonly string _text;

    ShareMatch(string text) => _text = text;

    /// <summary>idVendor and idProduct it asks for; null for any.</summary>
    public VidPid? Id { get; private init; }

    /// <summary>Serial number it asks for, to the letter; null for any.</summary>
    public string? Serial { get; private init; }

    /// <summary>Port path it asks for; null for any.</summary>
    public string? PortPath { get; private init; }

    /// <summary>Reads one of the four forms.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ShareMatch? match)
    {
        match = null;
        if (string.IsNullOrWhiteSpace(text)) return false;
        if (text == "all")
        {
            match = new ShareMatch(text);
        }
        else if (IsPortPath(text))
        {
            match = new ShareMatch(text) { PortPath = text };
        }
        else
        {
            string[] parts = text.Split(':', 3);
            if (parts.Length < 2 || !VidPid.TryParse($"{parts[0]}:{parts[1]}", out VidPid id)) return false;
            if (parts.Length == 3 && parts[2].Length == 0) return false;
            match = new ShareMatch(text) { Id = id, Serial = parts.Length == 3 ? parts[2] : null };
        }
        return true;
    }

    /// <summary>True when the device is meant.</summary>
    public bool Matches(DeviceInfo device) =>
        (Id is null || Id == device.Id)
        && (Serial is null || Serial == device.Serial)
        && (PortPath is null || PortPath == device.BusId);

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>bus '-' port ('.' port)*, decimal.</summary>
    static bool IsPortPath(string text)
    {
        string[] busAndPorts = text.Split('-');
        return busAndPorts.Length == 2
            && IsNumber(busAndPorts[0])
            && busAndPorts[1].Split('.').All(IsNumber);

        static bool IsNumber(string part) => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit);
    }
}
