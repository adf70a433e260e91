using Farhub.Protocol;

namespace Farhub.Client;

/// <summary>A hub answered an import with something other than the device. The message is one sentence for the user.</summary>
public sealed class ImportException : HubException
{
    /// <summary>Makes one.</summary>
    /// <param name="status">What the hub said.</param>
    /// <param name="message">One sentence for the user.</param>
    public ImportException(OpStatus status, string message) : base(HubFailure.Refused, message) => Status = status;

    /// <summary>Makes one without a status of its own.</summary>
    public ImportException() : this(OpStatus.Error, "The hub refused the device.") { }

    /// <summary>Makes one without a status of its own.</summary>
    public ImportException(string message) : this(OpStatus.Error, message) { }

    /// <summary>Makes one without a status of its own.</summary>
    public ImportException(string message, Exception innerException) : base(HubFailure.Refused, message, innerException) => Status = OpStatus.Error;

    /// <summary>What the hub said; as it came, so a value may have no name.</summary>
    public OpStatus Status { get; }

    internal static ImportException Of(OpStatus status, HubAddress hub, BusId busId) => new(status, status switch
    {
        OpStatus.NotAvailable => $"{hub} does not give out {busId}: there is no such device, it is not shared, or somebody has it (this hub does not say which).",
        OpStatus.DeviceBusy => $"Somebody else is using {busId} of {hub}.",
        OpStatus.DeviceError => $"{busId} of {hub} is in an error state: unplug it and plug it in again, or share it anew.",
        OpStatus.NoDevice => $"{hub} has no device {busId}.",
        OpStatus.Error => $"{hub} refused {busId}.",
        _ => $"{hub} refused {busId} with status {(uint)status}.",
    });
}
