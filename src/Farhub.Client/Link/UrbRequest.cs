using Farhub.Usb;

namespace Farhub.Client.Link;

/// <summary>What is to be moved, before it is given to the link.</summary>
ref struct UrbRequest
{
    /// <summary>Endpoint and direction; for control transfers number 0 and the direction of the data stage.</summary>
    internal EndpointAddress Endpoint { get; init; }

    /// <summary>Bytes of the data stage.</summary>
    internal int Length { get; init; }

    internal UrbFlags Flags { get; init; }

    /// <summary>Decoded interval, in (micro)frames; 0 for control and bulk.</summary>
    internal int Interval { get; init; }

    internal SetupPacket Setup { get; init; }

    /// <summary>IN: where the data goes, unless <see cref="TargetPointer"/> says it.</summary>
    internal Memory<byte> Target { get; init; }

    /// <summary>IN: where the data goes; memory that stays where it is until the transfer is done.</summary>
    internal nint TargetPointer { get; init; }

    /// <summary>OUT: the data. Sent before the link returns.</summary>
    internal ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Isochronous: the packets; empty for all others.</summary>
    internal Memory<IsochronousPacket> Packets { get; init; }
}
