using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace Farhub.Devices.Linux;

/// <summary>The USB devices that are plugged into this machine, but for hubs, and for what came over the network through vhci_hcd.
/// Hot plug is told by the kernel's event socket, mounting by /proc.</summary>
[SupportedOSPlatform("linux")]
public sealed unsafe class LinuxDevices : IDeviceSource, IPortPower
{
    /// <summary>A plug makes ten events within a moment; they are looked at together, but not much later than the first.</summary>
    const int GatherMilliseconds = 20;
    const int LongestGatherMilliseconds = 100;

    readonly LinuxRoot _root;
    readonly LinuxPortPower _power;
    readonly ILogger _logger;
    readonly UeventSocket? _events;
    readonly SafeFileHandle? _stop;
    readonly Thread? _thread;
    volatile IReadOnlyList<UsbfsDevice> _devices = [];

    /// <summary>Looks at what is there and begins to watch.</summary>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <param name="root">The system; null for the real one.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public LinuxDevices(ILoggerFactory? loggers = null, LinuxRoot? root = null, TimeProvider? time = null) : this(loggers, root, watch: true, time)
    {
    }

    /// <summary>Looks at what is there.</summary>
    internal LinuxDevices(ILoggerFactory? loggers, LinuxRoot? root, bool watch, TimeProvider? time = null)
    {
        _root = root ?? LinuxRoot.Real;
        _power = new LinuxPortPower(_root, time ?? TimeProvider.System);
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<LinuxDevices>();
        if (watch)
        {
            _events = UeventSocket.Open(out int errno); // Before the first look, or what comes between would be missed.
            if (_events is null)
            {
                Warning = $"Plugging and unplugging will not be noticed: the kernel's event socket cannot be opened ({Marshal.GetPInvokeErrorMessage(errno)}).";
                _logger.NoHotPlug(Warning);
            }
        }
        Look(touched: null);
        if (!watch) return;
        _stop = Libc.eventfd(0, Libc.EFD_CLOEXEC);
        _thread = new Thread(Watch, maxStackSize: 256 * 1024) { Name = "usb devices", IsBackground = true };
        _thread.Start();
    }

