namespace Farhub.Protocol;

/// <summary>Operation codes before import (tools/usb/usbip/src/usbip_network.h). Bit 15 marks a request.</summary>
public enum OpCode : ushort
{
    /// <summary>OP_REQ_DEVLIST.</summary>
    RequestDeviceList = 0x8005,
    /// <summary>OP_REP_DEVLIST.</summary>
    ReplyDeviceList = 0x0005,
    /// <summary>OP_REQ_IMPORT.</summary>
    RequestImport = 0x8003,
    /// <summary>OP_REP_IMPORT.</summary>
    ReplyImport = 0x0003,
}
