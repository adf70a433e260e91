using Farhub.Hub.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Hub.Tests;

public sealed class SeqnumTableTests
{
    static PendingUrb Urb(uint seqnum)
    {
        var pending = new PendingUrb(new FakeUrb(8), sizeClass: 0);
        pending.Begin(seqnum, 0);
        return pending;
    }

    static void Free(PendingUrb urb) => Assert.True(((FakeUrb)urb.Urb).Free());

    /// <summary>Numbers that share few homes, so that runs grow and holes must be closed; and the extremes.</summary>
    static uint SeqnumOf(byte value) => value switch
    {
        0 => 0,
        1 => uint.MaxValue,
        2 => 1u << 31,
        < 200 => (uint)value << 14,
        _ => value,
    };

    [Fact]
    public void AnySequenceOfSetsAndRemoves_AgreesWithADictionary()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(bool Remove, byte Seqnum)[]>(), steps =>
        {
            var table = new SeqnumTable();
            var model = new Dictionary<uint, PendingUrb>();
            var all = new List<PendingUrb>();
            foreach ((bool remove, byte value) in steps)
            {
                uint seqnum = SeqnumOf(value);
                if (!remove)
                {
                    PendingUrb urb = Urb(seqnum);
                    all.Add(urb);
                    table.Set(urb);
                    model[seqnum] = urb;
                }
                else if (all.FindLast(u => u.Seqnum == seqnum) is { } urb)
                {
                    table.Remove(urb);
                    if (model.GetValueOrDefault(seqnum) == urb) model.Remove(seqnum);
                }
                Assert.Equal(model.Count, table.Count);
            }
            for (int value = 0; value < 256; value++)
            {
                Assert.Same(model.GetValueOrDefault(SeqnumOf((byte)value)), table.Find(SeqnumOf((byte)value)));
            }
            all.ForEach(Free);
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500).WithEndSize(300));
    }

    [Fact]
    public void UrbThatAnotherReplaced_RemovesNothing()
    {
        var table = new SeqnumTable();
        PendingUrb first = Urb(5);
        PendingUrb second = Urb(5);
        table.Set(first);
        table.Set(second);
        table.Remove(first);
        Assert.Same(second, table.Find(5));
        table.Remove(second);
        Assert.Null(table.Find(5));
        Assert.Equal(0, table.Count);
        Free(first);
        Free(second);
    }

    [Fact]
    public void Thousands_AreAllFoundWhileTheOldestLeave()
    {
        var table = new SeqnumTable();
        var inFlight = new Queue<PendingUrb>();
        uint seqnum = uint.MaxValue - 5000; // Wraps on the way.
        for (int i = 0; i < 20_000; i++, seqnum = unchecked(seqnum + 1))
        {
            PendingUrb urb = inFlight.Count < 1024 ? Urb(seqnum) : inFlight.Dequeue();
            if (urb.Seqnum != seqnum)
            {
                Assert.Same(urb, table.Find(urb.Seqnum));
                table.Remove(urb);
                Assert.Null(table.Find(urb.Seqnum));
                urb.Begin(seqnum, 0);
            }
            table.Set(urb);
            inFlight.Enqueue(urb);
        }
        Assert.All(inFlight, u => Assert.Same(u, table.Find(u.Seqnum)));
        foreach (PendingUrb urb in inFlight) Free(urb);
    }
}
