using System.Diagnostics;
using System.Text.RegularExpressions;
using Farhub.Devices.Virtual;

namespace Farhub.Browser.Tests;

/// <summary>What is plugged in, and how it is shared.</summary>
public sealed class DeviceTests(DeskDoor desk, Chromium chromium) : IClassFixture<DeskDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(desk.Door, chromium);

    TestDoor Door => desk.Door;

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task Devices_AreATreeOfBusesHubsAndPorts()
    {
        await Door.ShareAsync("webcam", "1-10");
        // Somebody may already: no steps are left.
        await Door.GrantAsync("webcam", "\"users\":[\"uma\"]");
        IPage page = await _visits.AsAsync("admin", "/devices");
        await Assertions.Expect(page.Locator("li.device")).ToHaveCountAsync(8);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Bus 1" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Hub in port 4 of the hub at 1-4")).ToBeVisibleAsync();
        ILocator webcam = Row(page, "Webcam C270");
        await Assertions.Expect(webcam).ToContainTextAsync("Camera with microphone");
        await Assertions.Expect(webcam).ToContainTextAsync("480 Mbit/s (high speed)");
        await Assertions.Expect(webcam.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "webcam", Exact = true })).ToHaveAttributeAsync("href", "/shares/webcam");
        await Assertions.Expect(webcam).ToContainTextAsync("Free");
        await Assertions.Expect(Row(page, "SanDisk")).ToContainTextAsync("In use here: mounted at /mnt/stick");
        await Assertions.Expect(Row(page, "Smart Card").GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", "Bus 1, port 4, hub, port 4, hub, port 3");
        await Visits.LookAsync(page, "devices");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("hasp 0529");
        await Assertions.Expect(page.Locator("li.device:visible")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("hasp 0530");
        await Assertions.Expect(page.Locator("li.device:visible")).ToHaveCountAsync(0);
        await Visits.LookAsync(page, "devices-none-found");
    }

    [Fact]
    public async Task Device_IsSharedInTwoClicks()
    {
        IPage page = await _visits.AsAsync("admin", "/devices");
        await Row(page, "FT232R").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Share" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("ft232r-usb-uart");
        await Assertions.Expect(page.GetByText("It is known again by 0403:6001 and its serial number A50285BI.")).ToBeVisibleAsync();
        await Visits.LookAsync(page, "device");
        await Button(page, "Share it").ClickAsync();
        await page.WaitForURLAsync(new Regex("/shares/ft232r-usb-uart$"));
        await Assertions.Expect(page.GetByText("It is shared. Now say who may use it.")).ToBeVisibleAsync();
        await page.GotoAsync("/devices/1-4.2");
        await Assertions.Expect(page.GetByText("Nobody may use it yet.")).ToBeVisibleAsync();
        await Visits.LookAsync(page, "device-shared");
    }

    [Fact]
    public async Task Device_IsSharedByItsPort_UnderAnotherName()
    {
        await Door.ShareAsync("taken", "3-1");
        IPage page = await _visits.AsAsync("admin", "/devices/1-4.3");
        await Assertions.Expect(page.GetByText("It has no serial number: of several 0529:0001 it is the one in port 1-4.3.")).ToBeVisibleAsync();
        await page.GetByLabel("Name").FillAsync("Licence Key");
        await page.GetByLabel("Whatever is plugged into this port").CheckAsync();
        await Button(page, "Share it").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator(".mistake")).ToContainTextAsync("Name has to be 1 to 31 of a-z");
        await Visits.LookAsync(page, "device-mistake");
        await page.GetByLabel("Name").FillAsync("taken");
        await Button(page, "Share it").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is a share 'taken' already");
        await Assertions.Expect(page.GetByLabel("Whatever is plugged into this port")).ToBeCheckedAsync();
        await page.GetByLabel("Name").FillAsync("licence-key");
        await page.GetByLabel("Note").FillAsync("Room 12");
        await Button(page, "Share it").ClickAsync();
        await page.WaitForURLAsync(new Regex("/shares/licence-key$"));
        await Assertions.Expect(page.GetByText("port 1-4.3", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Device_IsFoundAndShared_WithoutScript()
    {
        IPage page = await _visits.AsAsync("admin", "/devices", hasScript: false);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("printer");
        await Button(page, "Show").ClickAsync();
        await Assertions.Expect(page.Locator("li.device")).ToHaveCountAsync(1);
        await page.Locator("li.device").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Share" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("usb-04f9-2042");
        await Button(page, "Share it").ClickAsync();
        await page.WaitForURLAsync(new Regex("/shares/usb-04f9-2042$"));
        await page.GotoAsync("/devices?q=nothing+like+it");
        await Assertions.Expect(page.GetByText("devices is like that")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Auditor_SeesDevices_AndSharesNone()
    {
        IPage page = await _visits.AsAsync("auditor", "/devices");
        await Assertions.Expect(page.Locator("li.device").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".act a, .act button")).ToHaveCountAsync(0);
        await Assertions.Expect(Button(page, "Plug in a try-out disk")).ToHaveCountAsync(0);
        await Row(page, "Keyboard").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Logitech USB Keyboard" }).ClickAsync();
        await Assertions.Expect(page.GetByText("An admin can share it.")).ToBeVisibleAsync();
        await Assertions.Expect(Button(page, "Share it")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task User_DoesNotSeeDevices()
    {
        IPage page = await _visits.AsAsync("user", "/devices");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Not for you" })).ToBeVisibleAsync();
        await page.GotoAsync("/devices/1-2");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Not for you" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation).GetByText("Devices")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task PluggingInAndOut_IsSeenByEverybody_WithoutAReload()
    {
        IPage admin = await _visits.AsAsync("admin", "/devices"), auditor = await _visits.AsAsync("auditor", "/devices");
        foreach (IPage page in (IPage[])[admin, auditor])
        {
            await page.EvaluateAsync("window.isSame = true");
            await Assertions.Expect(page.Locator("body[data-stream=open]")).ToHaveCountAsync(1);
        }
        long begin = Stopwatch.GetTimestamp();
        VirtualDevice device = Door.Plug("loopback");
        await Task.WhenAll(Assertions.Expect(Row(admin, "Virtual loopback")).ToBeVisibleAsync(), Assertions.Expect(Row(auditor, "Virtual loopback")).ToBeVisibleAsync());
        Tell($"plugged in, seen by both after {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:0} ms");
        begin = Stopwatch.GetTimestamp();
        Door.Devices.Remove(device);
        await Task.WhenAll(Assertions.Expect(Row(admin, "Virtual loopback")).ToHaveCountAsync(0), Assertions.Expect(Row(auditor, "Virtual loopback")).ToHaveCountAsync(0));
        Tell($"unplugged, seen by both after {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:0} ms");
        Assert.True(await admin.EvaluateAsync<bool>("window.isSame") && await auditor.EvaluateAsync<bool>("window.isSame"));
    }

    [Fact]
    public async Task DeviceThatIsGone_SaysSo()
    {
        IPage page = await _visits.AsAsync("admin", "/devices/7-7");
        await Assertions.Expect(page.GetByText("Nothing is plugged into port 7-7 any more.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task TryOutDisk_IsPluggedInAndOut()
    {
        IPage page = await _visits.AsAsync("admin", "/devices");
        await Button(page, "Plug in a try-out disk").ClickAsync();
        await page.WaitForURLAsync(new Regex("/devices/200-[0-9]+$"));
        string port = page.Url.Split('/')[^1];
        await Assertions.Expect(page.GetByText("made of software", new PageGetByTextOptions { Exact = false }).First).ToBeVisibleAsync();
        await Visits.LookAsync(page, "device-software");
        await page.GotoAsync("/devices");
        await page.Locator($"[data-key=\"{port}\"]").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Unplug" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Farhub Virtual disk is unplugged.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator($"[data-key=\"{port}\"]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task AThousandDevices_StayUsable()
    {
        await using var door = new TestDoor { Plugged = [.. Enumerable.Repeat("loopback", 1000)] };
        await door.InitializeAsync();
        await using var visits = new Visits(door, chromium);
        IPage page = await visits.AsAsync("admin");
        // The second time, as nothing is compiled for the first time then.
        await page.GotoAsync("/devices");
        await page.GotoAsync("/devices");
        await Assertions.Expect(page.Locator("li.device").First).ToBeVisibleAsync();
        // As the browser itself measures it: what the test adds by asking is not the page's.
        double server = await page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].responseStart");
        double shown = await page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") - server;
        double found = await page.EvaluateAsync<double>("""
            () => {
              const begin = performance.now(), input = document.getElementById('q');
              input.value = '203-235';
              input.dispatchEvent(new Event('input', { bubbles: true }));
              document.body.offsetHeight;
              return performance.now() - begin;
            }
            """);
        await Assertions.Expect(page.Locator("li.device:visible")).ToHaveCountAsync(1);
        Tell($"1000 devices: first byte after {server:0} ms, shown {shown:0} ms later, found by typing after {found:0} ms");
        Assert.True(shown < 5000, $"shown after {shown} ms");
        Assert.True(found < 5000, $"found after {found} ms");
    }

    static ILocator Row(IPage page, string name) => page.Locator("li.device", new PageLocatorOptions { HasText = name });

    static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    static void Tell(string text)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        TestContext.Current.SendDiagnosticMessage(text);
    }
}
