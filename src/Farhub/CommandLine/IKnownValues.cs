namespace Farhub.CommandLine;

/// <summary>Values that this machine knows, for completions. Each call is cheap and never throws.</summary>
interface IKnownValues
{
    /// <summary>What <c>--share</c> could mean here: port paths and ids of the devices plugged in.</summary>
    IEnumerable<string> Matches();

    /// <summary>Ports with something attached.</summary>
    IEnumerable<string> Ports();
}
