using System.Buffers.Binary;
using System.Text;

namespace Farhub.Fuzz;

/// <summary>Writes a sample and notes its structure on the way.</summary>
sealed class SampleBuilder
{
    readonly List<byte> _bytes = [];
    readonly List<FuzzField> _fields = [];
    readonly List<int> _starts = [];

    /// <summary>Here a message starts.</summary>
    internal SampleBuilder Message()
    {
        _starts.Add(_bytes.Count);
        return this;
    }

    internal SampleBuilder U8(params ReadOnlySpan<byte> values)
    {
        foreach (byte value in values)
        {
            _fields.Add(new FuzzField(_bytes.Count, 1, LittleEndian: false));
            _bytes.Add(value);
        }
        return this;
    }

    internal SampleBuilder U16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return Number(bytes, littleEndian: false);
    }

    internal SampleBuilder U16Le(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return Number(bytes, littleEndian: true);
    }

    internal SampleBuilder U32(params ReadOnlySpan<uint> values)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (uint value in values)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            Number(bytes, littleEndian: false);
        }
        return this;
    }

    /// <summary>Bytes without structure.</summary>
    internal SampleBuilder Bytes(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>UTF-8 text in a field of fixed size, padded with NULs.</summary>
    internal SampleBuilder Text(string text, int size)
    {
        byte[] field = new byte[size];
        Encoding.UTF8.GetBytes(text, field);
        return Bytes(field);
    }

    internal FuzzSample Build() => new([.. _bytes], [.. _fields], [.. _starts, _bytes.Count]);

    SampleBuilder Number(ReadOnlySpan<byte> bytes, bool littleEndian)
    {
        _fields.Add(new FuzzField(_bytes.Count, bytes.Length, littleEndian));
        _bytes.AddRange(bytes);
        return this;
    }
}
