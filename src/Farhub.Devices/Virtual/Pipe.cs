using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>An endpoint of the current configuration and alternate setting, as the host sees it (USB 2.0, section 5.3.2), and the URBs that wait on it.</summary>
public sealed class Pipe
{
    /// <summary>Microframes in a frame, 125 µs each.</summary>
    const int MicroframesPerFrame = 8;

    internal Pipe(EndpointDescriptor descriptor, byte interfaceNumber, UsbSpeed speed)
    {
        Descriptor = descriptor;
        InterfaceNumber = interfaceNumber;
        Interval = IntervalOf(descriptor, speed);
    }

    /// <summary>The endpoint's descriptor.</summary>
    public EndpointDescriptor Descriptor { get; }

    /// <summary>Its address.</summary>
    public EndpointAddress Address => Descriptor.Address;

    /// <summary>Its kind.</summary>
    public TransferType Type => Descriptor.Type;

    /// <summary>Interface it belongs to.</summary>
    public byte InterfaceNumber { get; }

    /// <summary>Microframes between two services of a periodic endpoint; 0 for others.</summary>
    public int Interval { get; }

    /// <summary>The endpoint answers with STALL: set by the device or by SET_FEATURE(ENDPOINT_HALT), until CLEAR_FEATURE.</summary>
    public bool IsHalted { get; internal set; }

    /// <summary>URBs that wait, oldest first. Guarded by the device's gate.</summary>
    internal UrbQueue Waiting { get; } = new();

    /// <summary>Its URBs complete when their time comes, on the device's thread; all of them, so that they stay in order.</summary>
    internal bool IsPaced { get; set; }

    /// <summary>First microframe no URB has a claim on.</summary>
    internal long NextMicroframe { get; set; }

    /// <summary>Most bytes in one service: a packet, or up to three with the high-bandwidth bits (USB 2.0, table 9-13), or a burst of bursts.</summary>
    internal int BytesPerInterval => Descriptor.PacketSize * (((Descriptor.MaxPacketSize >> 11) & 3) + 1) * (Descriptor.MaxBurst + 1);

    /// <summary>USB 2.0, table 9-13: 2^(bInterval−1) units, but plain frames for the interrupts of low and full speed.</summary>
    static int IntervalOf(EndpointDescriptor descriptor, UsbSpeed speed)
    {
        if (descriptor.Type is not (TransferType.Interrupt or TransferType.Isochronous)) return 0;
        int power = 1 << (Math.Clamp(descriptor.Interval, (byte)1, (byte)16) - 1);
        if (speed is not (UsbSpeed.Low or UsbSpeed.Full)) return power;
        return MicroframesPerFrame * (descriptor.Type == TransferType.Isochronous ? power : Math.Max((int)descriptor.Interval, 1));
    }
}
