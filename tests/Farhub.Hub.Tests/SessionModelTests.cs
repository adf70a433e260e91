using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Hub.Tests;

/// <summary>Any order of submits, unlinks and completions brings exactly the replies that the rules of unlinking say, in that order.</summary>
public sealed class SessionModelTests
{
    static readonly Request Barrier = Request.Control(new SetupPacket(0x80, 6, 0x100, 0, 18));

    [Fact]
    public void AnyInterleaving_BringsTheRepliesTheRulesSay() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Step, byte Which)[]>(), Play).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300).WithEndSize(120));

    static void Play((byte Step, byte Which)[] steps)
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        ring.Device[FakeDevice.InterruptIn].OnCancel = CancelMode.Late;
        var inFlight = new List<Flight>();
        var over = new List<uint>();
        foreach ((byte step, byte which) in steps)
        {
            switch (step % 5)
            {
                case 0 or 1:
                    inFlight.Add(new Flight(ring.Client.Submit(Request.In(FakeDevice.InterruptIn, 1 + which))));
                    ring.Open.WaitForPending(inFlight.Count);
                    break;
                case 2:
                    Unlink(ring, inFlight, over, which);
                    break;
                case 3 when inFlight.Count > 0:
                    Complete(ring, inFlight, over, which % inFlight.Count, null);
                    break;
                case 4 when inFlight.Count > 0:
                    Complete(ring, inFlight, over, which % inFlight.Count, -Errno.ENOENT);
                    break;
                default:
                    break;
            }
        }
        Assert.Equal(inFlight.Count + inFlight.Count(f => f.Unlink is not null), ring.Client.Unanswered);
    }

    static void Unlink(SessionRing ring, List<Flight> inFlight, List<uint> over, byte which)
    {
        bool known = inFlight.Count > 0 && which % 4 != 0;
        Flight? flight = known ? inFlight[which % inFlight.Count] : null;
        uint target = flight?.Seqnum ?? (over.Count > 0 ? over[which % over.Count] : 0xdead);
        uint unlink = ring.Client.Unlink(target);
        if (flight is { Unlink: null })
        {
            flight.Unlink = unlink;
            ring.Client.Ask(Barrier); // Nothing comes before it: the unlink's answer waits for the URB.
            return;
        }
        if (flight is not null) flight.IsTold = true;
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, unlink, 0), ring.Client.Read());
    }

    static void Complete(SessionRing ring, List<Flight> inFlight, List<uint> over, int index, int? status)
    {
        Flight flight = inFlight[index];
        inFlight.RemoveAt(index);
        over.Add(flight.Seqnum);
        ring.Open.Complete(index, status);
        if (flight.IsTold || (flight.Unlink is not null && status is not null))
        {
            Assert.Equal(new Reply(UrbCommand.UnlinkReply, flight.Unlink!.Value, -Errno.ECONNRESET), ring.Client.Read());
            return;
        }
        Reply reply = ring.Client.Read();
        Assert.Equal((UrbCommand.SubmitReply, flight.Seqnum), (reply.Command, reply.Seqnum));
        Assert.Equal(status is null ? 0 : -Errno.ESHUTDOWN, reply.Status);
        if (flight.Unlink is { } unlink) Assert.Equal(new Reply(UrbCommand.UnlinkReply, unlink, 0), ring.Client.Read());
    }

    sealed class Flight(uint seqnum)
    {
        public uint Seqnum { get; } = seqnum;
        public uint? Unlink { get; set; }
        public bool IsTold { get; set; }
    }
}
