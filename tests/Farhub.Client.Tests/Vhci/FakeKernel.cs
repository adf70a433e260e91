using System.Globalization;
using Farhub.Client.Vhci;

namespace Farhub.Client.Tests.Vhci;

/// <summary>A directory that looks like a Linux with vhci_hcd in it, and answers writes to <c>attach</c> and <c>detach</c> as the kernel does.</summary>
sealed class FakeKernel : SystemFiles, IDisposable
{
    internal const string Controller = "/sys/devices/platform/vhci_hcd.0";

    readonly string _root;
    readonly int _portsPerHub;
    readonly int _controllers;
    readonly Dictionary<int, string> _rows = [];

    FakeKernel(string root, int controllers, int portsPerHub) : base(root)
    {
        _root = root;
        _controllers = controllers;
        _portsPerHub = portsPerHub;
    }

    /// <summary>What was written to <c>attach</c> and <c>detach</c>.</summary>
    internal List<string> Writes { get; } = [];

    /// <summary>Looks at a write before it counts; throws what the kernel would answer.</summary>
    internal Action<string, string>? Refuse { get; set; }

    /// <summary>What modprobe says; null after it has loaded the module.</summary>
    internal Func<string?>? Modprobe { get; set; }

    /// <summary>Called when a port has got a connection.</summary>
    internal Action<int>? Attached { get; set; }

    internal static FakeKernel Make(int controllers = 2, int portsPerHub = 2, bool isLoaded = true)
    {
        var kernel = new FakeKernel(Directory.CreateTempSubdirectory("farhub").FullName, controllers, portsPerHub);
        if (isLoaded) kernel.LoadVhci();
        return kernel;
    }

    internal void LoadVhci()
    {
        Put($"{Controller}/attach", "");
        Put($"{Controller}/detach", "");
        for (int port = 0; port < _controllers * _portsPerHub * 2; port++) Free(port);
    }

    internal bool IsSuperSpeed(int port) => port % (2 * _portsPerHub) >= _portsPerHub;

    internal void Free(int port) => SetRow(port, "004 000 00000000 000000 0-0");

    internal void SetRow(int port, string rest)
    {
        _rows[port] = string.Create(CultureInfo.InvariantCulture, $"{(IsSuperSpeed(port) ? "ss" : "hs")}  {port:0000} {rest}\n");
        int controller = port / (2 * _portsPerHub);
        IEnumerable<string> lines = _rows.Where(r => r.Key / (2 * _portsPerHub) == controller).OrderBy(r => r.Key).Select(r => r.Value);
        Put($"{Controller}/status{(controller == 0 ? "" : $".{controller}")}", "hub port sta spd dev      sockfd local_busid\n" + string.Concat(lines));
    }

    /// <summary>A device is there, configured, with one interface; returns the interface's directory.</summary>
    internal string Enumerate(int port, string localBusId, string? driver = null)
    {
        SetRow(port, $"006 003 00030011 000042 {localBusId}");
        string device = $"/sys/bus/usb/devices/{localBusId}";
        Put($"{device}/idVendor", "1209\n");
        Put($"{device}/bConfigurationValue", "1\n");
        string directory = $"{device}/{localBusId}:1.0";
        Put($"{directory}/bInterfaceClass", "ff\n");
        if (driver is not null) Link($"{directory}/driver", $"/sys/bus/usb/drivers/{driver}");
        return directory;
    }

    internal void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Locate(path))!);
        File.WriteAllText(Locate(path), text);
    }

    internal void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Locate(path))!);
        File.CreateSymbolicLink(Locate(path), Locate(target));
    }

    /// <summary>A thing that a driver has made, in its class.</summary>
    internal void Appear(string directory, string subsystem, string? devName = null)
    {
        Put($"{directory}/uevent", devName is null ? "MAJOR=1\n" : $"MAJOR=1\nDEVNAME={devName}\n");
        Link($"{directory}/subsystem", $"/sys/class/{subsystem}");
    }

    internal static IOException Errno(int errno) => new("the kernel says no", errno);

    internal override void WriteAttribute(string path, string text)
    {
        string attribute = Path.GetFileName(path);
        if (!File.Exists(Locate(path))) throw new FileNotFoundException(path);
        Writes.Add($"{attribute} {text}");
        Refuse?.Invoke(attribute, text);
        int port = int.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
        if (attribute == "attach")
        {
            SetRow(port, "005 000 00000000 000042 0-0");
            Attached?.Invoke(port);
        }
        else
        {
            if (_rows[port].Contains(" 004 ", StringComparison.Ordinal)) throw Errno(Usb.Errno.EINVAL);
            Free(port);
        }
    }

    internal override string? LoadModule(string name) => Modprobe is null ? "modprobe: FATAL: Module vhci-hcd not found" : Modprobe();

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
