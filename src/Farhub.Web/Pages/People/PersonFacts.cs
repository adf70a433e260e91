using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Web.Pages.Me;

namespace Farhub.Web.Pages.People;

/// <summary>What is known of somebody, gathered from where it is kept.</summary>
/// <param name="User">Who.</param>
/// <param name="Groups">The groups they are in, by name.</param>
/// <param name="Grants">The grants that name them or one of their groups, by name.</param>
/// <param name="Credentials">Their code generators.</param>
/// <param name="Tokens">Their API tokens, the oldest first.</param>
sealed record PersonFacts(User User, IReadOnlyList<Group> Groups, IReadOnlyList<Grant> Grants, IReadOnlyList<CodeCredential> Credentials, IReadOnlyList<ApiToken> Tokens)
{
    /// <summary>Gathers it.</summary>
    internal static PersonFacts Of(HubState state, User user)
    {
        List<Group> groups = [.. state.Groups.Values.Where(g => g.Members.Contains(user.Name)).OrderBy(g => g.Name, StringComparer.Ordinal)];
        HashSet<string> names = [.. groups.Select(g => g.Name)];
        return new PersonFacts(
            user,
            groups,
            [.. state.Grants.Values.Where(g => g.Users.Contains(user.Name) || g.Groups.Any(names.Contains)).OrderBy(g => g.Name, StringComparer.Ordinal)],
            [.. state.Credentials.Values.Where(c => c.User == user.Name).OrderBy(c => c.Note, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal)],
            [.. state.Tokens.Values.Where(t => t.User == user.Name).OrderBy(t => t.Created)]);
    }

    /// <summary>How they can prove who they are: <c>password, 1 code generator, 2 tokens</c>.</summary>
    internal string Proofs
    {
        get
        {
            List<string> proofs = [];
            if (User.PasswordHash is not null) proofs.Add("password");
            if (Credentials.Count(c => c.Confirmed) is > 0 and int codes) proofs.Add(codes == 1 ? "1 code generator" : $"{codes} code generators");
            if (Tokens.Count is > 0 and int tokens) proofs.Add(tokens == 1 ? "1 token" : $"{tokens} tokens");
            return proofs.Count > 0 ? string.Join(", ", proofs) : "cannot log in yet: no password";
        }
    }

    /// <summary>What still names them, which the hub does not let go: <c>group lab</c>, <c>grant night-shift</c>.</summary>
    internal IEnumerable<string> Holders => Groups.Select(g => $"group {g.Name}").Concat(Grants.Where(g => g.Users.Contains(User.Name)).Select(g => $"grant {g.Name}"));

    /// <summary>The shares that a grant is about.</summary>
    internal static string SharesOf(Grant grant) => string.Join(", ", grant.Shares.Concat(grant.Tags.Select(t => $"all tagged {t}")));

    /// <summary>What of a grant they would have to know: only what is not the usual.</summary>
    internal static string TermsOf(Grant grant)
    {
        List<string> terms = [];
        if (!grant.Enabled) terms.Add("switched off");
        if (grant.From.Count > 0) terms.Add($"from {string.Join(", ", grant.From)}");
        if (grant.Schedule is { } schedule) terms.Add($"in the hours of {schedule}");
        if (grant.Proof != Proof.None) terms.Add(grant.Proof == Proof.Code ? "with a one-time code" : "with the answer to a question");
        if (grant.ApprovedBy is { } group) terms.Add($"approved by group {group}");
        return string.Join(", ", terms);
    }

    /// <summary>What a generator is called.</summary>
    internal static string NameOf(CodeCredential credential) => credential.Note.Length > 0 ? credential.Note : CodeKinds.NameOf(credential);
}
