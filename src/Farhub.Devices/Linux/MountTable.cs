using System.Runtime.Versioning;
using System.Text;

namespace Farhub.Devices.Linux;

/// <summary>What file systems and swap this machine uses: /proc/self/mountinfo and /proc/swaps (proc(5)).</summary>
[SupportedOSPlatform("linux")]
sealed class MountTable
{
    readonly List<(string Number, string Source, string Point)> _mounts = [];
    readonly List<string> _swaps = [];

    /// <summary>Reads both. What cannot be read counts as empty.</summary>
    internal static MountTable Read(LinuxRoot root)
    {
        var table = new MountTable();
        foreach (string line in (root.ReadText("/proc/self/mountinfo") ?? "").Split('\n')) table.AddMount(line);
        foreach (string line in (root.ReadText("/proc/swaps") ?? "").Split('\n').Skip(1))
        {
            if (line.Split([' ', '\t'], 2)[0] is { Length: > 0 } file) table._swaps.Add(Unescape(file));
        }
        return table;
    }

    /// <remarks><code>36 35 98:0 /root /mount/point rw,noatime master:1 - ext3 /dev/source rw</code>
    /// The third field is the device, but for btrfs and the like an invented one; then the source tells.</remarks>
    void AddMount(string line)
    {
        string[] fields = line.Split(' ');
        int dash = Array.IndexOf(fields, "-", Math.Min(6, fields.Length));
        if (dash < 0 || dash + 2 >= fields.Length) return;
        _mounts.Add((fields[2], Unescape(fields[dash + 2]), Unescape(fields[4])));
    }

    /// <summary>Where a block device is mounted.</summary>
    /// <param name="number">major:minor.</param>
    /// <param name="names">Its names under /dev.</param>
    internal IEnumerable<string> PointsOf(string? number, IReadOnlyList<string> names) =>
        _mounts.Where(m => m.Number == number || names.Contains(m.Source)).Select(m => m.Point);

    /// <summary>Whether a block device is swapped to.</summary>
    /// <param name="names">Its names under /dev.</param>
    internal bool IsSwap(IReadOnlyList<string> names) => _swaps.Exists(names.Contains);

    /// <summary>Spaces and the like stand as a backslash and three octal digits.</summary>
    internal static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        byte[] from = Encoding.UTF8.GetBytes(text);
        var to = new List<byte>(from.Length);
        for (int i = 0; i < from.Length; i++)
        {
            if (from[i] == '\\' && i + 3 < from.Length && TryOctal(from.AsSpan(i + 1, 3), out byte value))
            {
                to.Add(value);
                i += 3;
            }
            else
            {
                to.Add(from[i]);
            }
        }
        return Encoding.UTF8.GetString([.. to]);
    }

    static bool TryOctal(ReadOnlySpan<byte> digits, out byte value)
    {
        value = 0;
        int sum = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7') return false;
            sum = (sum * 8) + digit - '0';
        }
        if (sum > byte.MaxValue) return false;
        value = (byte)sum;
        return true;
    }
}
