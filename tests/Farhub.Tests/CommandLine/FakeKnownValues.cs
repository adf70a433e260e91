using Farhub.CommandLine;

namespace Farhub.Tests.CommandLine;

/// <summary>A machine with one device and one attached port.</summary>
sealed class FakeKnownValues : IKnownValues
{
    public IEnumerable<string> Matches() => ["0403:6001", "1-4.2"];

    public IEnumerable<string> Ports() => ["0"];
}
