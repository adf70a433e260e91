using Farhub.Client.Vhci;

namespace Farhub.Client.Tests.Vhci;

public sealed class VhciStatusRowTests
{
    [Fact]
    public void Parse_RealFile_FreeUsedAndBothHalves()
    {
        List<VhciStatusRow> rows = VhciStatusRow.Parse("""
            hub port sta spd dev      sockfd local_busid
            hs  0000 004 000 00000000 000000 0-0
            hs  0015 006 003 00030011 000005 5-2
            ss  0016 006 005 0001000a 000012 6-1
            ss  0017 007 000 00000000 000000 0-0
            """);
        Assert.Equal(
            [
                new VhciStatusRow(0, false, VhciPortStatus.Free, 0, null),
                new VhciStatusRow(15, false, VhciPortStatus.Used, 0x0003_0011, "5-2"), // 0015 is fifteen, not thirteen.
                new VhciStatusRow(16, true, VhciPortStatus.Used, 0x0001_000a, "6-1"),
                new VhciStatusRow(17, true, VhciPortStatus.Error, 0, null),
            ],
            rows);
    }

    [Fact]
    public void Parse_ControllerNotReady_IsNotAConnectingDevice()
    {
        VhciStatusRow notReady = Assert.Single(VhciStatusRow.Parse("hs  0000 005 000 00000000 0000000000000000 0-0\n"));
        Assert.False(notReady.IsReady);
        VhciStatusRow connecting = Assert.Single(VhciStatusRow.Parse("hs  0000 005 000 00000000 000000 0-0\n"));
        Assert.True(connecting.IsReady);
        Assert.Equal(VhciPortStatus.Connecting, connecting.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hub port sta spd dev sockfd local_busid")]
    [InlineData("hs")]
    [InlineData("hs 0000")]
    [InlineData("xx 0000 004 000 00000000 000000 0-0")]
    [InlineData("hs -001 004 000 00000000 000000 0-0")]
    [InlineData("hs 99999999999 004 000 00000000 000000 0-0")]
    [InlineData("hs 0000 four 000 00000000 000000 0-0")]
    public void Parse_NotARow_IsLeftOut(string line) => Assert.Empty(VhciStatusRow.Parse(line));

    [Theory]
    [InlineData("hs  0003 006")]
    [InlineData("hs  0003 006 003 00030011 000005")]
    [InlineData("hs  0003 006 003 zzzzzzzz 000005 5-2")]
    [InlineData("hs  0003 006 000 00000000 000000 0-0")]
    public void Parse_UsedButIncomplete_IsUsedWithoutName(string line)
    {
        VhciStatusRow row = Assert.Single(VhciStatusRow.Parse(line));
        Assert.Equal((3, VhciPortStatus.Used, null), (row.Port, row.Status, row.LocalBusId));
    }
}
