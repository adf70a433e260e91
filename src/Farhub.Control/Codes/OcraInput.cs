namespace Farhub.Control.Codes;

/// <summary>What goes into one OCRA response. Exactly what the suite names must be given: a field that the suite does not hash would be
/// taken for protected and is not.</summary>
public readonly ref struct OcraInput
{
    /// <summary>The question.</summary>
    public ReadOnlySpan<char> Question { get; init; }

    /// <summary>Where two sides ask each other, the question of the side that answers; empty otherwise.</summary>
    public ReadOnlySpan<char> SecondQuestion { get; init; }

    /// <summary>The counter (C).</summary>
    public long? Counter { get; init; }

    /// <summary>The hashed PIN (P), see <see cref="OcraSuite.HashPin"/>; empty without.</summary>
    public ReadOnlySpan<byte> PinHash { get; init; }

    /// <summary>Session information (S), at most as long as the suite says; empty without.</summary>
    public ReadOnlySpan<byte> Session { get; init; }

    /// <summary>The time step (T), see <see cref="Totp.Step"/>.</summary>
    public long? TimeStep { get; init; }
}
