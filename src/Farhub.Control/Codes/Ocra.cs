using System.Buffers.Binary;
using System.Text;

namespace Farhub.Control.Codes;

/// <summary>Responses to questions (RFC 6287): HOTP over the suite's text, a zero, and every input the suite names.</summary>
public static class Ocra
{
    /// <summary>Room for a question, in bytes, whatever its format.</summary>
    const int QuestionRoom = 128;

    const int MaxMessage = 64 + 1 + sizeof(long) + QuestionRoom + CodeHash.MaxSize + 512 + sizeof(long);

    /// <summary>Writes a response.</summary>
    /// <param name="suite">What goes in, and how.</param>
    /// <param name="key">Shared key.</param>
    /// <param name="input">What goes in.</param>
    /// <param name="response">Filled with ASCII; <see cref="OcraSuite.ResponseLength"/> long.</param>
    /// <exception cref="ArgumentException">The input is not what the suite names, or there is room for another length.</exception>
    public static void Write(OcraSuite suite, ReadOnlySpan<byte> key, in OcraInput input, Span<byte> response)
    {
        if (response.Length != suite.ResponseLength) throw new ArgumentException($"A response of {suite} has {suite.ResponseLength} characters.", nameof(response));
        if (Problem(suite, input) is { } problem) throw new ArgumentException(problem, nameof(input));
        Span<byte> message = stackalloc byte[MaxMessage];
        message.Clear();
        message = message[..WriteMessage(suite, input, message)];
        Span<byte> mac = stackalloc byte[CodeHash.MaxSize];
        mac = mac[..CodeHash.Mac(suite.Algorithm, key, message, mac)];
        if (suite.Digits > 0) Hotp.Truncate(mac, response);
        else Convert.TryToHexString(mac, response, out _);
    }

    /// <summary>A response as text.</summary>
    /// <exception cref="ArgumentException">The input is not what the suite names.</exception>
    public static string Response(OcraSuite suite, ReadOnlySpan<byte> key, in OcraInput input)
    {
        Span<byte> response = stackalloc byte[suite.ResponseLength];
        Write(suite, key, input, response);
        return Encoding.ASCII.GetString(response);
    }

    /// <summary>Why this input cannot go into this suite, in a sentence, or null.</summary>
    internal static string? Problem(OcraSuite suite, in OcraInput input)
    {
        if (!IsQuestion(suite, input.Question) || (!input.SecondQuestion.IsEmpty && !IsQuestion(suite, input.SecondQuestion)))
            return $"A question of {suite} has 1 to {suite.QuestionLength} characters, and only those of its format.";
        if (input.Counter is not null != suite.HasCounter) return Either("a counter", suite.HasCounter);
        if (input.PinHash.Length != (suite.PinAlgorithm is { } pin ? CodeHash.Size(pin) : 0)) return Either("a PIN's hash of the right length", suite.PinAlgorithm is not null);
        if (input.Session.IsEmpty != (suite.SessionLength == 0)) return Either("session information", suite.SessionLength > 0);
        if (input.Session.Length > suite.SessionLength) return $"The session information of {suite} has at most {suite.SessionLength} bytes.";
        return input.TimeStep is not null != suite.TimeStep is not null ? Either("a time step", suite.TimeStep is not null) : null;

        string Either(string what, bool needed) => needed ? $"{suite} needs {what}." : $"{suite} does not take {what}.";
    }

    static bool IsQuestion(OcraSuite suite, ReadOnlySpan<char> question)
    {
        if (question.IsEmpty || question.Length > suite.QuestionLength) return false;
        foreach (char c in question)
        {
            bool fits = suite.QuestionFormat switch
            {
                OcraQuestionFormat.Numeric => char.IsAsciiDigit(c),
                OcraQuestionFormat.Hexadecimal => char.IsAsciiHexDigit(c),
                _ => char.IsAsciiLetterOrDigit(c),
            };
            if (!fits) return false;
        }
        return true;
    }

    /// <summary>Writes into zeros, so what pads need not be written. Returns the length.</summary>
    static int WriteMessage(OcraSuite suite, in OcraInput input, Span<byte> message)
    {
        int length = Encoding.ASCII.GetBytes(suite.Text, message) + 1; // The zero stands between the suite and the rest.
        if (input.Counter is { } counter)
        {
            BinaryPrimitives.WriteInt64BigEndian(message[length..], counter);
            length += sizeof(long);
        }
        Span<byte> question = message.Slice(length, QuestionRoom);
        switch (suite.QuestionFormat)
        {
            case OcraQuestionFormat.Numeric: WriteNumber(input, question); break;
            case OcraQuestionFormat.Hexadecimal: WriteNibbles(input, question); break;
            default:
                Encoding.ASCII.GetBytes(input.Question, question);
                Encoding.ASCII.GetBytes(input.SecondQuestion, question[input.Question.Length..]);
                break;
        }
        length += QuestionRoom;
        input.PinHash.CopyTo(message[length..]);
        length += input.PinHash.Length;
        // Session information is padded on its left, the question on its right: so says the RFC's reference implementation.
        input.Session.CopyTo(message[(length + suite.SessionLength - input.Session.Length)..]);
        length += suite.SessionLength;
        if (input.TimeStep is { } step)
        {
            BinaryPrimitives.WriteInt64BigEndian(message[length..], step);
            length += sizeof(long);
        }
        return length;
    }

    /// <summary>A decimal question goes in as its hexadecimal digits without leading zeros, from the left: 291 = 0x123 is 12 30 00 …</summary>
    static void WriteNumber(in OcraInput input, Span<byte> room)
    {
        Span<byte> number = stackalloc byte[54]; // Two questions of 64 digits.
        number.Clear();
        AppendDigits(input.Question, number);
        AppendDigits(input.SecondQuestion, number);
        int first = number.IndexOfAnyExcept((byte)0);
        if (first < 0) return;
        number = number[first..];
        if (number[0] >= 16)
        {
            number.CopyTo(room);
            return;
        }
        for (int i = 0; i < number.Length; i++)
        {
            int next = i + 1 < number.Length ? number[i + 1] >> 4 : 0;
            room[i] = (byte)(((number[i] & 0xf) << 4) | next);
        }
    }

    static void AppendDigits(ReadOnlySpan<char> digits, Span<byte> number)
    {
        foreach (char digit in digits)
        {
            int carry = digit - '0';
            for (int i = number.Length - 1; i >= 0; i--)
            {
                int value = (number[i] * 10) + carry;
                number[i] = (byte)(value & 0xff);
                carry = value >> 8;
            }
        }
    }

    /// <summary>A hexadecimal question goes in digit by digit, leading zeros too.</summary>
    static void WriteNibbles(in OcraInput input, Span<byte> room)
    {
        int position = 0;
        foreach (char c in input.Question) Append(c, room);
        foreach (char c in input.SecondQuestion) Append(c, room);

        void Append(char c, Span<byte> room)
        {
            int nibble = char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
            room[position / 2] |= (byte)(position % 2 == 0 ? nibble << 4 : nibble);
            position++;
        }
    }
}
