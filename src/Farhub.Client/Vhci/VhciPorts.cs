using System.Globalization;
using System.Runtime.Versioning;
using Farhub.Transport;
using Farhub.Usb;

namespace Farhub.Client.Vhci;

/// <summary>The ports of the kernel's virtual host controllers: devices of hubs become devices of this machine, and go again.</summary>
[SupportedOSPlatform("linux")]
public sealed class VhciPorts
{
    /// <summary>Time between two looks at sysfs. The kernel's own debounce alone takes 100 ms.</summary>
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest time from attach to a device that can be used: 0.3 to 0.4 s is usual, on a busy hub 0.13 s more a device before it.</summary>
    static readonly TimeSpan EnumerationTime = TimeSpan.FromSeconds(10);

    /// <summary>Longest time until a detached port is free again.</summary>
    static readonly TimeSpan DetachTime = TimeSpan.FromSeconds(5);

    readonly SystemFiles _files;
    readonly TimeProvider _time;
    readonly VhciTree _tree;

    /// <summary>This machine's ports.</summary>
    public VhciPorts() : this(new SystemFiles(), TimeProvider.System) { }

    internal VhciPorts(SystemFiles files, TimeProvider time)
    {
        _files = files;
        _time = time;
        _tree = new VhciTree(files);
    }

    /// <summary>Every port that is not free, in order. Empty when the kernel's module is not loaded.</summary>
    public IReadOnlyList<VhciPort> Read() =>
        [.. _tree.Read().Select(r => r.Row).Where(r => r.Status != VhciPortStatus.Free && r.IsReady).OrderBy(r => r.Port).Select(Describe)];

    /// <summary>Hands an imported device to the kernel and waits until it can be used.</summary>
    /// <param name="imported">Its connection is taken; the kernel's alone when this returns.</param>
    /// <param name="cancellationToken">Ends the wait; the device is detached again.</param>
    /// <returns>The port, with what the device has appeared as.</returns>
    /// <exception cref="VhciException">It did not work; the failure and the message say why. The device is detached again.</exception>
    public async Task<VhciPort> AttachAsync(ImportedDevice imported, CancellationToken cancellationToken = default)
    {
        int port;
        using (System.Net.Sockets.Socket socket = imported.TakeSocket()) // The kernel keeps its own reference.
        {
            SocketTuning.Apply(socket);
            _tree.Load();
            bool held = false;
            try
            {
                socket.SafeHandle.DangerousAddRef(ref held);
                port = Attach((int)socket.SafeHandle.DangerousGetHandle(), imported.Record.DevId, imported.Record.Speed);
            }
            finally
            {
                if (held) socket.SafeHandle.DangerousRelease();
            }
        }
        bool isUsable = false;
        try
        {
            new PortRecord(imported.Hub, imported.Record.BusId).Write(_files, port);
            VhciPort attached = await WaitAsync(port, cancellationToken);
            isUsable = true;
            return attached;
        }
        finally
        {
            if (!isUsable) Release(port);
        }
    }

    /// <summary>Loads the kernel's module if it is not there.</summary>
    /// <exception cref="VhciException">It cannot be loaded; the message says where to get it.</exception>
    public void LoadModule() => _tree.Load();

    /// <summary>Detaches a port.</summary>
    /// <param name="port">Port number, over all controllers.</param>
    /// <param name="cancellationToken">Ends the wait for the port to be free, not the detaching.</param>
    /// <exception cref="VhciException">Nothing is attached there, or only root may.</exception>
    public async Task DetachAsync(int port, CancellationToken cancellationToken = default)
    {
        try
        {
            _tree.Detach(port);
        }
        catch (IOException e) when (e.HResult == Errno.EINVAL)
        {
            throw new VhciException(VhciFailure.NotAttached, $"Nothing is attached to port {port}.", e);
        }
        catch (IOException e)
        {
            throw new VhciException(VhciFailure.Refused, $"The kernel did not detach port {port}: {e.Message}", e);
        }
        PortRecord.Delete(_files, port);
        long start = _time.GetTimestamp();
        while (_tree.Find(port) is { Status: not VhciPortStatus.Free } && _time.GetElapsedTime(start) < DetachTime)
        {
            await Task.Delay(PollInterval, _time, cancellationToken);
        }
    }

    /// <summary>Detaches one device.</summary>
    /// <param name="name">Its port's number, the hub's bus id, or the local one.</param>
    /// <param name="cancellationToken">Ends the wait for the port to be free, not the detaching.</param>
    /// <returns>What was detached.</returns>
    /// <exception cref="VhciException">No attached device goes by that name, or several do, or only root may.</exception>
    public async Task<VhciPort> DetachAsync(string name, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VhciPort> all = Read();
        List<VhciPort> meant = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? [.. all.Where(p => p.Number == number)]
            : [.. all.Where(p => p.LocalBusId == name || p.BusId?.ToString() == name)];
        switch (meant.Count)
        {
            case 1:
                await DetachAsync(meant[0].Number, cancellationToken);
                return meant[0];
            case 0:
                throw new VhciException(VhciFailure.NotAttached, $"No attached device is called '{name}': neither port, nor bus id here or at its hub.");
            default:
                string ports = string.Join(", ", meant.Select(p => p.Number));
                throw new VhciException(VhciFailure.Ambiguous, $"More than one attached device is called '{name}'; say which port: {ports}.");
        }
    }

