namespace Farhub.Protocol;

/// <summary>Status of an operation's reply (ST_* of tools/usb/usbip/libsrc/usbip_common.h).</summary>
public enum OpStatus : uint
{
    /// <summary>ST_OK.</summary>
    Ok = 0,
    /// <summary>ST_NA: failed; all that older servers ever say.</summary>
    NotAvailable = 1,
    /// <summary>ST_DEV_BUSY: somebody else has it.</summary>
    DeviceBusy = 2,
    /// <summary>ST_DEV_ERR: the device is in an error state.</summary>
    DeviceError = 3,
    /// <summary>ST_NODEV: no such device.</summary>
    NoDevice = 4,
    /// <summary>ST_ERROR: unexpected request or reply.</summary>
    Error = 5,
}
