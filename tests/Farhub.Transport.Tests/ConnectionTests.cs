using System.Net.Sockets;

namespace Farhub.Transport.Tests;

/// <summary>What both kinds of connection promise, over both kinds of socket.</summary>
public abstract class ConnectionTests(Wire wire) : IDisposable
{
    readonly SocketPair _pair = SocketPair.Open(wire);
    Connection? _near;

    private protected SocketPair Pair => _pair;

    private protected Connection Near => _near ??= Open(_pair.Near);

    Socket Far => _pair.Far;

    private protected abstract Connection Open(Socket socket);

    public void Dispose()
    {
        _near?.Dispose();
        _pair.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Receive_FillsTheFirstPiece_ThenTheSecond()
    {
        var sent = Block.Patterned(11);
        Far.Send(sent.Bytes);
        var first = new Block(4);
        var second = new Block(16);
        int received = Near.Receive(first.Whole, second.Whole);
        while (received < 4) received += Near.Receive(first.Piece(received, 4 - received), second.Whole);
        while (received < 11) received += Near.Receive(default, second.Piece(received - 4, 20 - received));
        Assert.Equal(sent.Bytes, (byte[])[.. first.Bytes, .. second.Bytes[..7]]);
    }

    [Fact]
    public void Receive_OnlyIntoTheFirst_LeavesTheRestForLater()
    {
        Far.Send([1, 2, 3, 4, 5]);
        var block = new Block(8);
        int received = 0;
        while (received < 3) received += Near.Receive(block.Piece(received, 3 - received), default);
        Assert.Equal([1, 2, 3, 0, 0, 0, 0, 0], block.Bytes);
        while (received < 5) received += Near.Receive(block.Piece(received, 8 - received), default);
        Assert.Equal([1, 2, 3, 4, 5, 0, 0, 0], block.Bytes);
    }

    [Fact]
    public void Receive_WithoutRoom_IsRefused_BecauseItWouldLookLikeTheEnd()
    {
        Far.Send([1]);
        Assert.Throws<ArgumentException>(() => Near.Receive(default, default));
    }

    [Fact]
    public void TryReceive_TakesWhatIsThere_AndNeverWaits()
    {
        var first = new Block(3);
        var second = new Block(10);
        Assert.Equal(-1, Near.TryReceive(first.Whole, second.Whole));
        Far.Send([1, 2, 3, 4, 5]);
        Assert.True(Near.WaitForData(TimeSpan.FromSeconds(20)));
        int received = Near.TryReceive(first.Whole, second.Whole);
        while (received < 5) received += Near.TryReceive(default, second.Piece(received - 3, 2)); // Systems without scattered receives need two calls.
        Assert.Equal([1, 2, 3], first.Bytes);
        Assert.Equal([4, 5], second.Bytes[..2]);
        Assert.Equal(-1, Near.TryReceive(first.Whole, default));
        Assert.Throws<ArgumentException>(() => Near.TryReceive(default, default));
        Far.Shutdown(SocketShutdown.Send);
        Assert.True(Near.WaitForData(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, Near.TryReceive(first.Whole, default));
    }

    [Fact]
    public void Receive_WaitsForBytes()
    {
        var block = new Block(8);
        int received = 0;
        Connection near = Near;
        var call = new BlockingCall(() => received = near.Receive(block.Whole, default));
        call.WaitUntilItBlocks();
        Far.Send([7]);
        call.Join();
        Assert.Equal(1, received);
        Assert.Equal(7, block.Bytes[0]);
    }

    [Fact]
    public void Send_OfMoreThanTheBuffersHold_ArrivesWhole_AtASlowReader()
    {
        const int Size = 4 << 20;
        Pair.Near.SendBufferSize = 1 << 16;
        Far.ReceiveBufferSize = 1 << 16;
        var sent = Block.Patterned(Size);
        int[] cuts = [0, 48, 48, 1000, 1 << 20, (1 << 20) + 1, 3 << 20, Size];
        Connection near = Near;
        var call = new BlockingCall(() => near.Send([.. cuts.Zip(cuts.Skip(1), (start, end) => sent.Piece(start, end - start))]));
        call.WaitUntilItBlocks();

        byte[] received = new byte[Size];
        for (int count = 0; count < Size;) count += Far.Receive(received.AsSpan(count, Math.Min(10_007, Size - count)));

        call.Join();
        Assert.True(sent.Bytes.AsSpan().SequenceEqual(received));
        Assert.Equal(0, Far.Available);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1024, 3)]
    [InlineData(1025, 3)]
    [InlineData(1500, 3)]
    [InlineData(5000, 1)]
    public void Send_OfMorePiecesThanOneSystemCallTakes_ArrivesWhole(int count, int length)
    {
        var sent = Block.Patterned(count * length);
        Connection near = Near;
        var call = new BlockingCall(() => near.Send([.. Enumerable.Range(0, count).Select(i => sent.Piece(i * length, length))]));
        Assert.Equal(sent.Bytes, ReceiveFar(count * length));
        call.Join();
        Assert.Equal(0, Far.Available);
    }

    public static TheoryData<int[]> Lengths => new(
        new int[] { 0 },
        [0, 0, 0],
        [0, 5],
        [5, 0],
        [0, 5, 0, 0, 7, 0],
        [.. new int[1024], 5], // a whole system call's worth of nothing
        [5, .. new int[1024], 7, .. new int[2048]]);

    [Theory, MemberData(nameof(Lengths))]
    public void Send_SkipsPiecesWithoutBytes(int[] lengths)
    {
        var sent = Block.Patterned(lengths.Sum() + 1);
        int start = 0;
        IoVec[] pieces = [.. lengths.Select(length => sent.Piece((start += length) - length, length))];
        Connection near = Near;
        var call = new BlockingCall(() =>
        {
            near.Send(pieces);
            near.Send([sent.Piece(sent.Bytes.Length - 1, 1)]); // So that there is something to wait for.
        });
        call.Join();
        Assert.Equal(sent.Bytes, ReceiveFar(sent.Bytes.Length));
        Assert.Equal(0, Far.Available);
    }

    [Fact]
    public void BytesOfOnePiece_ComeAndGo()
    {
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => unchecked((byte)i))];
        Near.Send(bytes);
        Assert.Equal(bytes, ReceiveFar(bytes.Length));
        Far.Send(bytes);
        byte[] got = new byte[bytes.Length];
        for (int done = 0; done < got.Length;) done += Near.Receive(got.AsSpan(done));
        Assert.Equal(bytes, got);
        Assert.Throws<ArgumentException>(() => Near.Receive(Span<byte>.Empty));
        Near.Send(ReadOnlySpan<byte>.Empty);
        Assert.Equal(0, Far.Available);
    }

    [Fact]
    public void Send_OfNoPieces_SendsNothing()
    {
        Near.Send(Span<IoVec>.Empty);
        Assert.Equal(0, Far.Available);
    }

    [Fact]
    public void Abort_WakesABlockedReceive_WhichReturnsZero()
    {
        int received = -1;
        var block = new Block(8);
        Connection near = Near;
        var call = new BlockingCall(() => received = near.Receive(block.Whole, default));
        call.WaitUntilItBlocks();
        near.Abort();
        call.Join();
        Assert.Equal(0, received);
    }

    [Fact]
    public void Abort_WakesABlockedSend_WhichThrows()
    {
        var block = new Block(32 << 20);
        Connection near = Near;
        var call = new BlockingCall(() => near.Send([block.Whole]));
        call.WaitUntilItBlocks();
        near.Abort();
        var e = Assert.Throws<SocketException>(call.Join);
        Assert.Equal(SocketError.Shutdown, e.SocketErrorCode);
    }

    [Fact]
    public void Abort_EndsBothDirections_ForLaterCallsToo()
    {
        Near.Abort();
        Assert.Equal(0, Near.Receive(new Block(8).Whole, default));
        var block = new Block(1);
        var e = Assert.Throws<SocketException>(() => Near.Send([block.Whole]));
        Assert.Equal(SocketError.Shutdown, e.SocketErrorCode);
        Assert.Equal(0, Far.Receive(new byte[8])); // The peer sees the end.
    }

    [Fact]
    public void CallsAfterDispose_AreRefused_BecauseTheDescriptorMayBeAnothersByThen()
    {
        var block = new Block(1);
        Near.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Near.Receive(block.Whole, default));
        Assert.Throws<ObjectDisposedException>(() => Near.Send([block.Whole]));
    }

    [Fact]
    public void WhatBreaksAfterAbort_IsNoBreakage()
    {
        Near.Abort();
        Reset(aborted: true);
        Assert.Equal(0, Near.Receive(new Block(8).Whole, default));
        var block = new Block(1);
        var e = Assert.Throws<SocketException>(() => Near.Send([block.Whole]));
        Assert.Equal(SocketError.Shutdown, e.SocketErrorCode);
    }

    [Fact]
    public void Abort_MayComeAnyNumberOfTimes_AndAfterDispose()
    {
        Near.Abort();
        Near.Abort();
        Near.Dispose();
        Near.Abort();
        Assert.Equal(0, Far.Receive(new byte[8]));
    }

    [Fact]
    public void PeerThatClosesItsSide_GivesWhatItSent_ThenZero()
    {
        Far.Send([1, 2]);
        Far.Shutdown(SocketShutdown.Send);
        var block = new Block(8);
        int received = Near.Receive(block.Whole, default);
        if (received == 1) received += Near.Receive(block.Piece(1, 7), default);
        Assert.Equal(2, received);
        Assert.Equal(0, Near.Receive(block.Whole, default));
        Near.Send([block.Piece(0, 2)]); // The other direction goes on.
        Assert.Equal([1, 2], ReceiveFar(2));
    }

    [Fact]
    public void Receive_AfterAReset_ThrowsWithTheRightName()
    {
        Reset();
        var block = new Block(8);
        var e = Assert.Throws<SocketException>(() => Near.Receive(block.Whole, default));
        Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
    }

    [Fact]
    public void Send_AfterAReset_Throws()
    {
        Reset();
        var block = new Block(1);
        var e = Assert.Throws<SocketException>(() => Near.Send([block.Whole]));
        Assert.True(e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown, e.SocketErrorCode.ToString());
    }

    [Fact]
    public async Task Connection_BlocksAlthoughTheSocketWasUsedAsynchronously()
    {
        // Both directions, so that the runtime has made the descriptor non-blocking.
        byte[] one = new byte[1];
        ValueTask<int> receiving = Pair.Near.ReceiveAsync(one.AsMemory(), TestContext.Current.CancellationToken);
        await Far.SendAsync(new byte[] { 1 }.AsMemory(), TestContext.Current.CancellationToken);
        Assert.Equal(1, await receiving);
        await Pair.Near.SendAsync(one.AsMemory(), TestContext.Current.CancellationToken);
        Assert.Equal([1], ReceiveFar(1));

        Receive_WaitsForBytes();
        Send_OfMoreThanTheBuffersHold_ArrivesWhole_AtASlowReader();
        Abort_WakesABlockedReceive_WhichReturnsZero();
    }

    [Fact]
    public void SmallMessages_AllocateNothing()
    {
        if (wire == Wire.Tcp) Pair.Near.NoDelay = Far.NoDelay = true;
        var block = new Block(96);
        IoVec[] pieces = new IoVec[2];
        Connection near = Near;
        byte[] far = new byte[96];
        long AllocatedBy(int rounds)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < rounds; round++)
            {
                pieces[0] = block.Piece(0, 48);
                pieces[1] = block.Piece(48, 48);
                near.Send(pieces);
                for (int count = 0; count < 96;) count += Far.Receive(far.AsSpan(count));
                Far.Send(far);
                for (int count = 0; count < 96;) count += near.Receive(block.Piece(count, 96 - count), default);
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        // What the runtime makes once, it makes in one of these; what a message costs, it costs in each of them.
        Assert.Contains(0, Enumerable.Range(0, 10).Select(_ => AllocatedBy(rounds: 100)));
    }

    /// <summary>Makes the peer break the connection rather than close it.</summary>
    void Reset(bool aborted = false)
    {
        if (wire == Wire.Tcp)
        {
            Far.LingerState = new LingerOption(true, 0);
        }
        else if (!aborted)
        {
            Near.Send([new Block(1).Whole]); // Closing with bytes unread is what resets here.
        }
        Far.Close();
    }

    byte[] ReceiveFar(int length)
    {
        byte[] bytes = new byte[length];
        for (int count = 0; count < length;)
        {
            int received = Far.Receive(bytes.AsSpan(count));
            Assert.NotEqual(0, received);
            count += received;
        }
        return bytes;
    }
}