    /// <summary>Detaches everything.</summary>
    /// <param name="cancellationToken">Ends the wait for the ports to be free.</param>
    /// <returns>What was detached.</returns>
    /// <exception cref="VhciException">Only root may.</exception>
    public async Task<IReadOnlyList<VhciPort>> DetachAllAsync(CancellationToken cancellationToken = default)
    {
        var detached = new List<VhciPort>();
        foreach (VhciPort port in Read())
        {
            try
            {
                await DetachAsync(port.Number, cancellationToken);
                detached.Add(port);
            }
            catch (VhciException e) when (e.Failure == VhciFailure.NotAttached)
            {
                // It went by itself meanwhile.
            }
        }
        return detached;
    }

    VhciPort Describe(VhciStatusRow row)
    {
        PortRecord? record = PortRecord.TryRead(_files, row.Port);
        IReadOnlyList<Appearance> appearances = row.LocalBusId is null ? [] : DeviceAppearance.Read(_files, DirectoryOf(row.LocalBusId));
        return new VhciPort(row.Port, row.IsSuperSpeed, row.Status, row.DevId, row.LocalBusId, record?.Hub, record?.BusId, appearances);
    }

    static string DirectoryOf(string localBusId) => $"/sys/bus/usb/devices/{localBusId}";

    int Attach(int socket, uint devId, UsbSpeed speed)
    {
        // A hub that does not know a speed means a device of the common kind; the kernel refuses 0.
        if (speed == UsbSpeed.Unknown) speed = UsbSpeed.High;
        bool isSuperSpeed = speed >= UsbSpeed.Super;
        var excluded = new HashSet<int>();
        while (true)
        {
            IReadOnlyList<(int Controller, VhciStatusRow Row)> rows = _tree.Read();
            if (VhciTree.Choose(rows, isSuperSpeed, excluded) is not { } port)
            {
                int total = rows.Count(r => r.Row.IsSuperSpeed == isSuperSpeed);
                throw new VhciException(VhciFailure.NoFreePort, $"All {total} {(isSuperSpeed ? "SuperSpeed" : "high-speed")} ports of this machine are taken: detach a device first.");
            }
            try
            {
                _tree.Attach(port, socket, devId, (uint)speed);
                return port;
            }
            catch (IOException e) when (e.HResult is Errno.EBUSY or Errno.EAGAIN)
            {
                excluded.Add(port); // Another process was faster, or the controller is not ready.
            }
            catch (IOException e) when (e.HResult == Errno.EINVAL && speed == UsbSpeed.SuperPlus)
            {
                speed = UsbSpeed.Super; // Kernels before 6.12 do not know the faster one.
            }
            catch (IOException e)
            {
                throw new VhciException(VhciFailure.Refused, $"The kernel refused the device at port {port}: {e.Message}", e);
            }
        }
    }

    async Task<VhciPort> WaitAsync(int port, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        long lastChange = start;
        int known = -1;
        var aliases = new DriverAliases(_files);
        while (true)
        {
            VhciStatusRow? row = _tree.Find(port);
            if (row is not { } current || current.Status is VhciPortStatus.Free or VhciPortStatus.Error)
            {
                throw new VhciException(VhciFailure.Vanished, "The device went away again while the kernel was looking at it: the hub closed the connection, or an answer made no sense; the kernel's log says more.");
            }
            TimeSpan elapsed = _time.GetElapsedTime(start);
            string? directory = current.LocalBusId is null ? null : DirectoryOf(current.LocalBusId);
            bool isEnumerated = directory is not null && _files.TryRead($"{directory}/idVendor") is { Length: > 0 };
            if (isEnumerated && _files.TryRead($"{directory}/bConfigurationValue") is { Length: > 0 })
            {
                VhciPort described = Describe(current);
                if (described.Appearances.Count != known)
                {
                    known = described.Appearances.Count;
                    lastChange = _time.GetTimestamp();
                }
                TimeSpan patience = DeviceAppearance.Patience(_files, aliases, directory!, described.Appearances);
                if (patience == TimeSpan.Zero || _time.GetElapsedTime(lastChange) >= patience || elapsed >= EnumerationTime) return described;
            }
            else if (elapsed >= EnumerationTime)
            {
                if (isEnumerated) return Describe(current); // Not configured: the kernel found no configuration it likes. A program may choose one.
                throw new VhciException(VhciFailure.NotEnumerated, "The kernel could not read the device's descriptors in time: the hub or the device does not answer; the kernel's log says more.");
            }
            await Task.Delay(PollInterval, _time, cancellationToken);
        }
    }

    /// <summary>After a failure: whatever is left at the port goes.</summary>
    void Release(int port)
    {
        try
        {
            _tree.Detach(port);
        }
        catch (Exception e) when (e is IOException or VhciException)
        {
            // It has gone already.
        }
        PortRecord.Delete(_files, port);
    }
}
