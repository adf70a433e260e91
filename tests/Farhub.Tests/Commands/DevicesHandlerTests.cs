using Farhub.CommandLine;
using Farhub.Commands;
using Farhub.Rendering;
using Farhub.Usb;

namespace Farhub.Tests.Commands;

public sealed class DevicesHandlerTests
{
    internal static readonly Lazy<DeviceNames> Names = new(() => new DeviceNames(UsbIds.Read(new StringReader("0781  SanDisk Corp.\n\t5581  Ultra\n1209  Generic\n\t0002  Test PID\n"))));

    [Fact]
    public void Text_TellsWhatCanBeSharedAndWhyNot() => Assert.Equal(
        """
        PORT PATH  ID         SERIAL    SPEED     DEVICE               CAN BE SHARED
        1-4.2      0403:6001  A50285BI  12 Mb/s   FTDI FT232R          yes
        1-5        0781:5581            5 Gb/s    SanDisk Corp. Ultra  no: mounted at /mnt/stick
        2-1        1209:ffff            1.5 Mb/s  Generic evil�[31m    no: no permission: serve as root
        2-2        05e3:0608            480 Mb/s  Hub                  no: a USB hub: share what is plugged into it

        """,
        Run(json: false));

    [Fact]
    public void Json_HasTheDocumentedShape() => Assert.StartsWith(
        """
        {
          "devices": [
            {
              "busId": "1-4.2",
              "id": "0403:6001",
              "serial": "A50285BI",
              "vendor": "FTDI",
              "product": "FT232R",
              "class": "Vendor Specific",
              "speed": "full",
              "drivers": [
                "ftdi_sio"
              ],
              "shareable": true,
              "reason": null
            },
            {
              "busId": "1-5",
              "id": "0781:5581",
              "serial": null,
              "vendor": "SanDisk Corp.",
              "product": "Ultra",
              "class": "Mass Storage",
              "speed": "super",
              "drivers": [
                "usb-storage"
              ],
              "shareable": false,
              "reason": "mounted at /mnt/stick"
            },
            {
              "busId": "2-1",
              "id": "1209:ffff",
              "serial": null,
              "vendor": "Generic",
              "product": "evil\u001B[31m",
        """,
        Run(json: true),
        StringComparison.Ordinal);

    static string Run(bool json)
    {
        using StringWriter output = new();
        DevicesHandler handler = new(new Screen(output, TextWriter.Null), Names, () => new SampleDevices(), device => device != SampleDevices.Token);
        Assert.Equal(ExitCode.Ok, handler.Run(new DevicesRequest(json)));
        return output.ToString();
    }
}
