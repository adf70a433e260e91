using System.CommandLine;
using Farhub.Devices.Virtual;

namespace Farhub.CommandLine;

/// <summary><c>farhub demo</c>: the whole way, with neither privileges nor hardware.</summary>
static class DemoCommand
{
    const long Smallest = 1L << 20;
    const long Largest = 1L << 30;
    const long Usual = 64L << 20;

    public static Command Create(ICommandHandlers handlers)
    {
        Option<long> size = Symbols.One<long>("--size", TryParse, "is not a size for the disk: write 1M to 1G.", Usual);
        size.HelpName = "SIZE";
        size.Description = "Size of the disk that is written and read, 1M to 1G [default: 64M]";
        ExampleCommand command = new("demo", "Show it all in one process: hub, software disk, client; needs no privileges")
        {
            Examples = [("farhub demo", "writes, reads and compares 64 MiB over TCP on this machine"), ("farhub demo --size 256M", "a longer look")],
        };
        command.Add(size);
        command.SetAction((result, cancellationToken) => handlers.DemoAsync(new DemoRequest(result.GetRequiredValue(size)), cancellationToken));
        return command;
    }

    static bool TryParse(string text, out long size) =>
        VirtualDeviceSpec.TryParseSize(text, out size) && size is >= Smallest and <= Largest && size % VirtualDisk.BlockSize == 0;
}
