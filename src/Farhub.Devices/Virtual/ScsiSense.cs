namespace Farhub.Devices.Virtual;

/// <summary>Why a command failed: sense key, additional sense code and its qualifier (SPC-4, section 4.5).</summary>
/// <param name="Key">Sense key.</param>
/// <param name="Code">ASC.</param>
/// <param name="Qualifier">ASCQ.</param>
readonly record struct ScsiSense(byte Key, byte Code, byte Qualifier)
{
    internal static ScsiSense None => default;
    internal static ScsiSense NotReadyStopped => new(2, 0x04, 0x02);
    internal static ScsiSense ReadError => new(3, 0x11, 0x00);
    internal static ScsiSense WriteError => new(3, 0x0c, 0x00);
    internal static ScsiSense InvalidCommand => new(5, 0x20, 0x00);
    internal static ScsiSense BlockOutOfRange => new(5, 0x21, 0x00);
    internal static ScsiSense InvalidField => new(5, 0x24, 0x00);
    internal static ScsiSense NoSuchUnit => new(5, 0x25, 0x00);
    internal static ScsiSense SavingNotSupported => new(5, 0x39, 0x00);
    internal static ScsiSense WriteProtected => new(7, 0x27, 0x00);
}
