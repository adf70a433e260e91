namespace Farhub.Devices.Virtual;

/// <summary>bRequest of <see cref="VirtualLoopback"/>'s vendor requests, all with the device as recipient: bmRequestType 0x40 (OUT) or 0xc0 (IN).
/// What is not as said here is answered with STALL.</summary>
public static class LoopbackRequest
{
    /// <summary>OUT, wIndex = bulk or interrupt endpoint address, no data: the endpoint answers STALL until CLEAR_FEATURE(ENDPOINT_HALT).</summary>
    public const byte StallEndpoint = 0x01;

    /// <summary>OUT, no data: all stream positions and counters go to 0, the echo is emptied.</summary>
    public const byte ResetStreams = 0x02;

    /// <summary>OUT, wValue = a <see cref="LoopbackSourceMode"/>, no data: what endpoint 0x81 does from now on.</summary>
    public const byte SetSourceMode = 0x03;

    /// <summary>IN, 48 bytes, six u64 little-endian: bytes sent by 0x81, bytes taken by 0x01, bytes that wait in the echo, reports sent by 0x82,
    /// bytes sent by 0x83, bytes taken by 0x03.</summary>
    public const byte GetCounters = 0x04;

    /// <summary>IN, up to 64 bytes: the start of the last transfer that 0x02 took.</summary>
    public const byte GetLastReport = 0x05;

    /// <summary>OUT, wLength up to 4096: keeps the data. The number is Gadget Zero's, so that the kernel's usbtest finds it.</summary>
    public const byte WriteScratch = 0x5b;

    /// <summary>IN, wLength up to 4096: the data kept, from its start; zeros where nothing was written.</summary>
    public const byte ReadScratch = 0x5c;
}
