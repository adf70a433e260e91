using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Farhub.Control.Codes;

/// <summary>What an OCRA response is computed from, and how: for example <c>OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1</c> (RFC 6287, section 6).
/// The text itself goes into the computation, so one meaning has one spelling, and every other is refused.</summary>
public sealed record OcraSuite
{
    const int MaxLength = 64;

    OcraSuite(string text) => Text = text;

    /// <summary>The suite as it is written.</summary>
    public string Text { get; }

    /// <summary>Hash under the HMAC.</summary>
    public CodeAlgorithm Algorithm { get; private init; }

    /// <summary>Digits of a response; 0 when the whole HMAC is the response, in hexadecimal.</summary>
    public int Digits { get; private init; }

    /// <summary>A counter goes in (C).</summary>
    public bool HasCounter { get; private init; }

    /// <summary>What questions are made of.</summary>
    public OcraQuestionFormat QuestionFormat { get; private init; }

    /// <summary>Most characters of a question; where two sides ask, of each.</summary>
    public int QuestionLength { get; private init; }

    /// <summary>A hashed PIN goes in (P), and this is its hash; null without.</summary>
    public CodeAlgorithm? PinAlgorithm { get; private init; }

    /// <summary>Bytes of session information that go in (S); 0 without.</summary>
    public int SessionLength { get; private init; }

    /// <summary>The time goes in (T), in steps this long; null without.</summary>
    public TimeSpan? TimeStep { get; private init; }

    /// <summary>Characters of a response.</summary>
    public int ResponseLength => Digits > 0 ? Digits : CodeHash.Size(Algorithm) * 2;

    /// <summary>Reads a suite.</summary>
    /// <param name="text">The suite.</param>
    /// <param name="suite">What it says.</param>
    /// <param name="problem">One sentence about what is wrong.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OcraSuite? suite, [NotNullWhen(false)] out string? problem)
    {
        problem = Read(text, out suite);
        if (problem is not null) return false;
        Debug.Assert(suite is not null, "Without a problem there is a suite.");
        return true;
    }

    /// <summary>Reads a suite.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static OcraSuite Parse(string text) => TryParse(text, out OcraSuite? suite, out string? problem) ? suite : throw new FormatException(problem);

    /// <summary>The hash of a PIN as it goes into a response: what both sides keep instead of the PIN.</summary>
    /// <exception cref="InvalidOperationException">The suite has no PIN.</exception>
    public byte[] HashPin(string pin) =>
        CodeHash.Digest(PinAlgorithm ?? throw new InvalidOperationException($"The suite {Text} has no PIN."), Encoding.UTF8.GetBytes(pin));

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>What is wrong, or null.</summary>
    static string? Read(string? text, out OcraSuite? suite)
    {
        suite = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength) return $"An OCRA suite is a text of at most {MaxLength} characters, such as OCRA-1:HOTP-SHA256-8:QN08.";
        string[] parts = text.Split(':');
        if (parts.Length != 3) return $"The OCRA suite '{text}' does not have three parts with ':' between them, such as OCRA-1:HOTP-SHA256-8:QN08.";
        if (parts[0] != "OCRA-1") return $"The OCRA suite '{text}' does not start with OCRA-1, the only version there is.";

        string[] function = parts[1].Split('-');
        if (function.Length != 3 || function[0] != "HOTP") return $"The OCRA suite '{text}' does not name its function as HOTP-hash-digits, such as HOTP-SHA256-8.";
        if (CodeHash.Read(function[1]) is not { } algorithm) return $"The OCRA suite '{text}' names the hash '{function[1]}': it must be SHA1, SHA256 or SHA512.";
        // Written back it must be the same: no leading zeros.
        if (!int.TryParse(function[2], NumberStyles.None, CultureInfo.InvariantCulture, out int digits)
            || digits is not (0 or (>= Hotp.MinDigits and <= Hotp.MaxDigits))
            || digits.ToString(CultureInfo.InvariantCulture) != function[2])
        {
            return $"The OCRA suite '{text}' asks for '{function[2]}' digits: it must be 0 or {Hotp.MinDigits} to {Hotp.MaxDigits}.";
        }
        return ReadInputs(parts[2].Split('-'), new OcraSuite(text) { Algorithm = algorithm, Digits = digits }, out suite);
    }

    static string? ReadInputs(ReadOnlySpan<string> inputs, OcraSuite start, out OcraSuite? suite)
    {
        suite = null;
        OcraSuite read = start;
        if (inputs[0] == "C")
        {
            read = read with { HasCounter = true };
            inputs = inputs[1..];
        }
        if (inputs.IsEmpty || !inputs[0].StartsWith('Q'))
            return $"The OCRA suite '{start.Text}' has no question where one must be: first C if there is a counter, then Q, then P, S and T if they are there.";
        if (ReadQuestion(inputs[0]) is not var (format, length))
            return $"The OCRA suite '{start.Text}' has the question '{inputs[0]}': it must be QA, QN or QH and two digits from 04 to 64.";
        read = read with { QuestionFormat = format, QuestionLength = length };
        inputs = inputs[1..];

        if (!inputs.IsEmpty && inputs[0].StartsWith('P'))
        {
            if (CodeHash.Read(inputs[0].AsSpan(1)) is not { } pin) return $"The OCRA suite '{start.Text}' has the PIN '{inputs[0]}': it must be PSHA1, PSHA256 or PSHA512.";
            read = read with { PinAlgorithm = pin };
            inputs = inputs[1..];
        }
        if (!inputs.IsEmpty && inputs[0].StartsWith('S'))
        {
            if (inputs[0].Length != 4 || !int.TryParse(inputs[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int session) || session is < 1 or > 512)
                return $"The OCRA suite '{start.Text}' has the session '{inputs[0]}': it must be S and three digits from 001 to 512.";
            read = read with { SessionLength = session };
            inputs = inputs[1..];
        }
        if (!inputs.IsEmpty && inputs[0].StartsWith('T'))
        {
            if (ReadTimeStep(inputs[0].AsSpan(1)) is not { } step)
                return $"The OCRA suite '{start.Text}' has the time step '{inputs[0]}': it must be T and 1S to 59S, 1M to 59M or 1H to 48H.";
            read = read with { TimeStep = step };
            inputs = inputs[1..];
        }
        if (!inputs.IsEmpty) return $"The OCRA suite '{start.Text}' has '{inputs[0]}' where it cannot be: the order is C, Q, P, S, T, each at most once.";
        suite = read;
        return null;
    }

    static (OcraQuestionFormat Format, int Length)? ReadQuestion(string text)
    {
        if (text.Length != 4 || !int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length is < 4 or > 64) return null;
        return text[1] switch
        {
            'A' => (OcraQuestionFormat.Alphanumeric, length),
            'N' => (OcraQuestionFormat.Numeric, length),
            'H' => (OcraQuestionFormat.Hexadecimal, length),
            _ => null,
        };
    }

    /// <summary>The RFC allows 0H; a step of no length is none.</summary>
    static TimeSpan? ReadTimeStep(ReadOnlySpan<char> text)
    {
        if (text.Length is not (2 or 3) || text[0] == '0') return null;
        if (!int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return null;
        return text[^1] switch
        {
            'S' when count <= 59 => TimeSpan.FromSeconds(count),
            'M' when count <= 59 => TimeSpan.FromMinutes(count),
            'H' when count <= 48 => TimeSpan.FromHours(count),
            _ => null,
        };
    }
}
