using System.Buffers.Binary;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Client.Tests;

/// <summary>Replies that can never be valid: each ends the link with a violation, finishes what is pending, and touches no foreign memory.</summary>
public sealed class HostileHubTests
{
    const int Timeout = 30_000;
    const int Guard = 64;

    static async Task<LinkEnd> AssertViolationAsync(Func<ScriptedPeer, SubmitCommand, Task> attack, int length = 16, string? says = null)
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            await peer.ReadCommandAsync(); // Stays pending.
            await attack(peer, (await peer.ReadCommandAsync()).Urb);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            byte[] memory = new byte[length + (2 * Guard)];
            Array.Fill(memory, (byte)0xff);
            ValueTask<TransferResult> pending = device.TryReadAsync(TestDevice.InterruptIn, new byte[8]);
            TransferException e = await Assert.ThrowsAsync<TransferException>(async () => await device.ReadAsync(TestDevice.BulkIn, memory.AsMemory(Guard, length)));
            Assert.Equal(TransferStatus.LinkLost, e.Status);
            Assert.Equal(TransferStatus.LinkLost, (await pending).Status);
            Assert.Equal(TransferStatus.LinkLost, (await device.TryReadAsync(TestDevice.BulkIn, memory.AsMemory(Guard, length))).Status);
            Assert.Equal(TransferStatus.LinkLost, device.TryRead(TestDevice.BulkIn, memory.AsSpan(Guard, length)).Status);
            LinkEnd end = await device.Ended;
            Assert.Equal(LinkEndReason.ProtocolViolation, end.Reason);
            Assert.Equal(end.Detail, e.Message);
            if (says is not null) Assert.Contains(says, end.Detail, StringComparison.Ordinal);
            Assert.All(memory[..Guard], b => Assert.Equal(0xff, b));
            Assert.All(memory[^Guard..], b => Assert.Equal(0xff, b));
            return end;
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(17)]
    [InlineData(0x7fff_ffff)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public Task LengthBeyondTheBuffer(int actualLength) => AssertViolationAsync(
        (peer, urb) => peer.SendAsync(ScriptedPeer.Reply(new SubmitReply(urb.Seqnum, 0, actualLength), new byte[64])));

    [Fact(Timeout = Timeout)]
    public Task DataForAnEmptyBuffer() => AssertViolationAsync((peer, urb) => peer.ReplyAsync(urb.Seqnum, [1]), length: 0);

    [Fact(Timeout = Timeout)]
    public Task UnknownSeqnum() => AssertViolationAsync(async (peer, urb) =>
    {
        await peer.ReplyOutAsync(urb.Seqnum ^ 0x0010_0000, 0);
    }, says: "not in flight");

    [Theory(Timeout = Timeout)]
    [InlineData(0u)]
    [InlineData(0x7fff_ffffu)]
    [InlineData(0xffff_ffffu)]
    public Task SeqnumOfNobody(uint seqnum) => AssertViolationAsync((peer, _) => peer.ReplyOutAsync(seqnum, 0), says: "not in flight");

    [Fact(Timeout = Timeout)]
    public async Task DuplicateReply()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            uint seqnum = (await peer.ReadCommandAsync()).Urb.Seqnum;
            byte[] reply = ScriptedPeer.Reply(new SubmitReply(seqnum, 0, 2), [1, 2]);
            await peer.SendAsync([.. reply, .. reply]);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            Assert.Equal(2, await device.ReadAsync(TestDevice.BulkIn, new byte[2]));
            Assert.Equal(LinkEndReason.ProtocolViolation, (await device.Ended).Reason);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(5u)]
    [InlineData(0x0300_0000u)]
    public Task UnknownCommand(uint command) => AssertViolationAsync(
        async (peer, urb) =>
        {
            byte[] reply = ScriptedPeer.Reply(new SubmitReply(urb.Seqnum, 0, 0));
            BinaryPrimitives.WriteUInt32BigEndian(reply, command);
            await peer.SendAsync(reply);
        },
        says: $"kind {command}");

    [Fact(Timeout = Timeout)]
    public Task UnlinkReplyNobodyAskedFor() => AssertViolationAsync(
        (peer, urb) => peer.ReplyUnlinkAsync(urb.Seqnum | 0x8000_0000, -Errno.ECONNRESET), says: "not asked for");

    [Fact(Timeout = Timeout)]
    public Task UnlinkReplyWithTheTransfersOwnNumber() => AssertViolationAsync(
        (peer, urb) => peer.ReplyUnlinkAsync(urb.Seqnum, -Errno.ECONNRESET), says: "not asked for");

    [Fact(Timeout = Timeout)]
    public async Task OutReplySaysMoreThanWasSent()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            await peer.ReplyOutAsync((await peer.ReadCommandAsync()).Urb.Seqnum, 5);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            Assert.Equal(TransferStatus.LinkLost, (await device.TryWriteAsync(TestDevice.BulkOut, new byte[4])).Status);
            Assert.Equal(LinkEndReason.ProtocolViolation, (await device.Ended).Reason);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task ClosedAtEveryOffsetOfAReply_BetweenMessagesIsNoViolation()
    {
        for (int length = 0; length <= UrbHeader.Size + 16; length++)
        {
            (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
            {
                uint seqnum = (await peer.ReadCommandAsync()).Urb.Seqnum;
                await peer.SendAsync(ScriptedPeer.Reply(new SubmitReply(seqnum, 0, 16), new byte[16])[..length]);
            });
            await using (hub)
            await using (device)
            {
                bool isWhole = length == UrbHeader.Size + 16;
                TransferResult result = await device.TryReadAsync(TestDevice.BulkIn, new byte[16]);
                Assert.Equal(isWhole ? TransferStatus.Ok : TransferStatus.LinkLost, result.Status);
                Assert.Equal(length == 0 || isWhole ? LinkEndReason.ClosedByHub : LinkEndReason.ProtocolViolation, (await device.Ended).Reason);
            }
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task DataAfterClose_HarmsNobody()
    {
        var closed = new TaskCompletionSource();
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            uint seqnum = (await peer.ReadCommandAsync()).Urb.Seqnum;
            await closed.Task;
            await peer.ReplyAsync(seqnum, new byte[16]);
        });
        await using (hub)
        {
            byte[] buffer = new byte[16];
            Array.Fill(buffer, (byte)0xff);
            ValueTask<TransferResult> read = device.TryReadAsync(TestDevice.BulkIn, buffer);
            await device.DisposeAsync();
            closed.SetResult();
            Assert.Equal(TransferStatus.LinkLost, (await read).Status);
            Assert.All(buffer, b => Assert.Equal(0xff, b));
            LinkEnd end = await device.Ended;
            Assert.Equal(LinkEndReason.Disposed, end.Reason); // The first reason, not what it led to.
        }
    }

    /// <summary>Descriptors that lie: T54.</summary>
    public static TheoryData<byte[]> Configurations => new()
    {
        Array.Empty<byte>(),
        new byte[] { 9, 2, 0, 0, 1, 1, 0, 0x80, 50 },
        new byte[] { 9, 2, 0xff, 0xff, 1, 1, 0, 0x80, 50, 0, 0, 0 },
        new byte[] { 9, 2, 20, 0, 1, 1, 0, 0x80, 50, 0, 5, 9, 4, 0, 0, 255, 255 },
        new byte[] { 9, 2, 18, 0, 1, 1, 0, 0x80, 50, 255, 4, 0, 0, 1, 1, 1, 1, 1 },
    };

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Configurations))]
    public async Task LyingConfiguration_LeavesADeviceWithoutEndpoints(byte[] configuration)
    {
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.AcceptImportAsync();
            while (true)
            {
                ScriptedCommand command = await peer.ReadCommandAsync();
                SubmitCommand urb = command.Urb;
                if (urb.Setup.Request == StandardRequest.GetDescriptor && urb.Setup.Value >> 8 == DescriptorType.Configuration)
                {
                    await peer.ReplyAsync(urb.Seqnum, configuration[..Math.Min(configuration.Length, urb.Length)]);
                }
                else
                {
                    await peer.AnswerControlAsync(command);
                }
            }
        });
        await using RemoteDevice device = await RemoteDevice.ImportAsync(hub.Address, TestDevice.BusId);
        Assert.Empty(device.Interfaces.SelectMany(i => i.Endpoints));
    }

    [Fact(Timeout = Timeout)]
    public async Task DeviceDescriptorIsNone_ImportFails()
    {
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.AcceptImportAsync();
            await peer.ReplyAsync((await peer.ReadCommandAsync()).Urb.Seqnum, new byte[18]);
            await peer.ExpectCloseAsync();
        });
        await Assert.ThrowsAsync<ProtocolException>(() => RemoteDevice.ImportAsync(hub.Address, TestDevice.BusId));
    }

    [Fact(Timeout = Timeout)]
    public async Task HubSilentAfterImport_CancellationEndsTheImport()
    {
        using var cancellation = new CancellationTokenSource();
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.AcceptImportAsync();
            await peer.ReadCommandAsync();
            await cancellation.CancelAsync();
            await peer.ExpectCloseAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RemoteDevice.ImportAsync(hub.Address, TestDevice.BusId, null, cancellation.Token));
    }
}
