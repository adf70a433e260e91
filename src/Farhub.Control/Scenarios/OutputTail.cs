using System.Text;

namespace Farhub.Control.Scenarios;

/// <summary>The end of what a command writes. The rest is read too, or the command would wait for a reader, and forgotten.</summary>
sealed class OutputTail
{
    /// <summary>Bytes kept.</summary>
    internal const int Capacity = 64 * 1024;

    /// <summary>Characters told.</summary>
    const int Told = 500;

    readonly Lock _adding = new();
    readonly byte[] _kept = new byte[Capacity];
    long _count;

    /// <summary>Reads a stream to its end.</summary>
    internal async Task ReadAsync(Stream stream)
    {
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0) Add(buffer.AsSpan(0, read));
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_adding)
        {
            foreach (byte one in bytes) _kept[(int)(_count++ % Capacity)] = one;
        }
    }

    /// <summary>The last characters on one line: it goes into the audit, where a line is a record.</summary>
    public override string ToString()
    {
        byte[] bytes;
        lock (_adding)
        {
            bytes = new byte[(int)Math.Min(_count, Capacity)];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = _kept[(int)((_count - bytes.Length + i) % Capacity)];
        }
        string text = string.Join(' ', Encoding.UTF8.GetString(bytes).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = string.Concat(text.Where(c => !char.IsControl(c)));
        if (text.Length <= Told) return text;
        int start = text.Length - Told;
        return text[(char.IsLowSurrogate(text[start]) ? start + 1 : start)..];
    }
}
