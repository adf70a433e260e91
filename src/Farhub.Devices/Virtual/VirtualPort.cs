namespace Farhub.Devices.Virtual;

/// <summary>Where a software device is plugged in: a bus of its own making and a number on it. Both fit a byte, because clients cut the parts of
/// a devid to 8 bits.</summary>
/// <param name="Bus">Bus number.</param>
/// <param name="Number">Device number on the bus, from 1; also its port.</param>
public readonly record struct VirtualPort(byte Bus, byte Number)
{
    /// <summary>The first bus of software devices. A kernel has 63 buses at most, so real ones stay below.</summary>
    public const byte FirstBus = 200;

    /// <summary>The bus id, <c>200-1</c>: bus and port, the only form every client takes.</summary>
    public string BusId => $"{Bus}-{Number}";

    /// <inheritdoc/>
    public override string ToString() => BusId;
}
