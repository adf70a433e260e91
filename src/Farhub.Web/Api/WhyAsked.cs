using System.Net;
using Farhub.Control.Access;
using Farhub.Control.Accounts;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Web.Api;

/// <summary>What somebody asks about somebody's access. Everybody may ask about themselves, and readers about everybody.</summary>
/// <param name="Share">Which share.</param>
/// <param name="User">Who; null for oneself, and of readers for whoever sits at the address.</param>
/// <param name="Address">From where, as written; null for where the one who asks is.</param>
/// <param name="At">When; null for now.</param>
sealed record WhyAsked(string Share, string? User, string? Address, DateTimeOffset? At)
{
    /// <summary>As if they had given a one-time code.</summary>
    internal bool HasCode { get; init; }

    /// <summary>As if they had answered a challenge.</summary>
    internal bool HasAnswer { get; init; }

    /// <summary>As if this one had approved.</summary>
    internal string? ApprovedBy { get; init; }

    /// <summary>The answer, rule by rule.</summary>
    /// <param name="now">What is configured.</param>
    /// <param name="identity">Who asks.</param>
    /// <param name="own">Where they are.</param>
    /// <param name="moment">The present moment.</param>
    /// <exception cref="ControlException">It is not for them to know, or not a question.</exception>
    internal (Question Question, Decision Decision) Answer(Snapshot now, Identity identity, IPAddress own, DateTimeOffset moment)
    {
        bool isReader = identity.Role >= Role.Auditor;
        string? user = User ?? (isReader ? null : identity.User);
        if (user != identity.User && !isReader) throw new ControlException(ControlFailure.Refused, "To ask about others takes the role auditor.");
        IPAddress address = own;
        if (Address is not null && !IPAddress.TryParse(Address, out address!)) throw new ControlException([new Mistake("address", $"is no address: '{Address}'")]);
        var question = new Question(Share, user, address, At ?? moment) { HasCode = HasCode, HasAnswer = HasAnswer, ApprovedBy = ApprovedBy };
        Decision decision = AccessPolicy.Decide(now, question, explains: true);
        // What is not theirs at any time is not there for them.
        if (!isReader && decision.Grant is null) throw new ControlException(ControlFailure.NotFound, $"There is no share '{Share}' for you.");
        // Who else may use it is not for everybody to know.
        return (question, isReader ? decision : decision with { Steps = [.. decision.Steps.Where(s => s.IsAboutThem)] });
    }
}
