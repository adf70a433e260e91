using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Usb;
using Microsoft.Extensions.Logging;

namespace Farhub.Devices.Linux;

/// <summary>A physical device claimed through usbfs.</summary>
/// <remarks>Three threads: the holder's submits (and waits for the requests that change the device's configuration), the reaper brings completions,
/// the canceller does what waits for the hardware. The usual path of a URB takes no lock and allocates nothing.
/// A bulk transfer is never cut: every kernel that runs this runtime has USBDEVFS_CAP_NO_PACKET_SIZE_LIM, and cuts what is not contiguous itself.</remarks>
[SupportedOSPlatform("linux")]
sealed unsafe class UsbfsOpenDevice : OpenDevice
{
    /// <summary>How long <see cref="Dispose"/> waits: a reset takes 0.15 s, of a device that does not answer a few seconds.</summary>
    static readonly TimeSpan ReleaseTime = TimeSpan.FromSeconds(10);

    readonly IUsbfs _usbfs;
    readonly UsbfsClaim _claim;
    readonly UsbfsReaper _reaper;
    readonly UsbfsCanceller _canceller;
    readonly HashSet<UsbfsUrb> _urbs = [];
    readonly string _busId;
    readonly ILogger _logger;
    bool _disposed;

    /// <summary>Begins to carry URBs.</summary>
    /// <param name="usbfs">Open node; disposed with this.</param>
    /// <param name="claim">Interfaces taken; given back with this.</param>
    /// <param name="sink">Where completions go.</param>
    /// <param name="busId">For names and the log.</param>
    /// <param name="logger">Log.</param>
    internal UsbfsOpenDevice(IUsbfs usbfs, UsbfsClaim claim, IUrbSink sink, string busId, ILogger logger)
    {
        _usbfs = usbfs;
        _claim = claim;
        _busId = busId;
        _logger = logger;
        _reaper = new UsbfsReaper(usbfs, sink, busId);
        _canceller = new UsbfsCanceller(usbfs, _reaper, busId);
        _reaper.Start();
    }

    public override TransferType? TypeOf(EndpointAddress endpoint) => _claim.TypeOf(endpoint);

    public override Urb CreateUrb(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        UsbfsUrb urb = Map(capacity) ?? Allocate(capacity);
        _urbs.Add(urb);
        return urb;
    }

    /// <summary>Memory that the device reads and writes itself. It is contiguous, which a large piece may not find: then null, and the kernel copies.</summary>
    UsbfsUrb? Map(int capacity)
    {
        int page = Environment.SystemPageSize;
        // Under a page the copy is cheaper than one more mapping, which the kernel looks for in a list.
        if (capacity < page || capacity > int.MaxValue - page || (_usbfs.Capabilities & Usbdevfs.USBDEVFS_CAP_MMAP) == 0) return null;
        int size = (capacity + page - 1) / page * page;
        byte* memory = _usbfs.Map((nuint)size);
        return memory is null ? null : new UsbfsUrb(memory, size, isMapped: true);
    }

    static UsbfsUrb Allocate(int capacity)
    {
        int alignment = capacity < Environment.SystemPageSize ? 64 : Environment.SystemPageSize;
        int size = Math.Max(capacity, Urb.ControlHeadroom);
        return new UsbfsUrb((byte*)NativeMemory.AlignedAlloc((nuint)size, (nuint)alignment), size, isMapped: false);
    }

    public override void DestroyUrb(Urb urb)
    {
        var own = (UsbfsUrb)urb;
        if (!_urbs.Remove(own)) return;
        // Only after a Dispose that gave up waiting: the hardware may still write there, so it is better lost than used again.
        if (!own.IsInFlight) own.Free(_usbfs);
    }

    public override bool Submit(Urb urb)
    {
        var own = (UsbfsUrb)urb;
        if (own.Type == TransferType.Control && AnswerHere(own.Setup) is { } status)
        {
            own.Finish(status);
            return true;
        }
        int parts = own.Prepare();
        if (parts < 0)
        {
            own.NotTaken(parts);
            return true;
        }
        _reaper.Expect(parts);
        for (int i = 0; i < parts; i++)
        {
            int result = _usbfs.Submit(own.Part(i));
            if (result != 0) return Refused(own, i, UsbfsStatus.OfSubmit(result, own.Type));
            // After the last part the URB may be the sink's already.
        }
        return false;
    }

    bool Refused(UsbfsUrb urb, int part, int status)
    {
        _reaper.Expect(part - urb.PartCount);
        if (part == 0)
        {
            urb.NotTaken(status);
            return true;
        }
        if (urb.Withdraw(part, status)) return true;
        Cancel(urb); // What was taken comes back soon, and takes the URB with it.
        return false;
    }

    /// <summary>The outcome of a request that does not go to the device as it is; null for all others.</summary>
    int? AnswerHere(in SetupPacket setup) => SideEffects.Of(setup) switch
    {
        SideEffect.None => _claim.Reaches(setup) ? null : -Errno.EPIPE,
        SideEffect.SetConfiguration => _claim.SetConfiguration(setup.ValueLow),
        SideEffect.SetInterface => _claim.SetInterface(setup.IndexLow, setup.ValueLow),
        SideEffect.ClearHalt => _claim.ClearHalt(new EndpointAddress(setup.IndexLow)),
        SideEffect.PortReset => _claim.Reset(),
        _ => 0, // SET_ADDRESS: the address the device has here stays.
    };

    public override void Cancel(Urb urb)
    {
        var own = (UsbfsUrb)urb;
        if (own.AskCancel()) _canceller.Add(own);
    }

    public override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _reaper.Silence();
        UsbfsUrb[] urbs = [.. _urbs]; // If this gives up waiting, the holder may destroy some meanwhile.
        if (!_canceller.Finish(() => Release(urbs), ReleaseTime)) _logger.ReleaseIsSlow(_busId, ReleaseTime.TotalSeconds);
    }

    /// <summary>Ends everything, in this order: URBs, reaper, claim, node. On the canceller's thread, while the holder waits.</summary>
    void Release(UsbfsUrb[] urbs)
    {
        // One by one: closing the node kills nothing while memory of it is mapped, and releasing the interfaces does not reach endpoint 0.
        foreach (UsbfsUrb urb in urbs)
        {
            if (urb.AskCancel()) _canceller.Discard(urb);
        }
        bool ended = _reaper.Stop();
        int result = _claim.GiveBack();
        if (result is not (0 or -Errno.ENODEV)) _logger.GiveBackFailed(_busId, Marshal.GetPInvokeErrorMessage(-result));
        if (ended) _usbfs.Dispose();
        else _logger.ReaperIsStuck(_busId); // It still uses the node, so the node stays open.
    }
}
