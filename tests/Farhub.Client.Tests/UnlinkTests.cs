using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Client.Tests;

/// <summary>The race of cancellation and completion, in every order a hub may answer it.</summary>
public sealed class UnlinkTests : IDisposable
{
    const int Timeout = 30_000;

    static readonly byte[] Data = [0x11, 0x22, 0x33];

    readonly CancellationTokenSource _cancellation = new();
    readonly byte[] _buffer = new byte[3];

    public void Dispose() => _cancellation.Dispose();

    async Task<(SubmitCommand Urb, UnlinkCommand Unlink)> ReadCancelledAsync(ScriptedPeer peer)
    {
        SubmitCommand urb = (await peer.ReadCommandAsync()).Urb;
        await _cancellation.CancelAsync();
        UnlinkCommand unlink = (await peer.ReadCommandAsync()).Cancellation;
        Assert.Equal((urb.Seqnum, urb.DevId), (unlink.UnlinkSeqnum, unlink.DevId));
        Assert.NotEqual(urb.Seqnum, unlink.Seqnum);
        return (urb, unlink);
    }

    /// <summary>A transfer after the race: the link is alive and in step.</summary>
    static async Task ServeOneMoreAsync(ScriptedPeer peer)
    {
        await peer.ReplyAsync((await peer.ReadCommandAsync()).Urb.Seqnum, Data);
        await peer.ExpectCloseAsync();
    }

