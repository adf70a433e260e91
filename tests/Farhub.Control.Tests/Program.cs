using Farhub.Control.Tests.Store;

namespace Farhub.Control.Tests;

/// <summary>The tests, or a hub's store that a test can kill.</summary>
static class Program
{
    static async Task<int> Main(string[] args)
    {
        if (args is [StoreWriter.Command, string store]) return StoreWriter.Run(store);
        return args.Any(a => a is "-automated" or "@@")
            ? await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args)
            : await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
