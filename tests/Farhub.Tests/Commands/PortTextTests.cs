using System.Text.Json;
using Farhub.Client;
using Farhub.Client.Vhci;
using Farhub.Commands;
using Farhub.Json;
using Farhub.Protocol;

namespace Farhub.Tests.Commands;

public sealed class PortTextTests
{
    static readonly VhciPort Disk = new(
        Number: 8, IsSuperSpeed: true, VhciPortStatus.Used, DevId: 0x10007, LocalBusId: "6-1", HubAddress.Parse("rack1:4000"), BusId.Parse("1-4.2"),
        [new Appearance(AppearanceKind.Block, "/dev/sda", "Ultra"), new Appearance(AppearanceKind.Block, "/dev/sda1"), new Appearance(AppearanceKind.NoDriver, "no driver bound")]);

    [Fact]
    public void Json_HasTheDocumentedShape() => Assert.Equal(
        """
        {
          "ports": [
            {
              "port": 8,
              "state": "used",
              "hub": "rack1:4000",
              "busId": "1-4.2",
              "localBusId": "6-1",
              "appearances": [
                {
                  "kind": "block",
                  "name": "/dev/sda",
                  "detail": "Ultra"
                },
                {
                  "kind": "block",
                  "name": "/dev/sda1",
                  "detail": null
                },
                {
                  "kind": "noDriver",
                  "name": "no driver bound",
                  "detail": null
                }
              ]
            },
            {
              "port": 8,
              "state": "connecting",
              "hub": null,
              "busId": null,
              "localBusId": null,
              "appearances": []
            }
          ]
        }
        """,
        JsonSerializer.Serialize(
            new PortsDocument([PortText.Document(Disk), PortText.Document(Disk with { Status = VhciPortStatus.Connecting, Hub = null, BusId = null, LocalBusId = null, Appearances = [] })]),
            FarhubJson.Default.PortsDocument));

    [Fact]
    public void EveryKind_HasAWordOfItsOwn()
    {
        AppearanceKind[] kinds = Enum.GetValues<AppearanceKind>();
        string[] words = [.. kinds.Select(kind => PortText.Document(Disk with { Appearances = [new Appearance(kind, "x")] }).Appearances[0].Kind)];
        Assert.Equal(words.Length, words.Distinct().Count());
    }

    [Theory]
    [InlineData(AppearanceKind.Block, "/dev/sda", "Ultra", "/dev/sda Ultra")]
    [InlineData(AppearanceKind.Serial, "/dev/ttyUSB0", null, "/dev/ttyUSB0")]
    [InlineData(AppearanceKind.Network, "eth1", null, "network interface eth1")]
    [InlineData(AppearanceKind.Driver, "usbtest", null, "driver usbtest")]
    [InlineData(AppearanceKind.NoDriver, "x", null, "no driver; programs reach it through usbfs")]
    public void Appearances_ReadAsPeopleSpeak(AppearanceKind kind, string name, string? detail, string text) =>
        Assert.Equal(text, PortText.Name(new Appearance(kind, name, detail)));

    [Fact]
    public void Port_IsNamedAfterItsDeviceWhenThatIsKnown()
    {
        Assert.Equal("port 8 (1-4.2 of rack1:4000)", PortText.Name(Disk));
        Assert.Equal("port 8", PortText.Name(Disk with { Hub = null }));
    }
}
