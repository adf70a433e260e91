namespace Farhub.Control.Codes;

/// <summary>What came back for a question, and what else the suite hashes that the hub knows.</summary>
public readonly ref struct OcraAnswer
{
    /// <summary>What somebody typed. Spaces in it do not count.</summary>
    public ReadOnlySpan<char> Response { get; init; }

    /// <summary>The hash of the user's PIN, for suites with a PIN: see <see cref="OcraSuite.HashPin"/>.</summary>
    public ReadOnlySpan<byte> PinHash { get; init; }

    /// <summary>The session information, for suites with it.</summary>
    public ReadOnlySpan<byte> Session { get; init; }
}
