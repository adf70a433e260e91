using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Farhub.Control.Codes;

/// <summary>A secret on its way to an app, as <c>otpauth://totp/Issuer:account?secret=…</c>: what the QR code of an enrolment says. For OCRA,
/// where no convention is settled, the suite is the parameter <c>suite</c>.</summary>
public sealed class OtpAuthUri
{
    /// <summary>Most characters of an issuer or account: with longer ones the QR code becomes too dense for a phone.</summary>
    public const int MaxNameLength = 64;

    const string Scheme = "otpauth://";
    const int MaxLength = 2048;

    /// <summary>Puts one together.</summary>
    /// <param name="issuer">Whose codes these are, as the app shows it; may be empty.</param>
    /// <param name="account">Whose account.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="counter">For HOTP, the counter of the first code; 0 otherwise.</param>
    /// <exception cref="ArgumentException">A name cannot be written, or there is a counter where none can be.</exception>
    public OtpAuthUri(string issuer, string account, CodeSecret secret, long counter = 0)
    {
        if (issuer.Length > 0 && !IsName(issuer)) throw new ArgumentException(NameRule("issuer"), nameof(issuer));
        if (!IsName(account)) throw new ArgumentException(NameRule("account"), nameof(account));
        if (counter < 0 || counter > (secret.Kind == CodeKind.Hotp ? CodeState.MaxCounter : 0))
            throw new ArgumentOutOfRangeException(nameof(counter), counter, $"A HOTP counter is 0 to {CodeState.MaxCounter}; other secrets have none.");
        Issuer = issuer;
        Account = account;
        Secret = secret;
        Counter = counter;
    }

    /// <summary>Whose codes these are; may be empty.</summary>
    public string Issuer { get; }

    /// <summary>Whose account.</summary>
    public string Account { get; }

    /// <summary>The secret.</summary>
    public CodeSecret Secret { get; }

    /// <summary>For HOTP, the counter of the first code.</summary>
    public long Counter { get; }

    /// <summary>The URI, with the key in it.</summary>
    public string Write()
    {
        var text = new StringBuilder(Scheme).Append(KindName(Secret.Kind)).Append('/');
        if (Issuer.Length > 0) text.Append(Uri.EscapeDataString(Issuer)).Append(':');
        text.Append(Uri.EscapeDataString(Account)).Append("?secret=").Append(Base32.Encode(Secret.Key));
        if (Issuer.Length > 0) text.Append("&issuer=").Append(Uri.EscapeDataString(Issuer));
        if (Secret.Suite is { } suite) return text.Append("&suite=").Append(Uri.EscapeDataString(suite.Text)).ToString();
        // The defaults too: some apps have others.
        text.Append("&algorithm=").Append(CodeHash.Name(Secret.Algorithm)).Append(CultureInfo.InvariantCulture, $"&digits={Secret.Digits}");
        return Secret.Kind == CodeKind.Hotp
            ? text.Append(CultureInfo.InvariantCulture, $"&counter={Counter}").ToString()
            : text.Append(CultureInfo.InvariantCulture, $"&period={(long)Secret.Period.TotalSeconds}").ToString();
    }

    /// <summary>Reads a URI strictly: what is unknown, given twice or contradicts itself is refused, as a secret that was misread locks somebody out.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="read">What it says.</param>
    /// <param name="problem">One sentence about what is wrong. Never has the key in it.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out OtpAuthUri? read, [NotNullWhen(false)] out string? problem)
    {
        problem = Read(text, out read);
        if (problem is not null) return false;
        Debug.Assert(read is not null, "Without a problem there is a URI.");
        return true;
    }

    /// <summary>Whose and what it is; never the key.</summary>
    public override string ToString() => Issuer.Length > 0 ? $"{Issuer}:{Account}, {Secret}" : $"{Account}, {Secret}";

