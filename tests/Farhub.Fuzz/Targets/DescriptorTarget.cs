using Farhub.Usb;

namespace Farhub.Fuzz.Targets;

/// <summary>Descriptors, as devices and far hubs send them.</summary>
sealed class DescriptorTarget : IFuzzTarget
{
    public string Name => "descriptors";

    public long MaxAllocation => 512 << 10; // 8 KiB of interfaces that are nothing but headers.

    public IReadOnlyList<FuzzSample> Samples { get; } =
    [
        new SampleBuilder().Message().U8(18, 1).U16Le(0x0210).U8(0xef, 2, 1, 64).U16Le(0x1209).U16Le(0x0001).U16Le(0x0100).U8(1, 2, 3, 1).Build(),
        new SampleBuilder().Message().U8(9, 2).U16Le(77).U8(2, 1, 0, 0xa0, 50)
            .Message().U8(8, 11, 0, 2, 2, 2, 1, 0)
            .Message().U8(9, 4, 0, 0, 2, 8, 6, 0x50, 0)
            .Message().U8(7, 5, 0x81, 2).U16Le(1024).U8(0)
            .Message().U8(6, 48, 15, 0).U16Le(0)
            .Message().U8(7, 5, 0x02, 2).U16Le(1024).U8(0)
            .Message().U8(9, 4, 0, 1, 1, 8, 6, 0x62, 0)
            .Message().U8(7, 5, 0x81, 2).U16Le(1024).U8(0)
            .Message().U8(9, 4, 1, 0, 0, 3, 1, 1, 0)
            .Message().U8(6, 0x21, 0x11, 1, 0, 0)
            .Message().U8(9, 2).U16Le(9).U8(0, 2, 0, 0x80, 50).Build(),
        new SampleBuilder().Message().U8(12, 3).U16Le('A').U16Le('é').U16Le(0x65e5).U16Le(0xd83d).U16Le(0xde00).Build(),
        new SampleBuilder().Message().U8(6, 3).U16Le(0x0409).U16Le(0x0407).Build(),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        TakeDevice(input);
        TakeConfigurations(input);
        TakeString(input);
        TakeLanguages(input);
    }

    static void TakeDevice(ReadOnlySpan<byte> input)
    {
        if (!DeviceDescriptor.TryRead(input, out DeviceDescriptor? device)) return;
        Span<byte> again = stackalloc byte[DeviceDescriptor.Size];
        device.Write(again);
        FuzzFailureException.Unless(again[1..].SequenceEqual(input[1..DeviceDescriptor.Size]), "a device descriptor is written as it was read");
    }

    static void TakeConfigurations(ReadOnlySpan<byte> input)
    {
        int count = 0;
        ReadOnlySpan<byte> rest = input;
        while (ConfigurationDescriptor.TryRead(rest, out ConfigurationDescriptor? configuration, out int length))
        {
            FuzzFailureException.Unless(length >= ConfigurationDescriptor.HeaderSize && length <= rest.Length, "a configuration lies within the bytes");
            foreach (InterfaceDescriptor one in configuration.Interfaces)
            {
                uint seen = 1 | (1 << 16); // Endpoint 0 in both directions: never listed.
                foreach (EndpointDescriptor endpoint in one.Endpoints)
                {
                    uint bit = 1u << endpoint.Address.Index;
                    FuzzFailureException.Unless((seen & bit) == 0, "an endpoint is listed once");
                    seen |= bit;
                }
            }
            count++;
            rest = rest[length..];
        }
        FuzzFailureException.Unless(ConfigurationDescriptor.ReadAll(input).Count == count, "all configurations are read");
    }

    static void TakeString(ReadOnlySpan<byte> input)
    {
        if (!StringDescriptor.TryRead(input, out string? text)) return;
        Span<byte> again = stackalloc byte[StringDescriptor.MaxSize];
        int length = StringDescriptor.Write(again, text);
        FuzzFailureException.Unless(StringDescriptor.TryRead(again[..length], out string? same) && same == text, "a string is read as it was written");
    }

    static void TakeLanguages(ReadOnlySpan<byte> input)
    {
        if (!StringDescriptor.TryReadLanguages(input, out IReadOnlyList<ushort>? languages)) return;
        Span<byte> again = stackalloc byte[StringDescriptor.MaxSize];
        int length = StringDescriptor.WriteLanguages(again, [.. languages]);
        FuzzFailureException.Unless(
            again[2..length].SequenceEqual(input.Slice(2, length - 2)), "languages are written as they were read");
    }
}
