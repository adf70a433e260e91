using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

/// <summary>A kernel's usbfs in memory: URBs stay pending until the test completes them, or complete at once when <see cref="Auto"/> says how.
/// Every call but submits and reaps is written down.</summary>
[SupportedOSPlatform("linux")]
sealed unsafe class FakeUsbfs : IUsbfs
{
    internal delegate bool Completer(UsbdevfsUrb* urb);

    readonly object _gate = new();
    readonly List<nint> _pending = [];
    readonly Queue<nint> _completed = new();
    readonly List<string> _calls = [];
    readonly Dictionary<int, string> _drivers = [];
    bool _gone;

    public uint Capabilities { get; set; } =
        Usbdevfs.USBDEVFS_CAP_NO_PACKET_SIZE_LIM | Usbdevfs.USBDEVFS_CAP_REAP_AFTER_DISCONNECT;

    /// <summary>Completes a URB when it is submitted; true when it did. Null: none.</summary>
    internal Completer? Auto { get; set; }

    /// <summary>What a submit answers: its index, counted from the first, to an errno.</summary>
    internal Func<int, int>? SubmitResult { get; set; }

    /// <summary>Called inside a submit with its index, with nothing locked, before it takes effect.</summary>
    internal Action<int>? Submitting { get; set; }

    /// <summary>Answers of other calls, by the text that is written down.</summary>
    internal Dictionary<string, int> Results { get; } = [];

    /// <summary>Called inside a discard, with nothing locked, before it takes effect.</summary>
    internal Action? Discarding { get; set; }

    /// <summary>The answer of GET_STATUS never comes.</summary>
    internal bool IsDead { get; set; }

    /// <summary>Called with all that is written down.</summary>
    internal Action<string>? Recording { get; set; }

    internal int Submits { get; private set; }

    internal bool IsDisposed { get; private set; }

    /// <summary>Reaps that found nothing.</summary>
    internal int EmptyReaps { get; private set; }

    internal string[] Calls
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    internal int PendingCount
    {
        get
        {
            lock (_gate) return _pending.Count;
        }
    }

    public int Submit(UsbdevfsUrb* urb)
    {
        Submitting?.Invoke(Submits);
        lock (_gate)
        {
            if (_gone) return -Errno.ENODEV;
            int index = Submits++;
            if (SubmitResult?.Invoke(index) is { } result and not 0) return result;
            bool isWake = urb->UserContext == 0;
            if (isWake ? !IsDead : Auto is not null && Auto(urb)) Complete(urb);
            else _pending.Add((nint)urb);
            Monitor.PulseAll(_gate);
            return 0;
        }
    }

    void Complete(UsbdevfsUrb* urb)
    {
        _completed.Enqueue((nint)urb);
        Monitor.PulseAll(_gate);
    }

    public int Reap(bool wait, out UsbdevfsUrb* urb)
    {
        lock (_gate)
        {
            nint first;
            while (!_completed.TryDequeue(out first))
            {
                if (_gone || !wait)
                {
                    EmptyReaps++;
                    urb = null;
                    return _gone ? -Errno.ENODEV : -Errno.EAGAIN;
                }
                Monitor.Wait(_gate);
            }
            urb = (UsbdevfsUrb*)first;
            return 0;
        }
    }

    public int Discard(UsbdevfsUrb* urb)
    {
        Discarding?.Invoke();
        lock (_gate)
        {
            bool found = _pending.Remove((nint)urb);
            _calls.Add(found ? "discard" : "discard late");
            Monitor.PulseAll(_gate);
            if (!found) return -Errno.EINVAL;
            urb->Status = -Errno.ENOENT;
            Complete(urb);
            return 0;
        }
    }

    /// <summary>Completes the pending URB with that index.</summary>
    internal void Finish(int index = 0, int status = 0, int actualLength = 0)
    {
        lock (_gate)
        {
            var urb = (UsbdevfsUrb*)_pending[index];
            _pending.RemoveAt(index);
            urb->Status = status;
            urb->ActualLength = actualLength;
            Complete(urb);
        }
    }

    /// <summary>Completes the URB that has been pending longest, if there is one.</summary>
    internal bool TryFinish(int actualLength)
    {
        lock (_gate)
        {
            if (_pending.Count == 0) return false;
            Finish(actualLength: actualLength);
            return true;
        }
    }

    /// <summary>Completed and not reaped.</summary>
    internal int CompletedCount
    {
        get
        {
            lock (_gate) return _completed.Count;
        }
    }

    /// <summary>Kills everything pending as a reset or an unplug does.</summary>
    internal void KillAll(int status = -Errno.ENOENT)
    {
        lock (_gate)
        {
            while (_pending.Count > 0) Finish(status: status);
        }
    }

    /// <summary>The device is gone; what is pending stays so until the kernel kills it.</summary>
    internal void Unplug()
    {
        lock (_gate)
        {
            _gone = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until so many submits have been made.</summary>
    internal void AwaitSubmits(int count)
    {
        lock (_gate)
        {
            while (Submits < count) Assert.True(Monitor.Wait(_gate, TimeSpan.FromSeconds(30)), $"{Submits} of {count} submits");
        }
    }

    int Record(string call)
    {
        Recording?.Invoke(call);
        lock (_gate)
        {
            _calls.Add(call);
            Monitor.PulseAll(_gate);
            if (_gone) return -Errno.ENODEV;
            return Results.Remove(call, out int result) ? result : 0;
        }
    }

    public byte* Map(nuint size)
    {
        if (Record($"map {size}") != 0) return null;
        return (byte*)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(size, 4096);
    }

    public void Unmap(byte* memory, nuint size)
    {
        Record($"unmap {size}");
        System.Runtime.InteropServices.NativeMemory.AlignedFree(memory);
    }

    public int Claim(int interfaceNumber)
    {
        int result = Record($"claim {interfaceNumber}");
        if (result == 0) _drivers[interfaceNumber] = "usbfs";
        return result;
    }

    public int Release(int interfaceNumber)
    {
        KillAll();
        _drivers.Remove(interfaceNumber);
        return Record($"release {interfaceNumber}");
    }

    public int Connect(int interfaceNumber) => Record($"connect {interfaceNumber}");

    public int SetConfiguration(byte value)
    {
        int result = Record($"configuration {value}");
        return _drivers.Count > 0 ? -Errno.EBUSY : result;
    }

    public int SetInterface(byte interfaceNumber, byte alternateSetting)
    {
        KillAll();
        return Record($"interface {interfaceNumber} {alternateSetting}");
    }

    public int ClearHalt(byte endpoint) => Record($"clear halt {endpoint:x2}");

    public int Reset()
    {
        Assert.Empty(_drivers);
        return Record("reset");
    }

    /// <summary>What the device answers to a control IN; null: nothing.</summary>
    internal Func<SetupPacket, byte[]>? Answer { get; set; }

    public int Control(in SetupPacket setup, Span<byte> data)
    {
        int result = Record($"control {setup.RequestType:x2} {setup.Request:x2} {setup.Value:x4} {setup.Index:x4} {setup.Length}");
        Assert.Equal(setup.Length, data.Length);
        if (result != 0 || !setup.IsIn) return result;
        byte[] answer = Answer?.Invoke(setup) ?? [];
        int length = Math.Min(answer.Length, data.Length);
        answer.AsSpan(0, length).CopyTo(data);
        return length;
    }

    public int ClaimPort(int port) => Record($"claim port {port}");

    public int ReleasePort(int port) => Record($"release port {port}");

    public void Dispose() => IsDisposed = true;
}
