using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Hub.Tests;

public sealed class IsoPacketsTests
{
    [Fact]
    public void AnyPackets_ReachTheDeviceInOrderOrAreRefused()
    {
        using var ring = new SessionRing();
        byte[] data = Pattern.Of(2000, 1);
        int seen = 0;
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Offset, byte Length)[]>(), shapes =>
        {
            IsoPacket[] packets = [.. shapes.Take(1024).Select(s => new IsoPacket(s.Offset * 8u, s.Length, 0, 0))];
            bool fits = packets.Length > 0 && packets.Sum(p => p.Length) <= 2000 && packets.All(p => p.Offset + p.Length <= 2000);
            Reply outReply = ring.Client.Ask(Request.IsoOut(data, packets));
            Reply inReply = ring.Client.Ask(Request.IsoIn(2000, packets));
            Assert.Equal(fits ? 0 : -Errno.EINVAL, outReply.Status);
            Assert.Equal(fits ? 0 : -Errno.EINVAL, inReply.Status);
            if (!fits) return;
            Submission sent = ring.Device.Submissions[seen];
            seen += 2;
            byte[] expected = [.. packets.SelectMany(p => data.AsSpan((int)p.Offset, (int)p.Length).ToArray())];
            Assert.Equal(expected, sent.Data[..expected.Length]);
            Assert.Equal([.. packets.SelectMany((p, i) => Pattern.Of((int)p.Length, i))], inReply.Data);
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500).WithEndSize(40));
    }
}
