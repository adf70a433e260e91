using System.Globalization;

namespace Farhub.CommandLine;

/// <summary>Which attached devices: a port by its number, a device by its bus id or <c>VID:PID</c>, or all of them.</summary>
sealed record PortSelector
{
    /// <summary>Everything that is attached.</summary>
    public static PortSelector All { get; } = new();

    /// <summary>The port; null when it asks for a device, or for all.</summary>
    public int? Port { get; private init; }

    /// <summary>The device; null when it asks for a port, or for all.</summary>
    public DeviceSelector? Device { get; private init; }

    /// <summary>Reads a port number, a bus id or an id.</summary>
    public static bool TryParse(string? text, out PortSelector? selector)
    {
        selector = null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)) selector = new PortSelector { Port = port };
        else if (DeviceSelector.TryParse(text, out DeviceSelector? device)) selector = new PortSelector { Device = device };
        return selector is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Port?.ToString(CultureInfo.InvariantCulture) ?? Device?.ToString() ?? "--all";
}
