using Farhub.Web.Pages.Devices;

namespace Farhub.Web.Tests.Pages;

public sealed class PortPathTests
{
    [Theory]
    [InlineData("1-4.2", "Bus 1, port 4, hub, port 2")]
    [InlineData("200-255", "Bus 200, port 255")]
    [InlineData("3-1.4.4.1", "Bus 3, port 1, hub, port 4, hub, port 4, hub, port 1")]
    public void BusId_IsAPath(string busId, string words)
    {
        PortPath path = PortPath.Read(busId)!;
        Assert.Equal((words, busId), (path.Words, path.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("usb1")]
    [InlineData("1.4-2")]
    [InlineData("1-4-2")]
    [InlineData("1-")]
    [InlineData("1-x")]
    public void OtherIds_AreNone(string busId) => Assert.Null(PortPath.Read(busId));

    [Fact]
    public void Tree_HasBusesAndHubs_InTheOrderOfTheirPorts() => Assert.Equal(
        ["bus 1", "1-2 046d:c31c", "1-4", "1-4.2 0403:6001", "1-4.3 0529:0001", "1-4.4", "1-4.4.1 0529:0001", "1-4.4.3 08e6:3437", "1-10 046d:0825", "bus 2", "2-1 0781:5581", "2-3 04f9:2042"],
        TreeLine.Tree(SampleDevices.Desk.Devices.Reverse()).Select(l => l.Device is null ? $"{l.Path}" : $"{l.Path} {l.Device.Info.Id}"));

    [Fact]
    public void Drawing_SaysWhatItShows()
    {
        string svg = PathDrawing.Of(PortPath.Read("1-4.2")!).Value;
        Assert.Contains("aria-label=\"Bus 1, port 4, hub, port 2\"", svg, StringComparison.Ordinal);
        Assert.Equal(2, svg.Split("<circle").Length - 1);
        Assert.Equal(2, svg.Split("<rect").Length - 1);
        Assert.Equal(3, PathDrawing.Of(PortPath.Read("1-4.4")!, isHub: true).Value.Split("<rect").Length - 1);
    }
}
