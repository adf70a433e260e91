namespace Farhub.Control.Audit;

/// <summary>Text that a stranger sent, on its way into the audit.</summary>
static class ForeignText
{
    /// <summary>Cut off at a length, and with a question mark for what a store or a terminal may choke on: control characters and surrogates, whole or halved.</summary>
    internal static string Clean(string text, int length)
    {
        string cut = text.Length > length ? text[..length] : text;
        return cut.Any(IsTrouble) ? new string([.. cut.Select(c => IsTrouble(c) ? '?' : c)]) : cut;
    }

    static bool IsTrouble(char c) => char.IsControl(c) || char.IsSurrogate(c);
}
