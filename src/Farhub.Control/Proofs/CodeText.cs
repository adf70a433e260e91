using Farhub.Control.Codes;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

/// <summary>What people are told of a code or an answer.</summary>
static class CodeText
{
    /// <summary>One sentence.</summary>
    /// <param name="verdict">What was said of it.</param>
    /// <param name="isAnswer">True for the answer to a challenge.</param>
    internal static string Of(CodeVerdict verdict, bool isAnswer = false)
    {
        string what = isAnswer ? "answer" : "code";
        return verdict switch
        {
            CodeVerdict.Accepted => $"The {what} is right.",
            CodeVerdict.Replayed when isAnswer => "This challenge was answered before: ask for a new one.",
            CodeVerdict.Replayed => "The code was used before: wait for the next one.",
            CodeVerdict.Locked => $"Too many wrong ones: no {what} is looked at for a while.",
            CodeVerdict.NeedsSecondCode => "The token has run ahead: give its next code too.",
            _ => $"The {what} is wrong.",
        };
    }

    /// <summary>What kind of failure it is.</summary>
    internal static ControlFailure FailureOf(CodeVerdict verdict) => verdict == CodeVerdict.Locked ? ControlFailure.TooMany : ControlFailure.Refused;

    /// <summary>In the audit: <c>wrong</c>.</summary>
    internal static string NameOf(CodeVerdict verdict) => verdict switch
    {
        CodeVerdict.Accepted => "accepted",
        CodeVerdict.Replayed => "used before",
        CodeVerdict.Locked => "locked",
        CodeVerdict.NeedsSecondCode => "needs a second code",
        CodeVerdict.Malformed => "malformed",
        _ => "wrong",
    };
}
