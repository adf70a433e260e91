using Farhub.Usb;

namespace Farhub.Client;

/// <summary>How a transfer ended. Negative values are the Linux errno that came over the wire, named or not; positive ones arose on this side.</summary>
public enum TransferStatus
{
    /// <summary>Done.</summary>
    Ok = 0,
    /// <summary>The connection to the hub ended first; <see cref="RemoteDevice.Ended"/> says why.</summary>
    LinkLost = 1,
    /// <summary>Not sent: <see cref="ImportOptions.MaxTransfersInFlight"/> are in flight already.</summary>
    TooManyInFlight = 2,
    /// <summary>Cancelled, and nothing of it will arrive any more.</summary>
    Cancelled = -Errno.ECONNRESET,
    /// <summary>The endpoint stalled: a control request the device does not know, or a halt that needs <see cref="RemoteDevice.ClearHaltAsync"/>.</summary>
    Stall = -Errno.EPIPE,
    /// <summary>The device is gone.</summary>
    DeviceGone = -Errno.ENODEV,
    /// <summary>The device, or this interface's setting, was shut down under the transfer.</summary>
    Shutdown = -Errno.ESHUTDOWN,
    /// <summary>The device sent more than was asked for.</summary>
    Babble = -Errno.EOVERFLOW,
    /// <summary>Bus error, or an answer that makes no sense.</summary>
    ProtocolError = -Errno.EPROTO,
    /// <summary>Checksum or bit stuffing error on the bus.</summary>
    BadChecksum = -Errno.EILSEQ,
    /// <summary>The device did not answer on the bus.</summary>
    NoResponse = -Errno.ETIME,
    /// <summary>Fewer bytes than asked for, and <see cref="UrbFlags.ShortNotOk"/> was set.</summary>
    Short = -Errno.EREMOTEIO,
    /// <summary>Isochronous: some packets failed; each packet says which.</summary>
    SomePacketsFailed = -Errno.EXDEV,
    /// <summary>The hub gave up waiting for the device.</summary>
    TimedOut = -Errno.ETIMEDOUT,
    /// <summary>The hub has no memory for it.</summary>
    OutOfMemory = -Errno.ENOMEM,
    /// <summary>The bus has no bandwidth left for it.</summary>
    NoBandwidth = -Errno.ENOSPC,
    /// <summary>No such endpoint or interface.</summary>
    NotFound = -Errno.ENOENT,
    /// <summary>The hub takes it for nonsense.</summary>
    Invalid = -Errno.EINVAL,
    /// <summary>Something that excludes it is going on.</summary>
    Busy = -Errno.EBUSY,
}
