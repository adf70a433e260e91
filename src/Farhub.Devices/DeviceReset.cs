using Farhub.Usb;

namespace Farhub.Devices;

/// <summary>Resets a device that nobody holds.</summary>
public static class DeviceReset
{
    const byte ClassRequestToPort = 0x23;
    const ushort PortReset = 4;

    /// <summary>Claims the device, asks for a port reset as a client would, and gives the device back. May take a second.</summary>
    /// <remarks>Giving a device back resets it as well, but that reset has nobody to tell its outcome to; the one asked for says whether it worked.</remarks>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">It cannot be claimed, or did not come back from the reset.</exception>
    public static void Run(IUsbDevice device)
    {
        string busId = device.Info.BusId;
        using OpenDevice open = device.Open(Nobody.Instance, OpenOptions.Default);
        Urb urb = open.CreateUrb(Urb.ControlHeadroom);
        try
        {
            urb.Begin(EndpointAddress.Of(0, isIn: false), TransferType.Control, 0, setup: new SetupPacket(ClassRequestToPort, StandardRequest.SetFeature, PortReset, 0, 0));
            // A request with side effects is waited for inside Submit; one that comes later would not be the reset.
            if (!open.Submit(urb)) throw new DeviceException($"{busId} cannot be reset: its driver does not know how");
            switch (urb.Status)
            {
                case 0:
                    break;
                case -Errno.ENODEV:
                    throw new DeviceException(DeviceFailure.Gone, $"{busId} did not come back from the reset as the device it was");
                default:
                    throw new DeviceException($"{busId} could not be reset (errno {-urb.Status}): take its power away instead, or unplug it");
            }
        }
        finally
        {
            // A URB that is still in flight is freed with the claim.
            open.Dispose();
            open.DestroyUrb(urb);
        }
    }

    /// <summary>The only request is done when it has been submitted: nothing comes.</summary>
    sealed class Nobody : IUrbSink
    {
        internal static readonly Nobody Instance = new();

        public void Complete(ReadOnlySpan<Urb> urbs) { }

        public void Gone(string reason) { }
    }
}
