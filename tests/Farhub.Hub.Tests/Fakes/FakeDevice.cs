using System.Collections.Concurrent;
using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Hub.Tests.Fakes;

/// <summary>A device that does what a test says, records what it is asked, and notices when the holder breaks the rules of the seam.</summary>
sealed class FakeDevice : IUsbDevice
{
    public static readonly EndpointAddress Control = new(0x00);
    public static readonly EndpointAddress ControlIn = new(0x80);
    public static readonly EndpointAddress BulkIn = new(0x81);
    public static readonly EndpointAddress BulkOut = new(0x01);
    public static readonly EndpointAddress InterruptIn = new(0x82);
    public static readonly EndpointAddress InterruptOut = new(0x02);
    public static readonly EndpointAddress IsoIn = new(0x83);
    public static readonly EndpointAddress IsoOut = new(0x03);
    public static readonly EndpointAddress SecondIn = new(0x84);
    public static readonly EndpointAddress SecondOut = new(0x04);

    static int s_next;

    readonly Dictionary<EndpointAddress, EndpointScript> _scripts = [];
    readonly ConcurrentQueue<string> _violations = new();
    readonly List<Submission> _submissions = [];
    int _liveUrbs;
    int _cancels;
    int _opens;

    public FakeDevice(string? busId = null)
    {
        int number = Interlocked.Increment(ref s_next);
        EndpointScript control = new(TransferType.Control);
        _scripts[Control] = control;
        _scripts[ControlIn] = control;
        (EndpointAddress Address, TransferType Type)[] endpoints =
        [
            (BulkIn, TransferType.Bulk), (BulkOut, TransferType.Bulk), (InterruptIn, TransferType.Interrupt), (InterruptOut, TransferType.Interrupt),
            (IsoIn, TransferType.Isochronous), (IsoOut, TransferType.Isochronous), (SecondIn, TransferType.Bulk), (SecondOut, TransferType.Bulk),
        ];
        foreach ((EndpointAddress address, TransferType type) in endpoints) _scripts[address] = new EndpointScript(type);
        Info = Describe(busId ?? $"7-{number}", number);
    }

    public DeviceInfo Info { get; set; }

    /// <summary>What Open throws, when it throws.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>Runs inside Open.</summary>
    public Action? Opening { get; set; }

    /// <summary>Runs inside Dispose, before anything else.</summary>
    public Action? GivingBack { get; set; }

    /// <summary>Runs inside Submit, before anything else.</summary>
    public Action<Urb>? Submitting { get; set; }

    /// <summary>Runs inside CreateUrb; may throw.</summary>
    public Action<int>? Creating { get; set; }

    /// <summary>Off for tests that count allocations or URBs by the million.</summary>
    public bool IsRecording { get; set; } = true;

    /// <summary>Receives what each call of the sink on the device's thread allocated on that thread.</summary>
    public Action<long>? SinkAllocated { get; set; }

    /// <summary>The claim, while there is one, and the last one after that.</summary>
    public FakeOpenDevice? Opened { get; private set; }

    public int LiveUrbs => Volatile.Read(ref _liveUrbs);

    public int MostLiveUrbs { get; private set; }

    public long LiveBytes { get; private set; }

    public long MostLiveBytes { get; private set; }

    public int Cancels => Volatile.Read(ref _cancels);

    public int Opens => Volatile.Read(ref _opens);

    public IReadOnlyCollection<string> Violations => _violations;

    public IReadOnlyList<Submission> Submissions
    {
        get
        {
            lock (_submissions) return [.. _submissions];
        }
    }

    public EndpointScript this[EndpointAddress endpoint] => _scripts[endpoint];

    public OpenDevice Open(IUrbSink sink, OpenOptions options)
    {
        Opening?.Invoke();
        if (Refusal is not null) throw Refusal;
        if (Opened is { IsDisposed: false }) Violate("opened twice");
        Interlocked.Increment(ref _opens);
        return Opened = new FakeOpenDevice(this, sink);
    }

    internal EndpointScript? ScriptOf(EndpointAddress endpoint) => _scripts.GetValueOrDefault(endpoint);

    internal void Violate(string what) => _violations.Enqueue(what);

    internal void Cancelled() => Interlocked.Increment(ref _cancels);

    internal void Record(Urb urb)
    {
        if (!IsRecording) return;
        lock (_submissions) _submissions.Add(Submission.Of(urb));
    }

    internal void Count(int urbs, int bytes)
    {
        MostLiveUrbs = Math.Max(MostLiveUrbs, Interlocked.Add(ref _liveUrbs, urbs));
        LiveBytes += bytes;
        MostLiveBytes = Math.Max(MostLiveBytes, LiveBytes);
    }

    static DeviceInfo Describe(string busId, int number)
    {
        EndpointDescriptor endpoint = new(BulkIn, TransferType.Bulk, 512, 0);
        return new DeviceInfo
        {
            BusId = busId,
            Path = $"/fake/{busId}",
            BusNumber = 7,
            DeviceNumber = (number % 250) + 1,
            Speed = UsbSpeed.High,
            IsVirtual = true,
            ActiveConfiguration = 1,
            Manufacturer = "Farhub",
            Product = "Fake",
            Descriptor = new DeviceDescriptor
            {
                UsbVersion = 0x0200,
                Class = 0xef,
                SubClass = 2,
                Protocol = 1,
                MaxPacketSize0 = 64,
                Id = new VidPid(0x1209, 0x0001),
                DeviceVersion = 0x0102,
                ConfigurationCount = 1,
            },
            Configurations = [new ConfigurationDescriptor(1, 0x80, 50, [new InterfaceDescriptor(0, 0, 0xff, 0x11, 0x22, 0, [endpoint])])],
        };
    }
}
