using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Usb.Tests;

/// <summary>Descriptors come from hardware and from peers: no bytes whatever may make the readers throw.</summary>
public sealed class AnyBytesTests
{
    /// <summary>Bytes that get past the first checks: descriptors of every type with lengths that are right, wrong or absurd.</summary>
    static readonly Gen<byte[]> Bytes =
        from configuration in Gen.Elements<byte[]>([], [9, 2, 60, 0, 1, 1, 0, 128, 50], [9, 2, 255, 255, 1, 1, 0, 128, 50], [18, 1], [40, 3])
        from descriptors in Gen.ArrayOf(
            from length in Gen.Frequency((9, Gen.Elements(2, 6, 7, 9)), (1, Gen.Elements(0, 1, 255)), (1, Gen.Choose(0, 255)))
            from type in Gen.Frequency((9, Gen.Elements(3, 4, 5, 5, 48)), (1, Gen.Choose(0, 255)))
            from room in Gen.Frequency((30, Gen.Constant(0)), (1, Gen.Elements(1, -1, 5)))
            from body in Gen.ArrayOf(Gen.OneOf(Gen.Elements<byte>(0, 1, 0x81, 0xd8, 0xdc), Gen.Choose(0, 255).Select(i => (byte)i)), Math.Max(0, Math.Min(length, 20) - 2 + room))
            select (byte[])[(byte)length, (byte)type, .. body])
        select (byte[])[.. configuration, .. descriptors.SelectMany(d => d)];

    [Fact]
    public void Configurations() => Never(bytes =>
    {
        IReadOnlyList<ConfigurationDescriptor> all = ConfigurationDescriptor.ReadAll(bytes);
        return all.SelectMany(c => c.Interfaces).All(i =>
            i.Endpoints.All(e => e.Address.Number != 0) && i.Endpoints.Select(e => e.Address).Distinct().Count() == i.Endpoints.Count);
    });

    [Fact]
    public void LengthOfAConfiguration_IsWithinTheBytes_AndNeverZero() => Never(bytes =>
        !ConfigurationDescriptor.TryRead(bytes, out _, out int length) || (length >= ConfigurationDescriptor.HeaderSize && length <= bytes.Length));

    [Fact]
    public void DeviceDescriptors() => Never(bytes =>
    {
        if (!DeviceDescriptor.TryRead(bytes, out DeviceDescriptor? read)) return true;
        byte[] again = new byte[DeviceDescriptor.Size];
        read.Write(again);
        return again.AsSpan(2).SequenceEqual(bytes.AsSpan(2, DeviceDescriptor.Size - 2));
    });

    [Fact]
    public void Strings() => Never(bytes =>
        !StringDescriptor.TryRead(bytes, out string? text) || (text.Length <= StringDescriptor.MaxLength && !text.Contains('\0', StringComparison.Ordinal)));

    [Fact]
    public void Languages() => Never(bytes =>
        !StringDescriptor.TryReadLanguages(bytes, out IReadOnlyList<ushort>? languages) || languages.Count <= StringDescriptor.MaxLength);

    [Fact]
    public void UsbIds() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Elements("\t", "C ", "08", "1209", "  ", "x", "\n", "\r\n", "#", " ", "é", "\0", "HUT ")).Select(string.Concat)),
        text => Usb.UsbIds.Read(new StringReader(text)).Count <= text.Count(c => c == '\n') + 1).QuickCheckThrowOnFailure();

    static void Never(Func<byte[], bool> property) => Prop.ForAll(Arb.From(Bytes), property).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
