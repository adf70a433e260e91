namespace Farhub.Control.Codes;

/// <summary>What an OCRA question is made of.</summary>
public enum OcraQuestionFormat
{
    /// <summary>Letters and digits of ASCII (QA).</summary>
    Alphanumeric,

    /// <summary>Decimal digits (QN).</summary>
    Numeric,

    /// <summary>Hexadecimal digits (QH).</summary>
    Hexadecimal,
}