    async Task AssertInStepAsync(RemoteDevice device)
    {
        Array.Clear(_buffer);
        Assert.Equal(3, await device.ReadAsync(TestDevice.BulkIn, _buffer));
        Assert.Equal(Data, _buffer);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(-Errno.ECONNRESET)]
    [InlineData(-Errno.ENOENT)]
    [InlineData(0)]
    public async Task CancellationWins_IsCancelled(int status)
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            (_, UnlinkCommand unlink) = await ReadCancelledAsync(peer);
            await peer.ReplyUnlinkAsync(unlink.Seqnum, status);
            await ServeOneMoreAsync(peer);
        });
        await using (hub)
        await using (device)
        {
            OperationCanceledException e = await Assert.ThrowsAsync<OperationCanceledException>(
                async () => await device.ReadAsync(TestDevice.BulkIn, _buffer, _cancellation.Token));
            Assert.Equal(_cancellation.Token, e.CancellationToken);
            await AssertInStepAsync(device);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task DataWins_IsTheData()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            (SubmitCommand urb, UnlinkCommand unlink) = await ReadCancelledAsync(peer);
            await peer.ReplyAsync(urb.Seqnum, Data);
            await peer.ReplyUnlinkAsync(unlink.Seqnum, 0);
            await ServeOneMoreAsync(peer);
        });
        await using (hub)
        await using (device)
        {
            Assert.Equal(3, await device.ReadAsync(TestDevice.BulkIn, _buffer, _cancellation.Token));
            Assert.Equal(Data, _buffer);
            await AssertInStepAsync(device);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task DataWins_TheSlotIsNotUsedAgainUntilTheUnlinkIsAnswered()
    {
        var answered = new TaskCompletionSource();
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(
            async peer =>
            {
                (SubmitCommand urb, UnlinkCommand unlink) = await ReadCancelledAsync(peer);
                await peer.ReplyAsync(urb.Seqnum, Data);
                await answered.Task;
                await peer.ReplyUnlinkAsync(unlink.Seqnum, 0);
                await ServeOneMoreAsync(peer);
            },
            new ImportOptions { MaxTransfersInFlight = 1 });
        await using (hub)
        await using (device)
        {
            Assert.Equal(3, await device.ReadAsync(TestDevice.BulkIn, _buffer, _cancellation.Token));
            Assert.Equal(TransferStatus.TooManyInFlight, (await device.TryReadAsync(TestDevice.BulkIn, _buffer)).Status);
            answered.SetResult();
            TransferResult result;
            do
            {
                result = await device.TryReadAsync(TestDevice.BulkIn, _buffer);
                await Task.Yield();
            }
            while (result.Status == TransferStatus.TooManyInFlight);
            Assert.Equal(new TransferResult(TransferStatus.Ok, 3), result);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task KernelServerAnswersWithTheUrbsOwnStatus_AStallIsNotHidden()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            (_, UnlinkCommand unlink) = await ReadCancelledAsync(peer);
            await peer.ReplyUnlinkAsync(unlink.Seqnum, -Errno.EPIPE);
            await ServeOneMoreAsync(peer);
        });
        await using (hub)
        await using (device)
        {
            Assert.Equal(TransferStatus.Stall, (await device.TryReadAsync(TestDevice.BulkIn, _buffer, default, _cancellation.Token)).Status);
            await AssertInStepAsync(device);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Blocking_IsCancelledToo()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            (_, UnlinkCommand unlink) = await ReadCancelledAsync(peer);
            await peer.ReplyUnlinkAsync(unlink.Seqnum, -Errno.ECONNRESET);
            await ServeOneMoreAsync(peer);
        });
        await using (hub)
        await using (device)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => Task.Run(() => device.Read(TestDevice.BulkIn, _buffer, _cancellation.Token)));
            await AssertInStepAsync(device);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task TokenAlreadyCancelled_NothingIsSent()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(ServeOneMoreAsync);
        await using (hub)
        await using (device)
        {
            await _cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await device.ReadAsync(TestDevice.BulkIn, _buffer, _cancellation.Token));
            Assert.Equal(TransferStatus.Cancelled, device.TryRead(TestDevice.BulkIn, _buffer, default, _cancellation.Token).Status);
            await AssertInStepAsync(device);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task LateReplyAfterAWonCancellation_IsAViolation()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            (SubmitCommand urb, UnlinkCommand unlink) = await ReadCancelledAsync(peer);
            await peer.ReplyUnlinkAsync(unlink.Seqnum, -Errno.ECONNRESET);
            await peer.ReplyAsync(urb.Seqnum, Data);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            Assert.Equal(TransferStatus.Cancelled, (await device.TryReadAsync(TestDevice.BulkIn, _buffer, default, _cancellation.Token)).Status);
            Assert.Equal(LinkEndReason.ProtocolViolation, (await device.Ended).Reason);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task ManyRaces_EveryTransferEndsOnce()
    {
        const int Rounds = 2000;
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            var open = new HashSet<uint>();
            for (int done = 0; done < Rounds;)
            {
                ScriptedCommand command = await peer.ReadCommandAsync();
                if (command.Submit is { } submit)
                {
                    if (submit.Setup.Value % 2 == 0 && submit.Endpoint == 0)
                    {
                        await peer.ReplyAsync(submit.Seqnum, Data);
                    }
                    else
                    {
                        Assert.True(open.Add(submit.Seqnum));
                    }
                    done++;
                }
                else
                {
                    UnlinkCommand unlink = command.Cancellation;
                    await peer.ReplyUnlinkAsync(unlink.Seqnum, open.Remove(unlink.UnlinkSeqnum) ? -Errno.ECONNRESET : 0);
                }
            }
            while (open.Count > 0)
            {
                UnlinkCommand unlink = (await peer.ReadCommandAsync()).Cancellation;
                await peer.ReplyUnlinkAsync(unlink.Seqnum, open.Remove(unlink.UnlinkSeqnum) ? -Errno.ECONNRESET : 0);
            }
            while (true)
            {
                ScriptedCommand command = await peer.ReadCommandAsync(); // Unlinks that lost, until the client closes.
                await peer.ReplyUnlinkAsync(command.Cancellation.Seqnum, 0);
            }
        });
        await using (hub)
        await using (device)
        {
            byte[] buffer = new byte[3];
            int completed = 0;
            int cancelled = 0;
            for (int i = 0; i < Rounds; i++)
            {
                using var cancellation = new CancellationTokenSource();
                ValueTask<TransferResult> read = device.TryControlInAsync(new SetupPacket(0xc0, 1, (ushort)i, 0, 3), buffer, cancellation.Token);
                Task cancel = cancellation.CancelAsync();
                TransferResult result = await read;
                await cancel;
                if (result.IsOk) completed++;
                else if (result.Status == TransferStatus.Cancelled) cancelled++;
            }
            Assert.Equal(Rounds, completed + cancelled);
            Assert.InRange(cancelled, Rounds / 2, Rounds); // The odd ones are never answered.
            Assert.False(device.Ended.IsCompleted);
        }
    }
}
