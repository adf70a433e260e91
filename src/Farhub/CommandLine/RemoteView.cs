namespace Farhub.CommandLine;

/// <summary>How an answer is shown.</summary>
enum RemoteView
{
    /// <summary>A table, or properties below each other.</summary>
    Plain,
    /// <summary>Yes or no, and rule by rule.</summary>
    Why,
    /// <summary>A QR code and recovery codes.</summary>
    Enrolment,
    /// <summary>The question to a token, if one is asked.</summary>
    Challenge,
    /// <summary>What an unlock has come to.</summary>
    Unlock,
    /// <summary>Lines of changes.</summary>
    Plan,
    /// <summary>Whether the chain holds; false is a failure.</summary>
    AuditVerdict,
    /// <summary>Events as they come.</summary>
    Events,
    /// <summary>YAML.</summary>
    Yaml,
}
