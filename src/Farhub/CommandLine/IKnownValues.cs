namespace Farhub.CommandLine;

/// <summary>Values that this machine and its hubs know, for completions. Each call takes a second at most and never throws.</summary>
interface IKnownValues
{
    /// <summary>What <c>--share</c> could mean here: port paths and ids of the devices plugged in.</summary>
    IEnumerable<string> Matches();

    /// <summary>Ports with something attached.</summary>
    IEnumerable<string> Ports();

    /// <summary>Hubs one has logged in to.</summary>
    IEnumerable<string> Hubs();

    /// <summary>Names of what a hub has.</summary>
    /// <param name="hub">Which; null for the one on this machine.</param>
    /// <param name="kind">Of which kind, as its API calls it: <c>shares</c>.</param>
    IEnumerable<string> Names(string? hub, string kind);
}
