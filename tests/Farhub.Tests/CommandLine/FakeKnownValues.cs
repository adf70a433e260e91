using Farhub.CommandLine;

namespace Farhub.Tests.CommandLine;

/// <summary>A machine with one device and one attached port.</summary>
sealed class FakeKnownValues : IKnownValues
{
    public IEnumerable<string> Matches() => ["0403:6001", "1-4.2"];

    public IEnumerable<string> Ports() => ["0"];

    public IEnumerable<string> Hubs() => ["rack1"];

    public IEnumerable<string> Names(string? hub, string kind) => [$"{kind}-of-{hub ?? "here"}"];
}
