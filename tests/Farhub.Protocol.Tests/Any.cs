using Farhub.Usb;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Protocol.Tests;

/// <summary>Generators of every message, fond of the numbers at which code goes wrong.</summary>
static class Any
{
    internal static Gen<int> Int { get; } = Gen.OneOf(
        Gen.Elements(0, 1, -1, int.MaxValue, int.MinValue, -104), Gen.Choose(int.MinValue, int.MaxValue));

    internal static Gen<uint> UInt { get; } = Int.Select(i => unchecked((uint)i));

    internal static Gen<ushort> UShort { get; } = Int.Select(i => unchecked((ushort)i));

    internal static Gen<byte> Byte { get; } = Int.Select(i => unchecked((byte)i));

    internal static Gen<SetupPacket> Setup { get; } =
        from type in Byte
        from request in Byte
        from value in UShort
        from index in UShort
        from length in UShort
        select new SetupPacket(type, request, value, index, length);

    internal static Gen<OpHeader> OpHeader { get; } =
        from version in UShort
        from code in UShort
        from status in UInt
        select new OpHeader(version, (OpCode)code, (OpStatus)status);

    internal static Gen<UrbHeader> UrbHeader { get; } =
        from command in UInt
        from seqnum in UInt
        from devId in UInt
        from direction in UInt
        from endpoint in UInt
        select new UrbHeader((UrbCommand)command, seqnum, devId, direction, endpoint);

    internal static Gen<SubmitCommand> Submit { get; } =
        from basic in UrbHeader
        from flags in UInt
        from length in Int
        from frame in Int
        from packets in Int
        from interval in Int
        from setup in Setup
        select new SubmitCommand(basic.Seqnum, basic.DevId, basic.Direction, basic.Endpoint, flags, length, frame, packets, interval, setup);

    internal static Gen<SubmitReply> SubmitReply { get; } =
        from seqnum in UInt
        from status in Int
        from length in Int
        from frame in Int
        from packets in Int
        from errors in Int
        select new SubmitReply(seqnum, status, length, frame, packets, errors);

    internal static Gen<UnlinkCommand> Unlink { get; } =
        from seqnum in UInt
        from devId in UInt
        from unlink in UInt
        select new UnlinkCommand(seqnum, devId, unlink);

    internal static Gen<UnlinkReply> UnlinkReply { get; } =
        from seqnum in UInt
        from status in Int
        select new UnlinkReply(seqnum, status);

    internal static Gen<IsoPacket> IsoPacket { get; } =
        from offset in UInt
        from length in UInt
        from actual in UInt
        from status in Int
        select new IsoPacket(offset, length, actual, status);

    internal static Gen<InterfaceRecord> Interface { get; } =
        from code in Byte
        from subClass in Byte
        from protocol in Byte
        select new InterfaceRecord(code, subClass, protocol);

    internal static Gen<BusId> BusId { get; } =
        from text in Gen.ArrayOf(Gen.Elements('1', '9', '-', '.', 'a', 'Z', 'é', '日', '_')).Select(c => new string(c))
        where Protocol.BusId.TryParse(text, out _)
        select Protocol.BusId.Parse(text);

    internal static Gen<DeviceRecord> Device { get; } =
        from path in Gen.ArrayOf(Gen.Elements("/", "a", " ", "é", "日", "😀")).Select(string.Concat)
        from busId in BusId
        from bus in UInt
        from number in UInt
        from speed in Gen.Choose(0, 6)
        from vendor in UShort
        from product in UShort
        from version in UShort
        from bytes in Gen.ArrayOf(Byte, 5)
        from interfaces in Gen.ArrayOf(Interface)
        select new DeviceRecord
        {
            Path = path,
            BusId = busId,
            BusNumber = bus,
            DeviceNumber = number,
            Speed = (UsbSpeed)speed,
            Id = new VidPid(vendor, product),
            DeviceVersion = version,
            Class = bytes[0],
            SubClass = bytes[1],
            Protocol = bytes[2],
            ConfigurationValue = bytes[3],
            ConfigurationCount = bytes[4],
            Interfaces = interfaces,
        };
}