    /// <summary>What is wrong, or null.</summary>
    static string? Read(string? text, out OtpAuthUri? read)
    {
        read = null;
        if (text is null || text.Length > MaxLength || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return $"An enrolment is a text of at most {MaxLength} characters that starts with {Scheme}.";
        string rest = text[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        int mark = rest.IndexOf('?', StringComparison.Ordinal);
        if (slash < 0 || mark < slash) return "The otpauth URI is not otpauth://kind/label?parameters.";
        if (ReadKind(rest[..slash]) is not { } kind) return "The otpauth URI is for none of hotp, totp and ocra.";

        if (!PercentText.TryDecode(rest.AsSpan((slash + 1)..mark), out string? label)) return "The label of the otpauth URI is not percent-encoded UTF-8.";
        if (ReadParameters(rest[(mark + 1)..], kind, out Dictionary<string, string> values) is { } parameterProblem) return parameterProblem;

        string[] names = label.Split(':');
        string account = names[^1].TrimStart(' '); // Spaces may stand before the account, and mean nothing.
        string? labelIssuer = names.Length == 2 ? names[0] : null;
        string issuer = values.GetValueOrDefault("issuer") ?? labelIssuer ?? "";
        if (names.Length > 2 || !IsName(account)) return NameRule("account");
        if ((values.ContainsKey("issuer") || labelIssuer is not null) && !IsName(issuer)) return NameRule("issuer");
        if (labelIssuer is not null && labelIssuer != issuer) return "The otpauth URI names two issuers, one in its label and another in its parameters.";

        string? problem = ReadSecret(kind, values, out CodeSecret? secret);
        if (problem is not null) return problem;
        if (!TryReadNumber(values, "counter", 0, 0, CodeState.MaxCounter, out long counter)) return $"The counter of the otpauth URI is not a number from 0 to {CodeState.MaxCounter}.";
        read = new OtpAuthUri(issuer, account, secret!, counter);
        return null;
    }

    /// <summary>Splits and decodes them; what is wrong, or null.</summary>
    static string? ReadParameters(string query, CodeKind kind, out Dictionary<string, string> values)
    {
        values = [];
        foreach (string parameter in query.Split('&'))
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) return "A parameter of the otpauth URI is not name=value.";
            string name = parameter[..equals];
            bool isKnown = name is "secret" or "issuer" || (kind == CodeKind.Ocra
                ? name is "suite"
                : name is "algorithm" or "digits" || name == (kind == CodeKind.Hotp ? "counter" : "period"));
            // Not echoed: somebody's key may have ended up there.
            if (!isKnown) return $"The otpauth URI has a parameter that is not known for {KindName(kind)}.";
            if (!PercentText.TryDecode(parameter.AsSpan(equals + 1), out string? value)) return $"The parameter '{name}' of the otpauth URI is not percent-encoded UTF-8.";
            if (!values.TryAdd(name, value)) return $"The otpauth URI has the parameter '{name}' twice.";
        }
        return kind == CodeKind.Hotp && !values.ContainsKey("counter") ? "The otpauth URI for hotp has no counter." : null;
    }

    static string? ReadSecret(CodeKind kind, Dictionary<string, string> values, out CodeSecret? secret)
    {
        secret = null;
        if (!values.TryGetValue("secret", out string? base32) || !Base32.TryDecode(base32, out byte[]? key)) return "The otpauth URI has no secret in base32 without padding.";
        if (key.Length is < CodeSecret.MinKeyLength or > CodeSecret.MaxKeyLength)
            return $"The key in the otpauth URI has {key.Length} bytes; it must have {CodeSecret.MinKeyLength} to {CodeSecret.MaxKeyLength}.";
        if (kind == CodeKind.Ocra)
        {
            if (!OcraSuite.TryParse(values.GetValueOrDefault("suite"), out OcraSuite? suite, out string? problem)) return problem;
            secret = CodeSecret.ForOcra(suite, key);
            return null;
        }
        if (CodeHash.Read(values.GetValueOrDefault("algorithm", "SHA1")) is not { } algorithm) return "The algorithm of the otpauth URI is none of SHA1, SHA256 and SHA512.";
        if (!TryReadNumber(values, "digits", 6, Hotp.MinDigits, Hotp.MaxDigits, out long digits))
            return $"The digits of the otpauth URI are not a number from {Hotp.MinDigits} to {Hotp.MaxDigits}.";
        long maxPeriod = (long)CodeSecret.MaxPeriod.TotalSeconds;
        if (!TryReadNumber(values, "period", 30, 1, maxPeriod, out long period)) return $"The period of the otpauth URI is not a number of seconds from 1 to {maxPeriod}.";
        secret = kind == CodeKind.Hotp
            ? CodeSecret.ForHotp(algorithm, (int)digits, key)
            : CodeSecret.ForTotp(algorithm, (int)digits, TimeSpan.FromSeconds(period), key);
        return null;
    }

    /// <summary>True when the number is absent, and then the usual one, or within its bounds.</summary>
    static bool TryReadNumber(Dictionary<string, string> values, string name, long usual, long min, long max, out long number)
    {
        number = usual;
        return !values.TryGetValue(name, out string? text)
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max);
    }

    static CodeKind? ReadKind(string name) =>
        Enum.GetValues<CodeKind>().Where(kind => name.Equals(KindName(kind), StringComparison.OrdinalIgnoreCase)).Select(kind => (CodeKind?)kind).FirstOrDefault();

    static string KindName(CodeKind kind) => kind switch
    {
        CodeKind.Hotp => "hotp",
        CodeKind.Totp => "totp",
        _ => "ocra",
    };

    /// <summary>A name that every app shows as we do: no colon, which parts the label, nothing invisible, no space at its ends.</summary>
    static bool IsName(string name)
    {
        if (name.Length is 0 or > MaxNameLength || char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1])) return false;
        foreach (Rune rune in name.EnumerateRunes())
        {
            // U+FFFD is what half a surrogate pair becomes.
            if (rune.Value is ':' or 0xfffd || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format) return false;
        }
        return true;
    }

    static string NameRule(string what) => $"The {what} has 1 to {MaxNameLength} characters, no colon, no invisible ones and no space at its ends.";
}
