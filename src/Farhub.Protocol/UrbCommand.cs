namespace Farhub.Protocol;

/// <summary>The first word of every message after import (drivers/usb/usbip/usbip_common.h).</summary>
public enum UrbCommand : uint
{
    /// <summary>USBIP_CMD_SUBMIT.</summary>
    Submit = 1,
    /// <summary>USBIP_CMD_UNLINK.</summary>
    Unlink = 2,
    /// <summary>USBIP_RET_SUBMIT.</summary>
    SubmitReply = 3,
    /// <summary>USBIP_RET_UNLINK.</summary>
    UnlinkReply = 4,
}
