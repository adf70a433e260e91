using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Farhub.Control.Audit;

/// <summary>One line of the audit. Each carries a hash over itself and the hash of the line before: to change, remove or insert a line breaks the chain
/// from there on.</summary>
public sealed record AuditRecord
{
    /// <summary>What stands before the first.</summary>
    public static AuditRecord None { get; } = new() { Sequence = 0, At = default, Who = "", Action = "", Hash = new string('0', 64) };

    /// <summary>1, 2, 3 …</summary>
    public required long Sequence { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it: a user, an address, <c>root</c> at the hub itself, or <c>hub</c> for what happens by itself.</summary>
    public required string Who { get; init; }

    /// <summary>From what address; empty when from none.</summary>
    public string From { get; init; } = "";

    /// <summary>What: <c>share.change</c>, <c>import.refuse</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what: <c>shares/printer</c>.</summary>
    public string Object { get; init; } = "";

    /// <summary>More: what changed, as a JSON object, or why, as a sentence.</summary>
    public string Detail { get; init; } = "";

    /// <summary>SHA-256 in hexadecimal over the hash before and all other fields.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The record with its hash, as the successor of another.</summary>
    internal AuditRecord After(AuditRecord before)
    {
        AuditRecord next = this with { Sequence = before.Sequence + 1 };
        return next with { Hash = next.HashAfter(before.Hash) };
    }

    /// <summary>True when it can stand behind another.</summary>
    public bool Follows(AuditRecord before) =>
        Sequence == before.Sequence + 1 && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(HashAfter(before.Hash)));

    /// <summary>Every field with its length before it, so that no two records give the same bytes.</summary>
    string HashAfter(string before)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, Sequence);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, At.ToUnixTimeMilliseconds());
        hash.AppendData(number);
        foreach (string field in (ReadOnlySpan<string>)[before, Who, From, Action, Object, Detail])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
