using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Protocol.Tests;

/// <summary>Whatever is written is read again the same, and writing touches its own bytes only.</summary>
public sealed class RoundTripTests
{
    delegate T ReaderOf<T>(ReadOnlySpan<byte> bytes);

    delegate void WriterOf<T>(T message, Span<byte> bytes);

    [Fact]
    public void OpHeader() => Holds(Any.OpHeader, Protocol.OpHeader.Size, Protocol.OpHeader.Read, (m, b) => m.Write(b));

    [Fact]
    public void UrbHeader() => Holds(Any.UrbHeader, Protocol.UrbHeader.BasicSize, Protocol.UrbHeader.Read, (m, b) => m.Write(b));

    [Fact]
    public void SubmitCommand() => Holds(Any.Submit, Protocol.UrbHeader.Size, Protocol.SubmitCommand.Read, (m, b) => m.Write(b));

    [Fact]
    public void SubmitReply() => Holds(Any.SubmitReply, Protocol.UrbHeader.Size, Protocol.SubmitReply.Read, (m, b) => m.Write(b));

    [Fact]
    public void UnlinkCommand() => Holds(Any.Unlink, Protocol.UrbHeader.Size, Protocol.UnlinkCommand.Read, (m, b) => m.Write(b));

    [Fact]
    public void UnlinkReply() => Holds(Any.UnlinkReply, Protocol.UrbHeader.Size, Protocol.UnlinkReply.Read, (m, b) => m.Write(b));

    [Fact]
    public void IsoPacket() => Holds(Any.IsoPacket, Protocol.IsoPacket.Size, Protocol.IsoPacket.Read, (m, b) => m.Write(b));

    [Fact]
    public void InterfaceRecord() => Holds(Any.Interface, Protocol.InterfaceRecord.Size, Protocol.InterfaceRecord.Read, (m, b) => m.Write(b));

    [Fact]
    public void BusId() => Holds(Any.BusId, Protocol.BusId.FieldSize,
        b => Protocol.BusId.TryRead(b, out BusId busId) ? busId : default, (m, b) => m.Write(b));

    [Fact]
    public void DeviceRecord() => Holds(
        // Interfaces are not part of the 312 bytes, and paths that do not fit are another test's.
        Any.Device.Where(d => System.Text.Encoding.UTF8.GetByteCount(d.Path) <= 255).Select(d => d with { Interfaces = [] }),
        Protocol.DeviceRecord.Size, b => Protocol.DeviceRecord.Read(b, out _), (m, b) => m.Write(b));

    [Fact]
    public void DeviceRecord_WhateverWasReadIsWrittenAndReadTheSame() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Any.Byte, 256)),
        path =>
        {
            byte[] bytes = [.. path, .. Samples.Device.Bytes[256..]];
            var first = Protocol.DeviceRecord.Read(bytes, out _);
            byte[] again = new byte[Protocol.DeviceRecord.Size];
            first.Write(again);
            return first == Protocol.DeviceRecord.Read(again, out _);
        }).QuickCheckThrowOnFailure();

    static void Holds<T>(Gen<T> messages, int size, ReaderOf<T> read, WriterOf<T> write)
    {
        const int Guard = 16;
        Prop.ForAll(Arb.From(messages), message =>
        {
            // Written over two different backgrounds: a byte that was not written keeps both.
            foreach (byte background in (byte[])[0x00, 0xff])
            {
                byte[] bytes = new byte[Guard + size + Guard];
                Array.Fill(bytes, background);
                write(message, bytes.AsSpan(Guard));
                if (!EqualityComparer<T>.Default.Equals(message, read(bytes.AsSpan(Guard, size)))) return false;
                if (bytes.AsSpan(0, Guard).ContainsAnyExcept(background) || bytes.AsSpan(Guard + size).ContainsAnyExcept(background)) return false;
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
