using System.Text.Json.Nodes;

namespace Farhub.Web.Pages.Me;

/// <summary>How far a form has come whose proof takes several steps: what the API has answered to it just now.</summary>
/// <param name="Text">What to say of it; null for nothing.</param>
/// <param name="IsFailure">True when something was given and is not right.</param>
/// <param name="NeedsCode">True when a code has to be given next.</param>
/// <param name="Questions">What the tokens are asked, when an answer has to be given next.</param>
sealed record ProofStep(string? Text, bool IsFailure, bool NeedsCode, IReadOnlyList<TokenQuestion> Questions)
{
    /// <summary>Reads an answer of <c>POST /shares/{name}/unlock</c> or <c>POST /unlocks/{id}/approve</c>.</summary>
    /// <param name="answer">The answer; null before anything was sent.</param>
    /// <param name="hasCode">Whether they have a generator of codes, for what says only that it was wrong.</param>
    internal static ProofStep? Read(JsonNode? answer, bool hasCode)
    {
        if (answer?["state"] is not JsonValue state) return null;
        string word = state.GetValue<string>();
        string text = (string?)answer["text"] ?? "";
        return word switch
        {
            "needsCode" => new ProofStep("It takes a one-time code.", false, true, []),
            "needsAnswer" => new ProofStep(null, false, false, TokenQuestion.In(answer)),
            "wrongAnswer" => new ProofStep($"{text} Press the button again for the question.", true, false, []),
            _ => new ProofStep(text, true, hasCode, []),
        };
    }
}
