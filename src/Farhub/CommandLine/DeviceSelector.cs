using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.CommandLine;

/// <summary>One device of a hub: by its bus id, or by <c>VID:PID</c> when only one there has it.</summary>
sealed record DeviceSelector
{
    /// <summary>The bus id it asks for; null when it asks for an id.</summary>
    public BusId? BusId { get; private init; }

    /// <summary>idVendor and idProduct it asks for; null when it asks for a bus id.</summary>
    public VidPid? Id { get; private init; }

    /// <summary>Reads one of the two forms. A bus id may be any word, so only what looks like <c>VID:PID</c> is one.</summary>
    public static bool TryParse(string? text, out DeviceSelector? selector)
    {
        selector = null;
        if (VidPid.TryParse(text, out VidPid id)) selector = new DeviceSelector { Id = id };
        else if (text is not null && Protocol.BusId.TryParse(text, out BusId busId)) selector = new DeviceSelector { BusId = busId };
        return selector is not null;
    }

    /// <summary>True when the device with this bus id and id is meant.</summary>
    public bool Matches(string busId, VidPid id) => Id is null ? BusId?.ToString() == busId : Id == id;

    /// <inheritdoc/>
    public override string ToString() => Id?.ToString() ?? BusId.ToString() ?? "";
}
