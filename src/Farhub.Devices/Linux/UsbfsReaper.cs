using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>The thread that takes completed URBs from the kernel and hands them to the sink.</summary>
/// <remarks>It sleeps in USBDEVFS_REAPURB, also while nothing is in flight: that costs the usual path nothing, where a poll or an event would
/// be one more call per URB. The price is that only a URB can wake it, so <see cref="Stop"/> submits one: GET_STATUS of the
/// device, which every device answers.</remarks>
[SupportedOSPlatform("linux")]
sealed unsafe class UsbfsReaper
{
    const int BatchSize = 64;
    const int StackSize = 256 * 1024;

    /// <summary>How long URBs may take to come back from a device that is gone. The kernel kills them at once, just not before it says so.</summary>
    static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    readonly IUsbfs _usbfs;
    readonly IUrbSink _sink;
    readonly Thread _thread;
    readonly UsbdevfsUrb* _wake;
    readonly object _gate = new();
    readonly Urb[] _batch = new Urb[BatchSize];
    int _count;
    long _reaped;
    bool _discardEnded;
    bool _stop;
    volatile bool _isSilent;
    ExpectedCount _expected;

    /// <summary>Makes the thread; <see cref="Start"/> starts it.</summary>
    /// <param name="usbfs">Open node.</param>
    /// <param name="sink">Where completions go.</param>
    /// <param name="busId">For the thread's name.</param>
    internal UsbfsReaper(IUsbfs usbfs, IUrbSink sink, string busId)
    {
        _usbfs = usbfs;
        _sink = sink;
        _thread = new Thread(Run, StackSize) { Name = $"reap {busId}", IsBackground = true };
        const int dataLength = 2;
        _wake = (UsbdevfsUrb*)NativeMemory.AllocZeroed((nuint)(sizeof(UsbdevfsUrb) + SetupPacket.Size + dataLength));
        byte* buffer = (byte*)(_wake + 1);
        new SetupPacket(RequestType: 0x80, StandardRequest.GetStatus, Value: 0, Index: 0, dataLength).Write(new Span<byte>(buffer, SetupPacket.Size));
        *_wake = new UsbdevfsUrb { Type = Usbdevfs.USBDEVFS_URB_TYPE_CONTROL, Buffer = buffer, BufferLength = SetupPacket.Size + dataLength };
    }

    /// <summary>Begins to reap.</summary>
    internal void Start() => _thread.Start();

    /// <summary>Announces parts that are about to be submitted, or takes an announcement back. The holder's thread.</summary>
    internal void Expect(int parts) => Volatile.Write(ref _expected.Value, _expected.Value + parts);

    /// <summary>The canceller is done with a URB that the reaper waits for.</summary>
    internal void DiscardEnded()
    {
        lock (_gate)
        {
            _discardEnded = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>From now on nothing more is passed to the sink; a call that is under way may still return.</summary>
    internal void Silence() => _isSilent = true;

    /// <summary>Ends the thread, after it has taken back everything that completed before. May take seconds with a device that does not answer.</summary>
    /// <returns>False when it did not end: it is held up in the sink, or in the kernel, and still uses the node.</returns>
    internal bool Stop()
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            switch (_usbfs.Submit(_wake))
            {
                case 0:
                    if (!_thread.Join(TimeSpan.FromSeconds(1)))
                    {
                        _usbfs.Discard(_wake);
                        if (!_thread.Join(TimeSpan.FromSeconds(2))) return false;
                    }
                    return Ended();
                case -Errno.ENODEV:
                    return _thread.Join(KillTime + TimeSpan.FromSeconds(1)) && Ended();
                default:
                    if (_thread.Join(TimeSpan.FromMilliseconds(10))) return Ended(); // No memory for it just now.
                    break;
            }
        }
        return false;
    }

    bool Ended()
    {
        NativeMemory.Free(_wake);
        return true;
    }

    bool IsSomethingInFlight => Volatile.Read(ref _expected.Value) != _reaped;

    void Run()
    {
        while (!_stop)
        {
            int result = _usbfs.Reap(wait: true, out UsbdevfsUrb* part);
            if (result != 0)
            {
                TakeKilled();
                if (!_isSilent) _sink.Gone(result == -Errno.ENODEV ? "unplugged" : $"usbfs failed with errno {-result}");
                return;
            }
            Take(part);
            while (_count < BatchSize && IsSomethingInFlight && _usbfs.Reap(wait: false, out part) == 0) Take(part);
            Flush();
        }
    }

    /// <summary>The device is gone. The kernel says so as soon as it knows, which is before it has killed the URBs.</summary>
    void TakeKilled()
    {
        long deadline = Environment.TickCount64 + (long)KillTime.TotalMilliseconds;
        while (IsSomethingInFlight && Environment.TickCount64 < deadline)
        {
            if (_usbfs.Reap(wait: false, out UsbdevfsUrb* part) != 0)
            {
                Flush();
                Thread.Sleep(1);
                continue;
            }
            Take(part);
            if (_count == BatchSize) Flush();
        }
        Flush();
    }

    void Take(UsbdevfsUrb* part)
    {
        if (part == _wake)
        {
            _stop = true;
            return;
        }
        _reaped++;
        UsbfsUrb urb = UsbfsUrb.Of(part);
        if (!urb.TakePart()) return;
        if (!urb.Retire(out bool cancelled))
        {
            // The canceller is inside USBDEVFS_DISCARDURB with it. That call has killed the URB, or comes too late; either way it is about to return.
            Flush();
            AwaitDiscardEnd();
            urb.RetireAwaited();
        }
        urb.Collect(cancelled);
        _batch[_count++] = urb;
    }

    void AwaitDiscardEnd()
    {
        lock (_gate)
        {
            while (!_discardEnded) Monitor.Wait(_gate);
            _discardEnded = false;
        }
    }

    void Flush()
    {
        if (_count == 0) return;
        int count = _count;
        _count = 0;
        if (!_isSilent) _sink.Complete(_batch.AsSpan(0, count));
    }

    /// <summary>Written by the holder's thread for every URB: on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    struct ExpectedCount
    {
        [FieldOffset(64)]
        internal long Value;
    }
}