    /// <summary>What does not work here, as a sentence; null when all does.</summary>
    public string? Warning { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IUsbDevice> Devices => _devices;

    /// <inheritdoc/>
    public event Action<DeviceChange>? Changed;

    /// <inheritdoc/>
    public bool HasPort(string portPath) => _power.HasPort(portPath);

    /// <inheritdoc/>
    public Task CycleAsync(string portPath, TimeSpan off, CancellationToken cancellationToken) => _power.CycleAsync(portPath, off, cancellationToken);

    /// <summary>Looks at the devices again and tells what changed. The watching thread, or the only one.</summary>
    /// <param name="touched">Bus ids to read again; others are only looked for. Null for all.</param>
    internal void Look(IReadOnlySet<string>? touched)
    {
        MountTable mounts = MountTable.Read(_root);
        Dictionary<string, UsbfsDevice> before = _devices.ToDictionary(d => d.Info.BusId);
        var now = new List<UsbfsDevice>();
        var changes = new List<DeviceChange>();
        foreach (string busId in UsbSysfs.List(_root))
        {
            before.TryGetValue(busId, out UsbfsDevice? known);
            if (known is not null && touched is not null && !touched.Contains(busId))
            {
                now.Add(known);
                before.Remove(busId);
                continue;
            }
            if (UsbSysfs.Read(_root, busId, mounts) is not { } info) continue;
            if (info.DeviceNumber == 0)
            {
                // In the middle of a reset, as when a client has just given it back; it gets its number again, or is told as removed.
                if (known is not null && before.Remove(busId)) now.Add(known);
                continue;
            }
            if (known is null || known.Info.DeviceNumber != info.DeviceNumber || known.Info.BusNumber != info.BusNumber)
            {
                // Another number is another device, even in the same port: it stays among those to be told as removed.
                var added = new UsbfsDevice(_root, info, _logger);
                now.Add(added);
                changes.Add(new DeviceChange(DeviceChangeKind.Added, added));
                continue;
            }
            now.Add(known);
            before.Remove(busId);
            info = UsbSysfs.Unify(known.Info, info);
            if (info == known.Info) continue;
            known.Update(info);
            changes.Add(new DeviceChange(DeviceChangeKind.Changed, known));
        }
        now.Sort((a, b) => CompareBusIds(a.Info.BusId, b.Info.BusId));
        _devices = now;
        foreach (UsbfsDevice gone in before.Values) Tell(new DeviceChange(DeviceChangeKind.Removed, gone));
        foreach (DeviceChange change in changes) Tell(change);
    }

    /// <summary>1-2 before 1-10, 1-2 before 1-2.1.</summary>
    internal static int CompareBusIds(string a, string b)
    {
        int[] left = Numbers(a), right = Numbers(b);
        return left.AsSpan().SequenceCompareTo(right);

        static int[] Numbers(string busId) => [.. busId.Split('-', '.').Select(n => int.TryParse(n, out int number) ? number : int.MaxValue)];
    }

    void Tell(DeviceChange change)
    {
        try
        {
            Changed?.Invoke(change);
        }
#pragma warning disable CA1031 // A listener's defect must not end hot plug for the others.
        catch (Exception e)
        {
            _logger.ListenerFailed(e);
        }
#pragma warning restore CA1031
    }

    void Watch()
    {
        // The kernel reports a change of these two by POLLERR and POLLPRI to whoever polls them.
        using SafeFileHandle mounts = Libc.open(_root.PathOf("/proc/self/mountinfo"), Libc.O_RDONLY | Libc.O_CLOEXEC);
        using SafeFileHandle swaps = Libc.open(_root.PathOf("/proc/swaps"), Libc.O_RDONLY | Libc.O_CLOEXEC);
        PollFd* files = stackalloc PollFd[4]
        {
            new PollFd { Descriptor = Descriptor(_stop), Wanted = Libc.POLLIN },
            new PollFd { Descriptor = Descriptor(_events?.Handle), Wanted = Libc.POLLIN },
            new PollFd { Descriptor = Descriptor(mounts), Wanted = Libc.POLLPRI },
            new PollFd { Descriptor = Descriptor(swaps), Wanted = Libc.POLLPRI },
        };
        var touched = new HashSet<string>();
        bool all = false, pending = false;
        long due = 0;
        while (true)
        {
            int wait = pending ? (int)Math.Clamp(due - Environment.TickCount64, 0, GatherMilliseconds) : -1;
            int ready = wait == 0 ? 0 : Libc.poll(files, 4, wait);
            if (ready == 0)
            {
                Look(all ? null : touched);
                touched.Clear();
                all = pending = false;
            }
            if (ready <= 0) continue; // EINTR.
            if (files[0].Happened != 0) return;
            bool any = files[1].Happened != 0 && TakeEvents(touched, ref all);
            if (((files[2].Happened | files[3].Happened) & (Libc.POLLPRI | Libc.POLLERR)) != 0) any = all = true;
            if (!any || pending) continue;
            pending = true;
            due = Environment.TickCount64 + LongestGatherMilliseconds;
        }
    }

    static int Descriptor(SafeFileHandle? handle) => handle is null || handle.IsInvalid ? -1 : (int)handle.DangerousGetHandle();

    /// <summary>Takes all events there are.</summary>
    /// <returns>True when there is something to look at.</returns>
    bool TakeEvents(HashSet<string> touched, ref bool all)
    {
        bool any = false;
        int result;
        while ((result = _events!.Receive(out Uevent value)) != -Usb.Errno.EAGAIN)
        {
            if (result == -Libc.ENOBUFS)
            {
                _logger.EventsLost();
                any = all = true;
            }
            else if (result != 0)
            {
                break;
            }
            else if (Concerns(value))
            {
                any = true;
                // A device mapper volume has no USB device above it, but may lie on one.
                if (value.BusId is { } busId) touched.Add(busId);
                else all = true;
            }
        }
        return any;
    }

    /// <summary>True for events after which a device may look different.</summary>
    internal static bool Concerns(in Uevent value) => value.Subsystem is "usb" or "block";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_thread is not null && _stop is { IsClosed: false })
        {
            long one = 1;
            _ = Libc.write(_stop, &one, sizeof(long));
            if (Thread.CurrentThread != _thread) _thread.Join();
            _stop.Dispose();
        }
        _events?.Dispose();
    }
}
