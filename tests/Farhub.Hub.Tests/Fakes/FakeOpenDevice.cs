using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Hub.Tests.Fakes;

/// <summary>The claim on a <see cref="FakeDevice"/>, with a thread of its own that completes URBs.</summary>
sealed class FakeOpenDevice : OpenDevice
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly FakeDevice _device;
    readonly IUrbSink _sink;
    readonly object _lock = new();
    readonly List<FakeUrb> _pending = [];
    readonly Queue<FakeUrb> _done = new();
    readonly Urb[] _one = new Urb[1];
    readonly Urb[] _many = new Urb[256];
    readonly Thread _thread;
    int _caller;
    int _inSink;
    bool _ending;

    public FakeOpenDevice(FakeDevice device, IUrbSink sink)
    {
        _device = device;
        _sink = sink;
        _thread = new Thread(CompleteDone) { IsBackground = true, Name = $"fake {device.Info.BusId}" };
        _thread.Start();
    }

    public bool IsDisposed { get; private set; }

    /// <summary>URBs that wait for the test.</summary>
    public int PendingCount
    {
        get
        {
            lock (_lock) return _pending.Count;
        }
    }

    public override TransferType? TypeOf(EndpointAddress endpoint)
    {
        CheckCaller();
        return _device.ScriptOf(endpoint)?.Type;
    }

    public override Urb CreateUrb(int capacity)
    {
        CheckCaller();
        if (IsDisposed) _device.Violate("CreateUrb after Dispose");
        _device.Creating?.Invoke(capacity);
        _device.Count(1, capacity);
        return new FakeUrb(capacity);
    }

    public override void DestroyUrb(Urb urb)
    {
        CheckCaller();
        var fake = (FakeUrb)urb;
        if (fake.IsInFlight) _device.Violate("DestroyUrb of a URB in flight");
        if (!fake.Free()) _device.Violate("bytes written beyond a URB's memory");
        _device.Count(-1, -urb.Capacity);
    }

    public override bool Submit(Urb urb)
    {
        CheckCaller();
        var fake = (FakeUrb)urb;
        if (IsDisposed) _device.Violate("Submit after Dispose");
        if (fake.IsInFlight) _device.Violate("Submit of a URB in flight");
        _device.Submitting?.Invoke(urb);
        _device.Record(urb);
        EndpointScript script = _device.ScriptOf(urb.Endpoint)!;
        switch (script.Mode)
        {
            case EndpointMode.Inline:
                script.Answer(urb);
                return true;
            case EndpointMode.InlineThroughSink:
                script.Answer(urb);
                _sink.Complete([urb]);
                return false;
            case EndpointMode.OtherThread:
                fake.IsInFlight = true;
                lock (_lock)
                {
                    _done.Enqueue(fake);
                    Monitor.PulseAll(_lock);
                }
                return false;
            default:
                fake.IsInFlight = true;
                lock (_lock)
                {
                    _pending.Add(fake);
                    Monitor.PulseAll(_lock);
                }
                return false;
        }
    }

    public override void Cancel(Urb urb)
    {
        CheckCaller();
        _device.Cancelled();
        EndpointScript script = _device.ScriptOf(urb.Endpoint)!;
        if (script.OnCancel == CancelMode.Late || !TakePending((FakeUrb)urb)) return;
        if (script.OnCancel == CancelMode.Lose) script.Answer(urb);
        else urb.Finish(-Errno.ENOENT);
        if (script.OnCancel == CancelMode.WinInline)
        {
            ((FakeUrb)urb).IsInFlight = false;
            _sink.Complete([urb]);
            return;
        }
        lock (_lock)
        {
            _done.Enqueue((FakeUrb)urb);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until so many URBs wait for the test.</summary>
    public void WaitForPending(int count)
    {
        lock (_lock)
        {
            while (_pending.Count < count) Assert.True(Monitor.Wait(_lock, Patience), $"{_pending.Count} URBs are pending; {count} were to be.");
        }
    }

    /// <summary>Waits until the claim is over.</summary>
    public void WaitForDispose()
    {
        lock (_lock)
        {
            while (!IsDisposed) Assert.True(Monitor.Wait(_lock, Patience), "The device was not given back.");
        }
    }

    /// <summary>Completes one of the pending URBs as the endpoint's script says, on the calling thread. When this returns its reply has left.</summary>
    public void Complete(int index = 0) => Complete(index, null);

    /// <summary>Completes one of the pending URBs with a status, on the calling thread.</summary>
    public void Complete(int index, int? status)
    {
        FakeUrb urb;
        lock (_lock)
        {
            urb = _pending[index];
            _pending.RemoveAt(index);
            _inSink++;
        }
        Finish(urb, status);
        _one[0] = urb;
        _sink.Complete(_one);
        LeaveSink();
    }

    /// <summary>Completes all pending URBs in one call of the sink, on the calling thread.</summary>
    public void CompleteAll(int? status = null)
    {
        FakeUrb[] urbs;
        lock (_lock)
        {
            urbs = [.. _pending];
            _pending.Clear();
            _inSink++;
        }
        foreach (FakeUrb urb in urbs) Finish(urb, status);
        _sink.Complete(urbs);
        LeaveSink();
    }

    /// <summary>Unplugs the device: what is pending ends with −ESHUTDOWN, then the device is gone.</summary>
    public void Unplug()
    {
        CompleteAll(-Errno.ESHUTDOWN);
        _sink.Gone("unplugged");
    }

    public override void Dispose()
    {
        CheckCaller();
        _device.GivingBack?.Invoke();
        lock (_lock)
        {
            _ending = true;
            Monitor.PulseAll(_lock);
            while (_inSink > 0) Monitor.Wait(_lock);
        }
        _thread.Join();
        lock (_lock)
        {
            if (IsDisposed) _device.Violate("disposed twice");
            foreach (FakeUrb urb in _pending) urb.IsInFlight = false;
            foreach (FakeUrb urb in _done) urb.IsInFlight = false;
            _pending.Clear();
            _done.Clear();
            IsDisposed = true;
            Monitor.PulseAll(_lock);
        }
    }

    void CompleteDone()
    {
        while (true)
        {
            int count = 0;
            lock (_lock)
            {
                while (_done.Count == 0 && !_ending) Monitor.Wait(_lock);
                if (_ending) return;
                while (count < _many.Length && _done.TryDequeue(out FakeUrb? urb)) _many[count++] = urb;
            }
            for (int i = 0; i < count; i++)
            {
                var urb = (FakeUrb)_many[i];
                urb.IsInFlight = false;
                // A cancelled one has its outcome already.
                if (urb.Status != -Errno.ENOENT) _device.ScriptOf(urb.Endpoint)!.Answer(urb);
            }
            long before = GC.GetAllocatedBytesForCurrentThread();
            _sink.Complete(_many.AsSpan(0, count));
            _device.SinkAllocated?.Invoke(GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    void Finish(FakeUrb urb, int? status)
    {
        urb.IsInFlight = false;
        if (status is null) _device.ScriptOf(urb.Endpoint)!.Answer(urb);
        else urb.Finish(status.Value);
    }

    void LeaveSink()
    {
        lock (_lock)
        {
            _inSink--;
            Monitor.PulseAll(_lock);
        }
    }

    bool TakePending(FakeUrb urb)
    {
        lock (_lock) return _pending.Remove(urb);
    }

    void CheckCaller()
    {
        int here = Environment.CurrentManagedThreadId;
        int caller = Interlocked.CompareExchange(ref _caller, here, 0);
        if (caller != 0 && caller != here) _device.Violate("called from two threads");
    }
}
