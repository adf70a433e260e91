using Farhub.Usb;

namespace Farhub.Devices;

/// <summary>A device that one holder has claimed, and through which URBs flow. <see cref="CreateUrb"/>, <see cref="DestroyUrb"/>,
/// <see cref="TypeOf"/>, <see cref="Submit"/> and <see cref="Cancel"/> are called by one thread only, the holder's.</summary>
public abstract class OpenDevice : IDisposable
{
    /// <summary>Kind of an endpoint in the current configuration and alternate settings; null when there is no such endpoint.
    /// Endpoint 0 is always control.</summary>
    public abstract TransferType? TypeOf(EndpointAddress endpoint);

    /// <summary>Makes a URB whose memory suits this device.</summary>
    /// <param name="capacity">Bytes needed at least, the headroom of a control transfer included.</param>
    /// <exception cref="OutOfMemoryException">There is no memory, or the operating system's allowance for USB is used up.</exception>
    public abstract Urb CreateUrb(int capacity);

    /// <summary>Frees a URB of <see cref="CreateUrb"/> that is not in flight.</summary>
    public abstract void DestroyUrb(Urb urb);

    /// <summary>Starts a URB. Requests with side effects on the host's view of the device (SET_CONFIGURATION, SET_INTERFACE, CLEAR_HALT,
    /// SET_ADDRESS, port reset) are turned into what the operating system needs, and waited for.</summary>
    /// <returns>True when it is done and its outcome is set, which is also how a refusal is told; false when it will come through
    /// <see cref="IUrbSink.Complete"/>. One endpoint's replies keep their order: its transfers always go one way, or those that wait are completed
    /// from inside <see cref="Submit"/>, <see cref="Cancel"/> or another request, on the holder's own thread.</returns>
    public abstract bool Submit(Urb urb);

    /// <summary>Asks to end a URB for which <see cref="Submit"/> returned false. Returns at once. The URB completes through the sink as always:
    /// with −ENOENT or −ECONNRESET if it was cut short, with its outcome if it was done already. A URB that has completed meanwhile may be
    /// passed too; nothing happens then.</summary>
    public abstract void Cancel(Urb urb);

    /// <summary>Ends the claim: kills what is in flight (nothing comes through the sink once this returns, and all URBs are the holder's again),
    /// brings the device into a clean state and gives it back to the system. May take a second. URBs may still be destroyed afterwards, and should be:
    /// their memory keeps the node open. Not while another member is running, and not from inside the sink, which it waits for.</summary>
    public abstract void Dispose();
}
