using System.Buffers.Binary;

namespace Farhub.Fuzz;

/// <summary>Makes inputs that are nearly right: a valid sample, damaged once or a few times in ways that know its structure.</summary>
static class Mutator
{
    /// <summary>Longest input it makes, in bytes.</summary>
    internal const int MaxLength = 8192;

    /// <summary>Where sizes, counts and signs turn over; cut to the field's width.</summary>
    static ReadOnlySpan<uint> Extremes =>
    [
        0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 31, 32, 47, 48, 64, 126, 127, 128, 254, 255, 256, 312, 512, 1023, 1024, 1025, 4096, 0x7fff, 0x8000, 0xffff,
        0x10000, 0x40200, 16 << 20, (16 << 20) + 1, 0x0fffffff, 0x10000000, 0x7ffffff0, 0x7fffffff, 0x80000000, 0x80000001,
        0xfffffff0, 0xfffffffe, 0xffffffff,
    ];

    /// <summary>Fills <paramref name="buffer"/>, which has <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Length of the input.</returns>
    internal static int Make(ulong seed, IReadOnlyList<FuzzSample> samples, Span<byte> buffer)
    {
        var random = new Random64(seed);
        FuzzSample sample = samples[random.Below(samples.Count)];
        int length = sample.Bytes.Length;
        sample.Bytes.CopyTo(buffer);
        // Mostly one change: two hide each other as often as they meet. And now and then none: the valid must stay valid.
        for (int changes = (int)(random.Next() % 16) switch { 0 => 0, < 10 => 1, < 14 => 2, _ => 5 }; changes > 0; changes--)
        {
            length = Change(ref random, samples, sample, buffer, length);
        }
        return length;
    }

    static int Change(ref Random64 random, IReadOnlyList<FuzzSample> samples, FuzzSample sample, Span<byte> buffer, int length)
    {
        if (length == 0) return 0;
        switch (random.Below(16))
        {
            case 0 or 1:
                buffer[random.Below(length)] ^= (byte)(1 << random.Below(8));
                break;
            case 2:
                buffer[random.Below(length)] = unchecked((byte)random.Next());
                break;
            case 3:
                return random.Below(length);
            case 4 or 5 or 6 or 7 or 8:
                Write(buffer[..length], Pick(ref random, sample.Fields), Extremes[random.Below(Extremes.Length)]);
                break;
            case 9 or 10:
                FuzzField field = Pick(ref random, sample.Fields);
                Write(buffer[..length], field, unchecked(Read(buffer[..length], field) + (random.Below(2) == 0 ? 1u : uint.MaxValue)));
                break;
            case 11:
                FuzzField one = Pick(ref random, sample.Fields);
                FuzzField other = Pick(ref random, sample.Fields);
                uint value = Read(buffer[..length], one);
                Write(buffer[..length], one, Read(buffer[..length], other));
                Write(buffer[..length], other, value);
                break;
            case 12 or 13: // Go on with another sample, or this one again, from the start of a message.
                FuzzSample next = samples[random.Below(samples.Count)];
                int keep = Math.Min(length, Pick(ref random, sample.Starts));
                ReadOnlySpan<byte> tail = next.Bytes.AsSpan(Pick(ref random, next.Starts));
                tail = tail[..Math.Min(tail.Length, MaxLength - keep)];
                tail.CopyTo(buffer[keep..]);
                return keep + tail.Length;
            case 14: // Leave a stretch out.
                int from = random.Below(length);
                int to = from + random.Below(Math.Min(64, length - from) + 1);
                buffer[to..length].CopyTo(buffer[from..]);
                return length - (to - from);
            default: // Say a stretch twice.
                int start = random.Below(length);
                int count = Math.Min(random.Below(Math.Min(64, length - start) + 1), MaxLength - length);
                buffer[start..length].CopyTo(buffer[(start + count)..]);
                return length + count;
        }
        return length;
    }

    static T Pick<T>(ref Random64 random, T[] from) => from[random.Below(from.Length)];

    /// <summary>0 when the field is beyond what earlier changes have left.</summary>
    static uint Read(ReadOnlySpan<byte> input, FuzzField field)
    {
        if (field.Offset + field.Width > input.Length) return 0;
        ReadOnlySpan<byte> bytes = input[field.Offset..];
        return field.Width switch
        {
            1 => bytes[0],
            2 => field.LittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => field.LittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes),
        };
    }

    static void Write(Span<byte> input, FuzzField field, uint value)
    {
        if (field.Offset + field.Width > input.Length) return;
        for (int i = 0; i < field.Width; i++)
        {
            input[field.Offset + (field.LittleEndian ? i : field.Width - 1 - i)] = unchecked((byte)(value >> (8 * i)));
        }
    }
}
