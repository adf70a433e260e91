using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Farhub.Usb;

/// <summary>The names of vendors, products and classes from a <c>usb.ids</c> file (http://www.linux-usb.org/usb-ids.html).
/// Immutable. The 25,000 names of the real file take under 1 MB: they stay UTF-8 in one block, and one becomes a string when it is asked for.</summary>
public sealed class UsbIds
{
    // What a key is the key of, in the bits above the number itself.
    const ulong Vendors = 0UL << 32;
    const ulong Products = 1UL << 32;
    const ulong Classes = 2UL << 32;
    const ulong SubClasses = 3UL << 32;
    const ulong Protocols = 4UL << 32;

    readonly ulong[] _keys; // Ascending.
    readonly (int Start, int Length)[] _places; // Of the name in _text.
    readonly byte[] _text;

    UsbIds(ulong[] keys, (int Start, int Length)[] places, byte[] text) => (_keys, _places, _text) = (keys, places, text);

    /// <summary>Knows no name.</summary>
    public static UsbIds Empty { get; } = new([], [], []);

    /// <summary>Number of names.</summary>
    public int Count => _keys.Length;

    /// <summary>Reads a file. Whatever is not understood (other lists, comments, damaged lines) is left out; of two names for one number the first counts.</summary>
    /// <remarks><code>
    /// 1209  vendor                C 08  class
    /// →0001  product              →06  subclass
    /// →→…   interface (not kept)  →→50  protocol          → is a tab
    /// </code></remarks>
    /// <param name="reader">Read to its end, not disposed.</param>
    /// <exception cref="IOException">The reader failed.</exception>
    public static UsbIds Read(TextReader reader)
    {
        var places = new Dictionary<ulong, (int Start, int Length)>();
        var text = new List<byte>();
        var cursor = default(Cursor);
        while (reader.ReadLine() is { } line)
        {
            if (!cursor.TryTake(line, out ulong key, out ReadOnlySpan<char> name)) continue;
            int start = text.Count;
            int length = Encoding.UTF8.GetByteCount(name);
            if (!places.TryAdd(key, (start, length))) continue;
            CollectionsMarshal.SetCount(text, start + length);
            Encoding.UTF8.GetBytes(name, CollectionsMarshal.AsSpan(text)[start..]);
        }
        ulong[] keys = [.. places.Keys];
        (int Start, int Length)[] values = [.. places.Values];
        Array.Sort(keys, values);
        return new UsbIds(keys, values, [.. text]);
    }

    /// <summary>The name of a vendor, or null.</summary>
    public string? Vendor(ushort vendor) => Find(Vendors | vendor);

    /// <summary>The name of a product, without its vendor's, or null.</summary>
    public string? Product(VidPid id) => Find(Products | ((uint)id.Vendor << 16) | id.Product);

    /// <summary>The name of a base class, or null. <see cref="UsbClass.NameOf"/> knows the usual ones without a file.</summary>
    public string? Class(byte code) => Find(Classes | code);

    /// <summary>The name of a subclass, without its class's, or null.</summary>
    public string? SubClass(byte code, byte subClass) => Find(SubClasses | ((uint)code << 8) | subClass);

    /// <summary>The name of a protocol, without its subclass's, or null.</summary>
    public string? Protocol(byte code, byte subClass, byte protocol) => Find(Protocols | ((uint)code << 16) | ((uint)subClass << 8) | protocol);

    string? Find(ulong key)
    {
        int at = Array.BinarySearch(_keys, key);
        return at < 0 ? null : Encoding.UTF8.GetString(_text.AsSpan(_places[at].Start, _places[at].Length));
    }

    /// <summary>Where in the file's two-level outline we are: a line's meaning depends on the unindented lines above it.</summary>
    struct Cursor
    {
        bool _inClasses;
        uint? _top; // The vendor or class that indented lines belong to; null in other lists, or after a damaged line.
        uint? _second; // The subclass that twice indented lines belong to.

        internal bool TryTake(ReadOnlySpan<char> line, out ulong key, out ReadOnlySpan<char> name)
        {
            key = 0;
            name = default;
            if (line.IsEmpty || line[0] == '#') return false;
            int depth = line.IndexOfAnyExcept('\t');
            if (depth < 0) return false;
            line = line[depth..];
            if (depth == 0)
            {
                _inClasses = line.StartsWith("C ", StringComparison.Ordinal);
                if (_inClasses) line = line[2..].TrimStart();
                _top = TakeNumber(line, _inClasses ? 2 : 4, out name);
                _second = null;
                key = (_inClasses ? Classes : Vendors) | _top.GetValueOrDefault();
                return _top is not null;
            }
            if (_top is not uint top) return false;
            if (depth == 1)
            {
                _second = TakeNumber(line, _inClasses ? 2 : 4, out name);
                key = _inClasses ? SubClasses | (top << 8) | _second.GetValueOrDefault() : Products | (top << 16) | _second.GetValueOrDefault();
                return _second is not null;
            }
            if (depth != 2 || !_inClasses || _second is not uint second || TakeNumber(line, 2, out name) is not uint third) return false;
            key = Protocols | (top << 16) | (second << 8) | third;
            return true;
        }

        /// <summary>Takes exactly so many hexadecimal digits, white space, and a name that is not empty.</summary>
        static uint? TakeNumber(ReadOnlySpan<char> line, int digits, out ReadOnlySpan<char> name)
        {
            name = default;
            if (line.Length <= digits || !char.IsWhiteSpace(line[digits])
                || !uint.TryParse(line[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number))
            {
                return null;
            }
            name = line[digits..].Trim();
            return name.IsEmpty ? null : number;
        }
    }
}
