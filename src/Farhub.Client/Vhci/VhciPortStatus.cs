namespace Farhub.Client.Vhci;

/// <summary>What the status file says of a port (<c>enum usbip_device_status</c>, drivers/usb/usbip/usbip_common.h).</summary>
public enum VhciPortStatus
{
    /// <summary>VDEV_ST_NULL.</summary>
    Free = 4,
    /// <summary>VDEV_ST_NOTASSIGNED: a connection is there, the device has no address yet.</summary>
    Connecting = 5,
    /// <summary>VDEV_ST_USED.</summary>
    Used = 6,
    /// <summary>VDEV_ST_ERROR.</summary>
    Error = 7,
}
