using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Farhub.Control.Codes;

/// <summary>A question that is about one act in one window of time. It follows from these and a key of the hub's, so nothing is stored while
/// somebody looks for their token, and a response to it is a response to no other act.</summary>
public sealed record OcraChallenge
{
    /// <summary>Fewest characters of a question. Acts with the same question share their response: with fewer they would meet too often.</summary>
    public const int MinQuestionLength = 8;

    OcraChallenge(string id, string question, OcraSuite suite, OcraAct act, DateTimeOffset from, TimeSpan window)
    {
        Id = id;
        Question = question;
        Suite = suite;
        Act = act;
        From = from;
        Until = from + (2 * window);
    }

    /// <summary>Names it; 32 hexadecimal digits that say nothing of the act. Whoever accepts a response keeps it until <see cref="Until"/>.</summary>
    public string Id { get; }

    /// <summary>What the person types into the token; as long as the suite allows.</summary>
    public string Question { get; }

    /// <summary>How the response is computed.</summary>
    public OcraSuite Suite { get; }

    /// <summary>What a response approves.</summary>
    public OcraAct Act { get; }

    /// <summary>When its window began.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When a response comes too late: at the end of the window after, so that a question posed at a window's end is not stale at once.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The challenge of an act in a window.</summary>
    /// <param name="hubSecret">The hub's key.</param>
    /// <param name="suite">How the response is computed.</param>
    /// <param name="act">What it approves.</param>
    /// <param name="number">Which window: how many have passed since 1970.</param>
    /// <param name="window">How long a window is.</param>
    internal static OcraChallenge Derive(ReadOnlySpan<byte> hubSecret, OcraSuite suite, OcraAct act, long number, TimeSpan window)
    {
        if (suite.QuestionLength < MinQuestionLength)
            throw new ArgumentException($"The suite {suite} has questions of {suite.QuestionLength} characters; a challenge needs {MinQuestionLength} at least.", nameof(suite));
        // The purpose parts the two: an id that is seen in a database tells nothing of the question, nor the other way round.
        byte[] question = HMACSHA512.HashData(hubSecret, Fields("farhub ocra question 1", suite, act, number, window));
        byte[] id = HMACSHA512.HashData(hubSecret, Fields("farhub ocra id 1", suite, act, number, window));
        return new OcraChallenge(
            Convert.ToHexString(id.AsSpan(0, 16)),
            Ask(suite, question),
            suite,
            act,
            DateTimeOffset.UnixEpoch + (number * window),
            window);
    }

    /// <summary>Every field after its length, so that no two different tuples are the same bytes.</summary>
    internal static byte[] Fields(string purpose, OcraSuite suite, OcraAct act, long number, TimeSpan window)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        foreach (string field in (ReadOnlySpan<string>)[purpose, suite.Text, act.ShareId, act.User, act.ClientAddress])
        {
            // UTF-16 as it is in memory: UTF-8 would make the same of any two halves of surrogate pairs.
            ReadOnlySpan<byte> text = MemoryMarshal.AsBytes(field.AsSpan());
            BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), text.Length);
            bytes.Advance(sizeof(int));
            bytes.Write(text);
        }
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), window.Ticks);
        bytes.Advance(sizeof(long));
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A question of full length from 64 random bytes. Every character is as likely as every other.</summary>
    static string Ask(OcraSuite suite, ReadOnlySpan<byte> random)
    {
        if (suite.QuestionFormat == OcraQuestionFormat.Numeric)
        {
            // 512 bits modulo at most 213: what is uneven about it is beyond measuring.
            var number = BigInteger.Remainder(new BigInteger(random, isUnsigned: true, isBigEndian: true), BigInteger.Pow(10, suite.QuestionLength));
            return number.ToString($"D{suite.QuestionLength}");
        }
        // Letters are Crockford's in both: people copy this by eye.
        int mask = suite.QuestionFormat == OcraQuestionFormat.Hexadecimal ? 15 : 31;
        var question = new StringBuilder(suite.QuestionLength);
        foreach (byte b in random[..suite.QuestionLength]) question.Append(Crockford.Alphabet[b & mask]);
        return question.ToString();
    }
}
