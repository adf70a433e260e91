namespace Farhub.Control.Codes;

/// <summary>Crockford's 32 symbols: what a person copies by hand, so without I, L, O and U.</summary>
static class Crockford
{
    internal const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The symbol a typed character stands for: small letters are capitals, I and L are 1, O is 0. NUL when it is none.</summary>
    internal static char Symbol(char typed) => typed switch
    {
        'i' or 'I' or 'l' or 'L' => '1',
        'o' or 'O' => '0',
        'u' or 'U' => '\0',
        >= 'a' and <= 'z' => (char)(typed - 'a' + 'A'),
        >= 'A' and <= 'Z' or >= '0' and <= '9' => typed,
        _ => '\0',
    };
}
