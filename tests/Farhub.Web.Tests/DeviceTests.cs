using System.Text.Json.Nodes;

namespace Farhub.Web.Tests;

/// <summary>Devices through the API.</summary>
public sealed class DeviceTests
{
    [Fact]
    public async Task Share_KnowsItsDeviceBySerial_OrByPort()
    {
        await using TestDoor door = await DoorAsync();
        Answer made = (await door.Root.PostAsync("/shares", """{"name":"uart","port":"1-4.2","id":"0403:6001","serial":"A50285BI","note":"rack"}""")).Is(201);
        Assert.Equal("/api/v1/shares/uart", made.Headers.Location!.ToString());
        Assert.Equal("0403:6001 A50285BI ", Binding(made));
        // Twins without serial numbers: the port tells them apart.
        Assert.Equal("0529:0001  1-4.3", Binding((await door.Root.PostAsync("/shares", """{"name":"key","port":"1-4.3"}""")).Is(201)));
        Assert.Equal("  1-4.4.1", Binding((await door.Root.PostAsync("/shares", """{"name":"socket","port":"1-4.4.1","by":"port"}""")).Is(201)));
        Assert.Equal("uart", (string?)(await door.Root.ReadAsync("/devices/1-4.2")).Is(200).Json["share"]);
    }

    [Fact]
    public async Task Share_ThatCannotBe_SaysWhy()
    {
        await using TestDoor door = await DoorAsync();
        (await door.Root.PostAsync("/shares", """{"name":"uart","port":"1-4.2"}""")).Is(201);
        Assert.Equal("There is a share 'uart' already: choose another name.", (await door.Root.PostAsync("/shares", """{"name":"uart","port":"2-1"}""")).Is(409).Detail);
        Assert.Equal("Nothing is plugged into port '7-7'.", (await door.Root.PostAsync("/shares", """{"name":"other","port":"7-7"}""")).Is(409).Detail);
        Assert.Equal("Something else is plugged into port 2-1 by now: look again.", (await door.Root.PostAsync("/shares", """{"name":"other","port":"2-1","id":"0403:6001"}""")).Is(409).Detail);
        Assert.Equal("Something else is plugged into port 2-1 by now: look again.", (await door.Root.PostAsync("/shares", """{"name":"other","port":"2-1","serial":"x"}""")).Is(409).Detail);
        Assert.Equal(["name", "by"], (await door.Root.PostAsync("/shares", """{"name":"Über","port":"2-1","by":"luck"}""")).Is(400).Places);
        (await door.Root.ReadAsync("/devices/7-7")).Is(404);
    }

    [Fact]
    public async Task SoftwareDevice_IsPluggedIn_AndOut()
    {
        await using TestDoor door = await DoorAsync();
        Answer made = (await door.Root.PostAsync("/devices", """{"kind":"disk"}""")).Is(201);
        string port = (string)made.Json["port"]!;
        Assert.Equal($"/api/v1/devices/{port}", made.Headers.Location!.ToString());
        Assert.Contains(door.Hub.Presence.Devices, d => d.Info.BusId == port);
        Assert.Contains("at port", door.Hub.Registry.ReadAudit().Last().Detail, StringComparison.Ordinal);
        (await door.Root.AskAsync("DELETE", $"/devices/{port}")).Is(204);
        Assert.DoesNotContain(door.Hub.Presence.Devices, d => d.Info.BusId == port);
        (await door.Root.AskAsync("DELETE", $"/devices/{port}")).Is(404);
        // What is really there, or was there from the start, is nobody's to unplug from afar.
        (await door.Root.AskAsync("DELETE", "/devices/1-2")).Is(404);
        (await door.Root.AskAsync("DELETE", "/devices/200-1")).Is(404);
        Assert.Equal(["kind"], (await door.Root.PostAsync("/devices", """{"kind":"disk=/etc/shadow"}""")).Is(400).Places);
    }

    [Fact]
    public async Task SoftwareDevices_HaveALimit()
    {
        await using TestDoor door = await DoorAsync();
        for (int i = 0; i < Farhub.Control.Presence.SoftwareDevices.Most; i++) (await door.Root.PostAsync("/devices", """{"kind":"loopback"}""")).Is(201);
        (await door.Root.PostAsync("/devices", """{"kind":"loopback"}""")).Is(409);
    }

    static string Binding(Answer made)
    {
        JsonNode device = made.Json["device"]!;
        return $"{(string?)device["id"]} {(string?)device["serial"]} {(string?)device["port"]}";
    }

    static async Task<TestDoor> DoorAsync()
    {
        var door = new TestDoor { IsSetUp = false, Sources = [SampleDevices.Desk] };
        await door.InitializeAsync();
        return door;
    }
}
