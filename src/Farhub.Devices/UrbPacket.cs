namespace Farhub.Devices;

/// <summary>One isochronous packet of a <see cref="Urb"/>.</summary>
public struct UrbPacket
{
    /// <summary>Bytes asked for.</summary>
    public int Length;
    /// <summary>Outcome: bytes moved.</summary>
    public int ActualLength;
    /// <summary>Outcome: 0 or a negative Linux errno.</summary>
    public int Status;
}
