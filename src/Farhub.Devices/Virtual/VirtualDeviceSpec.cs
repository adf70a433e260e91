using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Farhub.Devices.Virtual;

/// <summary>A software device as it is written on the command line: <c>loopback</c>, <c>disk</c> (in memory), or <c>disk=PATH</c> (an image file),
/// a disk with <c>,ro</c> (read-only) and <c>,size=64M</c> (bytes, or K, M, G: powers of 1024). PATH ends at the first comma.</summary>
public sealed record VirtualDeviceSpec
{
    VirtualDeviceSpec() { }

    /// <summary>What kind.</summary>
    public required VirtualDeviceKind Kind { get; init; }

    /// <summary>Image file of a disk; null for one in memory.</summary>
    public string? Path { get; init; }

    /// <summary>A disk that refuses writes.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Bytes of a disk, a multiple of <see cref="VirtualDisk.BlockSize"/>; null for the default, or for an image as large as it is.</summary>
    public long? Size { get; init; }

    /// <summary>Reads a specification.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="spec">What it means.</param>
    /// <param name="error">One sentence that says what is wrong and what would be right; null when nothing is.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VirtualDeviceSpec? spec, [NotNullWhen(false)] out string? error)
    {
        spec = null;
        string[] parts = (text ?? "").Split(',');
        string[] head = parts[0].Split('=', 2);
        switch (head[0])
        {
            case "loopback" when head.Length == 1 && parts.Length == 1:
                spec = new VirtualDeviceSpec { Kind = VirtualDeviceKind.Loopback };
                error = null;
                return true;
            case "loopback":
                error = "A loopback takes no options.";
                return false;
            case "disk" when head.Length == 2 && head[1].Length == 0:
                error = "The image file after 'disk=' is missing; write disk=PATH, or disk alone for one in memory.";
                return false;
            case "disk":
                return TryParseDisk(head.Length == 2 ? head[1] : null, parts.AsSpan(1), out spec, out error);
            default:
                error = $"There is no software device '{head[0]}'; choose loopback, disk or disk=PATH.";
                return false;
        }
    }

    /// <summary>Makes the device.</summary>
    /// <param name="port">Where it is plugged in.</param>
    /// <param name="time">Its clock; the system's when null.</param>
    /// <exception cref="DeviceException">The disk's file or memory is not to be had; the message says why.</exception>
    public VirtualDevice Create(VirtualPort port, TimeProvider? time = null) => Kind switch
    {
        VirtualDeviceKind.Loopback => new VirtualLoopback(port, time),
        _ when Path is not null => VirtualDisk.FromImage(port, Path, Size, IsReadOnly, time),
        _ => VirtualDisk.InMemory(port, Size ?? VirtualDisk.DefaultSize, IsReadOnly, time),
    };

    /// <summary>Reads a number of bytes: <c>512</c>, <c>64K</c>, <c>64M</c>, <c>2G</c>.</summary>
    /// <returns>False when it is not one, is 0 or is too large.</returns>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0) return false;
        int shift = char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        ReadOnlySpan<char> digits = shift == 0 ? text : text.AsSpan(0, text.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return false;
        if (number == 0 || number > long.MaxValue >> shift) return false;
        bytes = number << shift;
        return true;
    }

    /// <summary>Writes a number of bytes as <see cref="TryParseSize"/> reads it, with the largest unit that leaves no rest.</summary>
    public static string FormatSize(long bytes) => bytes switch
    {
        > 0 when bytes % (1 << 30) == 0 => $"{bytes >> 30}G",
        > 0 when bytes % (1 << 20) == 0 => $"{bytes >> 20}M",
        > 0 when bytes % (1 << 10) == 0 => $"{bytes >> 10}K",
        _ => $"{bytes}",
    };

    /// <inheritdoc/>
    public override string ToString() => Kind == VirtualDeviceKind.Loopback
        ? "loopback"
        : $"disk{(Path is null ? "" : $"={Path}")}{(IsReadOnly ? ",ro" : "")}{(Size is { } size ? $",size={FormatSize(size)}" : "")}";

    static bool TryParseDisk(string? path, ReadOnlySpan<string> options, out VirtualDeviceSpec? spec, out string? error)
    {
        spec = null;
        bool isReadOnly = false;
        long? size = null;
        foreach (string option in options)
        {
            if (option == "ro")
            {
                isReadOnly = true;
            }
            else if (option.StartsWith("size=", StringComparison.Ordinal))
            {
                string text = option["size=".Length..];
                if (size is not null)
                {
                    error = "The size is given twice.";
                    return false;
                }
                if (!TryParseSize(text, out long bytes))
                {
                    error = $"'{text}' is not a size; write a number of bytes, or of K, M or G, such as 64M.";
                    return false;
                }
                if (bytes % VirtualDisk.BlockSize != 0)
                {
                    error = $"A disk of {text} bytes cannot be; the size must be a multiple of {VirtualDisk.BlockSize}.";
                    return false;
                }
                size = bytes;
            }
            else
            {
                error = $"A disk has no option '{option}'; there are ro and size=SIZE.";
                return false;
            }
        }
        spec = new VirtualDeviceSpec { Kind = VirtualDeviceKind.Disk, Path = path, IsReadOnly = isReadOnly, Size = size };
        error = null;
        return true;
    }
}
