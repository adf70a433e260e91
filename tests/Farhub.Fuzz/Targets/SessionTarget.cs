using System.Net.Sockets;
using Farhub.Devices;
using Farhub.Hub;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Transport;
using Farhub.Usb;

namespace Farhub.Fuzz.Targets;

/// <summary>A whole session of a hub: what a client sends after import, then the end of the stream. The session must end for a reason of the
/// client's, never for one of ours, with every URB destroyed, and every word it said must be a reply.</summary>
sealed class SessionTarget : IFuzzTarget
{
    static readonly DeviceInfo Info = new()
    {
        BusId = "1-2",
        Path = "fuzz",
        BusNumber = 1,
        DeviceNumber = 2,
        Speed = UsbSpeed.High,
        Configurations = [],
        ActiveConfiguration = 1,
        Descriptor = new DeviceDescriptor
        {
            UsbVersion = 0x200,
            Class = 0,
            SubClass = 0,
            Protocol = 0,
            MaxPacketSize0 = 64,
            Id = default,
            DeviceVersion = 0,
            ConfigurationCount = 1,
        },
    };

    /// <summary>More than inputs of eight kilobytes can have in flight: a full session waits for the device, and this one does nothing unasked.</summary>
    static readonly UsbipLimits Limits = UsbipLimits.Default with { MaxUrbsInFlight = 256, MaxBytesInFlight = 512 << 20, MaxTransferLength = 1 << 20 };

    static readonly byte[] GetDescriptor = [0x80, 6, 0, 1, 0, 0, 18, 0];
    static readonly byte[] SetConfiguration = [0x00, 9, 1, 0, 0, 0, 0, 0];
    static readonly byte[] SetReport = [0x21, 9, 0, 2, 0, 0, 5, 0];

    readonly byte[] _replies = new byte[64 << 10];

    public string Name => "session";

    public long MaxAllocation => 256 << 10; // Two sockets, a session with its tables, and the exception of its end.

    public IReadOnlyList<FuzzSample> Samples { get; } =
    [
        Enumeration(new SampleBuilder()).Build(),
        Interrupts(new SampleBuilder()).Build(),
        UrbSamples.Submit(UrbSamples.Submit(new SampleBuilder(), endpoint: 3, isIn: false, length: 1024, packets: 128), endpoint: 3, isIn: true, length: 999, packets: 9, seqnum: 2).Build(),
        UrbSamples.Submit(UrbSamples.Submit(new SampleBuilder(), endpoint: 1, isIn: false, length: 3000), endpoint: 9, isIn: false, length: 300, seqnum: 2).Build(),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        (Socket ours, Socket theirs) = SocketPair.Create();
        using Socket client = theirs;
        using var connection = Connection.Own(ours);
        using var session = new Session(connection, Info, Limits, new MemoryBudget(long.MaxValue));
        using var device = new SessionDevice(session);
        while (!input.IsEmpty) input = input[client.Send(input)..];
        client.Shutdown(SocketShutdown.Send);
        session.Run(device);
        if (session.Failure is { } failure) throw new FuzzFailureException($"the session failed: {failure}");
        FuzzFailureException.Unless(session.End is SessionEnd.ClientClosed or SessionEnd.ClientViolation, $"the client ended it, not {session.End}: {session.EndDetail}");
        FuzzFailureException.Unless(device.LiveUrbs == 0, "every URB is destroyed");
        CheckReplies(client);
    }

    /// <summary>Replies carry at most a few bytes of 0x5a and packets, so every other word that could be one must be a reply's first.</summary>
    void CheckReplies(Socket client)
    {
        int length = 0;
        while (client.Receive(_replies.AsSpan(length)) is > 0 and var received) length += received;
        if (length == 0) return;
        FuzzFailureException.Unless(length >= UrbHeader.Size && length < _replies.Length, "replies are whole and no flood");
        var first = UrbHeader.Read(_replies);
        FuzzFailureException.Unless(first is { Command: UrbCommand.SubmitReply or UrbCommand.UnlinkReply, DevId: 0, Direction: 0, Endpoint: 0 }, "the first word is a reply");
    }

    static SampleBuilder Enumeration(SampleBuilder to)
    {
        UrbSamples.Submit(to, endpoint: 0, isIn: true, length: 18, seqnum: 1, setup: GetDescriptor);
        UrbSamples.Submit(to, endpoint: 0, isIn: false, length: 0, seqnum: 2, setup: SetConfiguration);
        UrbSamples.Submit(to, endpoint: 0, isIn: false, length: 5, seqnum: 3, setup: SetReport);
        UrbSamples.Submit(to, endpoint: 2, isIn: false, length: 31, seqnum: 4);
        UrbSamples.Submit(to, endpoint: 1, isIn: true, length: 512, seqnum: 5);
        UrbSamples.Unlink(to, seqnum: 6, unlinkSeqnum: 5);
        return UrbSamples.Submit(to, endpoint: 2, isIn: true, length: 13, seqnum: 7);
    }

    static SampleBuilder Interrupts(SampleBuilder to)
    {
        for (uint i = 1; i < 40; i += 3)
        {
            UrbSamples.Submit(to, endpoint: 4, isIn: true, length: 8 + (int)(i % 2), seqnum: i);
            UrbSamples.Submit(to, endpoint: 4, isIn: false, length: 8, seqnum: i + 1);
            UrbSamples.Unlink(to, seqnum: i + 2, unlinkSeqnum: i);
        }
        return to;
    }
}
