using System.Globalization;
using Farhub.Usb;

namespace Farhub.Bench;

/// <summary>What is kept in flight on one endpoint.</summary>
/// <param name="IsOut">Direction.</param>
/// <param name="Size">Bytes of one URB.</param>
/// <param name="Depth">URBs in flight.</param>
/// <param name="Endpoint">Number; 0 is GET_DESCRIPTOR of the device, whatever the size.</param>
sealed record Load(bool IsOut, int Size, int Depth, int Endpoint = 1)
{
    /// <summary>Bytes that a URB moves.</summary>
    public int Length => Endpoint == 0 ? DeviceDescriptor.Size : Size;

    /// <summary>Its row in the report.</summary>
    public string What => Endpoint == 0 ? "control" : $"{(IsOut ? "OUT" : "IN")} {SizeText} depth {Depth}";

    /// <summary>Below this, what counts is how many there are a second; above, how much it is together.</summary>
    public bool IsSmall => Length < 4096;

    string SizeText => Size switch { >= 1 << 20 => $"{Size >> 20} MiB", >= 1 << 10 => $"{Size >> 10} KiB", _ => $"{Size} B" };

    /// <summary>The words for load.c, and for our client in its place.</summary>
    public IReadOnlyList<string> Arguments(int port, double seconds) =>
    [
        "-p", Text(port), "-e", Text(Endpoint), "-s", Text(Size), "-d", Text(Depth), "-t", seconds.ToString(CultureInfo.InvariantCulture),
        .. IsOut ? ["-o"] : Array.Empty<string>(),
    ];

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
