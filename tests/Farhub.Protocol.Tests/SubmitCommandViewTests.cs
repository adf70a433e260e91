using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Protocol.Tests;

public sealed class SubmitCommandViewTests
{
    [Fact]
    public void AnyBytes_LookAsTheyRead()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), some =>
        {
            byte[] bytes = new byte[UrbHeader.Size];
            some.AsSpan(0, Math.Min(some.Length, bytes.Length)).CopyTo(bytes);
            SubmitCommand read = SubmitCommand.Read(bytes);
            var view = new SubmitCommandView(bytes);
            Assert.Equal(UrbHeader.Read(bytes).Command, view.Command);
            Assert.Equal(
                read with { Interval = 0 },
                new SubmitCommand(
                    view.Seqnum, view.DevId, view.Direction, view.Endpoint, view.TransferFlags, view.Length, view.StartFrame, view.PacketCount, Interval: 0, view.Setup));
            Assert.Equal(read, view.Read());
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1000).WithEndSize(64));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    public void TooFewBytes_AreRefused(int count) => Assert.Throws<ArgumentOutOfRangeException>(() => new SubmitCommandView(new byte[count]).Read());
}
