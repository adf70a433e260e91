namespace Farhub.Devices.Virtual;

/// <summary>Operation codes (SPC-4, table E.2; SBC-3).</summary>
static class ScsiCommand
{
    internal const byte TestUnitReady = 0x00;
    internal const byte RequestSense = 0x03;
    internal const byte Read6 = 0x08;
    internal const byte Write6 = 0x0a;
    internal const byte Inquiry = 0x12;
    internal const byte ModeSense6 = 0x1a;
    internal const byte StartStopUnit = 0x1b;
    internal const byte PreventAllow = 0x1e;
    internal const byte ReadFormatCapacities = 0x23;
    internal const byte ReadCapacity10 = 0x25;
    internal const byte Read10 = 0x28;
    internal const byte Write10 = 0x2a;
    internal const byte Verify10 = 0x2f;
    internal const byte SynchronizeCache10 = 0x35;
    internal const byte ModeSense10 = 0x5a;
    internal const byte Read16 = 0x88;
    internal const byte Write16 = 0x8a;
    internal const byte Verify16 = 0x8f;
    internal const byte SynchronizeCache16 = 0x91;
    internal const byte ServiceActionIn16 = 0x9e;
    internal const byte ReportLuns = 0xa0;
    internal const byte Read12 = 0xa8;
    internal const byte Write12 = 0xaa;
    internal const byte Verify12 = 0xaf;
}
