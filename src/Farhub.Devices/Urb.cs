using Farhub.Usb;

namespace Farhub.Devices;

/// <summary>One USB request and the memory it moves. Made by an <see cref="OpenDevice"/>, which knows the best memory for itself, and used
/// again and again by one session.</summary>
/// <remarks>Ownership: the session's, except between <see cref="OpenDevice.Submit"/> and completion, when it is the device's. A cancelled URB
/// stays the device's until it completes: the hardware may still write into its memory.</remarks>
public unsafe class Urb
{
    /// <summary>Room before <see cref="Data"/> of a control transfer, where usbfs wants the setup packet.</summary>
    public const int ControlHeadroom = SetupPacket.Size;

    readonly byte* _memory;

    /// <summary>Wraps memory that outlives the object.</summary>
    /// <param name="memory">Start; page-aligned when the capacity is a page or more.</param>
    /// <param name="capacity">Bytes, <see cref="ControlHeadroom"/> included.</param>
    protected internal Urb(byte* memory, int capacity)
    {
        _memory = memory;
        Capacity = capacity;
    }

    /// <summary>Bytes of memory, with the headroom of a control transfer.</summary>
    public int Capacity { get; }

    /// <summary>Start of the memory.</summary>
    public byte* Memory => _memory;

    /// <summary>Which endpoint, with direction. For control transfers number 0 and the direction of the data stage.</summary>
    public EndpointAddress Endpoint { get; private set; }

    /// <summary>What kind of endpoint that is.</summary>
    public TransferType Type { get; private set; }

    /// <summary>The setup packet of a control transfer.</summary>
    public SetupPacket Setup { get; private set; }

    /// <summary>Flags, already cleaned: no others than <see cref="UrbFlags"/> names, and only where they apply.</summary>
    public UrbFlags Flags { get; private set; }

    /// <summary>Where the data stage is: what an OUT carries, or where an IN is to be put. Isochronous packets lie back to back, in order.</summary>
    public byte* Data => Type == TransferType.Control ? _memory + ControlHeadroom : _memory;

    /// <summary>Bytes of the data stage asked for.</summary>
    public int Length { get; private set; }

    /// <summary>The data stage as a span of <see cref="Length"/> bytes.</summary>
    public Span<byte> Buffer => new(Data, Length);

    /// <summary>Isochronous packets asked for; their lengths add up to <see cref="Length"/> at most.</summary>
    public Span<UrbPacket> Packets => _packets.AsSpan(0, PacketCount);

    /// <summary>Number of <see cref="Packets"/>.</summary>
    public int PacketCount { get; private set; }

    UrbPacket[] _packets = [];

    /// <summary>Isochronous: first frame, as asked, then as scheduled.</summary>
    public int StartFrame { get; set; }

    /// <summary>Outcome: 0 or a negative Linux errno (<see cref="Errno"/>).</summary>
    public int Status { get; set; }

    /// <summary>Outcome: bytes moved. For isochronous the sum over the packets.</summary>
    public int ActualLength { get; set; }

    /// <summary>Outcome, isochronous: packets that failed.</summary>
    public int ErrorCount { get; set; }

    /// <summary>Outcome, IN, not isochronous: where the bytes really are, when a software device answers from memory of its own that stays
    /// unchanged until the URB is used again or destroyed; null when they are in <see cref="Data"/>.</summary>
    public byte* Answer { get; set; }

    /// <summary>For whoever submitted it.</summary>
    public object? Tag { get; set; }

    /// <summary>Starts a new life of this URB, before its payload is received.</summary>
    /// <param name="endpoint">Endpoint and direction.</param>
    /// <param name="type">Kind of endpoint.</param>
    /// <param name="length">Bytes of the data stage; with the headroom of a control transfer at most <see cref="Capacity"/>.</param>
    /// <param name="flags">Cleaned flags.</param>
    /// <param name="setup">Setup packet of a control transfer.</param>
    /// <param name="packetCount">Isochronous packets; the caller fills <see cref="Packets"/>.</param>
    public void Begin(EndpointAddress endpoint, TransferType type, int length, UrbFlags flags = UrbFlags.None, SetupPacket setup = default, int packetCount = 0)
    {
        int room = Capacity - (type == TransferType.Control ? ControlHeadroom : 0);
        if (length < 0 || length > room) ThrowTooLong(length, room);
        Endpoint = endpoint;
        Type = type;
        Length = length;
        Flags = flags;
        Setup = setup;
        PacketCount = packetCount;
        if (packetCount > _packets.Length) _packets = new UrbPacket[packetCount];
        StartFrame = 0;
        Status = 0;
        ActualLength = 0;
        ErrorCount = 0;
        Answer = null;
    }

    static void ThrowTooLong(int length, int room) =>
        throw new ArgumentOutOfRangeException(nameof(length), length, $"There is room for {room} bytes.");

    /// <summary>Sets the outcome of a transfer that did not take place at all.</summary>
    /// <param name="status">Why: a negative errno, also each packet's.</param>
    public void Refuse(int status)
    {
        Finish(status);
        ErrorCount = PacketCount;
        foreach (ref UrbPacket packet in Packets)
        {
            packet.ActualLength = 0;
            packet.Status = status;
        }
    }

    /// <summary>Sets the outcome of all but isochronous transfers.</summary>
    public void Finish(int status, int actualLength = 0)
    {
        Status = status;
        ActualLength = actualLength;
    }
}
