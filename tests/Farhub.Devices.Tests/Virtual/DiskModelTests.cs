using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Devices.Tests.Virtual;

public sealed class DiskModelTests
{
    const int BlockCount = 64;

    sealed record Step(bool IsWrite, int Block, int Count, int Seed, int Piece);

    static Gen<Step> Steps =>
        from isWrite in Gen.Elements(true, false)
        from block in Gen.Choose(0, BlockCount - 1)
        from count in Gen.Choose(0, 9)
        from seed in Gen.Choose(0, 60000)
        from piece in Gen.Choose(1, 3000)
        select new Step(isWrite, block, Math.Min(count, BlockCount - block), seed, piece);

    [Fact]
    public void Any_reads_and_writes_in_any_pieces_see_what_an_array_would_hold()
    {
        Prop.ForAll(Steps.ListOf().ToArbitrary(), steps =>
        {
            using var disk = DiskHost.Memory(BlockCount * 512);
            byte[] model = new byte[BlockCount * 512];
            foreach (Step step in steps)
            {
                Span<byte> expected = model.AsSpan(step.Block * 512, step.Count * 512);
                if (step.IsWrite) DiskHost.Pattern(expected.Length, step.Seed).CopyTo(expected);
                disk.Send(DiskHost.Blocks(step.IsWrite ? (byte)0x2a : (byte)0x28, (uint)step.Block, (ushort)step.Count), (uint)expected.Length, !step.IsWrite);
                for (int at = 0; at < expected.Length; at += step.Piece)
                {
                    Span<byte> piece = expected.Slice(at, Math.Min(step.Piece, expected.Length - at));
                    if (step.IsWrite) Assert.Equal((0, piece.Length), disk.WriteData(piece).Moved);
                    else Assert.Equal(piece.ToArray(), disk.ReadData(piece.Length).Data);
                }
                Assert.Equal((0, 0u), disk.ReadStatus());
            }
            Assert.Equal(model, disk.ReadBlocks(0, BlockCount));
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>What a confused or hostile host may do: a transfer of any size to either pipe, a command of any bytes, a control request, a cancellation.</summary>
    sealed record Move(int Kind, int Length, int Seed);

    static Gen<Move> Moves =>
        from kind in Gen.Choose(0, 6)
        from length in Gen.Choose(0, 1100)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Move(kind, length, seed);

    [Fact]
    public void After_anything_at_all_every_transfer_is_answered_once_and_a_reset_brings_the_disk_back()
    {
        Prop.ForAll(Moves.ListOf().ToArbitrary(), moves =>
        {
            using var disk = DiskHost.Memory(BlockCount * 512);
            var pending = new List<Urb>();
            foreach (Move move in moves) Make(disk, move, pending);
            disk.Recover();
            foreach (Urb urb in pending) disk.Host.Open.Cancel(urb);
            Assert.Equal(pending.Count, disk.Host.Sink.Completed.Count);
            Assert.Equal(pending.ToHashSet(), disk.Host.Sink.Completed.ToHashSet());
            disk.Recover(); // A command that waited may have run after the first.
            Assert.Equal(36, disk.MustFetch([0x12, 0, 0, 0, 36, 0], 36).Length);
            disk.MustDo(0x1b, 0, 0, 0, 1, 0);
            disk.WriteBlocks(5, DiskHost.Pattern(512, 5));
            Assert.Equal(DiskHost.Pattern(512, 5), disk.ReadBlocks(5, 1));
        }).QuickCheckThrowOnFailure();
    }

    static void Make(DiskHost disk, Move move, List<Urb> pending)
    {
        var random = new Random(move.Seed);
        switch (move.Kind)
        {
            case 0:
                Submit(disk.Host.Prepare(DiskHost.In, move.Length));
                break;
            case 1:
                byte[] data = new byte[move.Length];
                random.NextBytes(data);
                Submit(disk.Host.Prepare(DiskHost.Out, data));
                break;
            case 2 or 3:
                byte[] command = new byte[random.Next(6, 17)];
                random.NextBytes(command);
                byte[] codes = [0x00, 0x03, 0x08, 0x0a, 0x12, 0x1a, 0x1b, 0x25, 0x28, 0x2a, 0x35, 0x88, 0x8a, 0x9e, 0xa0];
                command[0] = codes[random.Next(codes.Length)];
                command.AsSpan(2, 3).Clear();
                Submit(disk.Host.Prepare(DiskHost.Out, disk.Wrapper(command, (uint)random.Next(0, 5000), random.Next(2) == 0)));
                break;
            case 4:
                disk.Host.Control((byte)random.Next(256), (byte)random.Next(13), random.Next(3) << 8, random.Next(0x84), random.Next(20));
                break;
            case 5 when pending.Count > 0:
                disk.Host.Open.Cancel(pending[random.Next(pending.Count)]);
                break;
            default:
                if (random.Next(4) == 0) disk.Recover();
                else disk.Host.ClearHalt(random.Next(2) == 0 ? DiskHost.In : DiskHost.Out);
                break;
        }

        void Submit(Urb urb)
        {
            if (!disk.Host.Open.Submit(urb)) pending.Add(urb);
            else Assert.InRange(urb.ActualLength, 0, urb.Length);
        }
    }
}
