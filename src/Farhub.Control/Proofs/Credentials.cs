using System.Text.Json.Nodes;
using Farhub.Control.Accounts;
using Farhub.Control.Audit;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

/// <summary>The one-time code generators of users: sets them up, takes them away, and judges their codes.</summary>
/// <param name="registry">Has them.</param>
/// <param name="time">The clock.</param>
/// <param name="issuer">Whose codes they are, as apps show it.</param>
public sealed class Credentials(Registry registry, TimeProvider time, string issuer = "Farhub")
{
    /// <summary>Most credentials of a user.</summary>
    public const int MaxPerUser = 10;

    const int MaxNote = 1000;
    const int MinDigits = 6;

    // No share is called so: names have no spaces.
    const string EnrolAct = "enrol credential";

    readonly HubChallenger _challenger = new(registry);
    readonly RefusalNotes _refusals = new(registry, time);

    /// <summary>True when a user has set up something that gives codes.</summary>
    public static bool HasCode(HubState state, string user) => CredentialText.Has(state, user, answers: false);

    /// <summary>True when a user has set up something that answers challenges.</summary>
    public static bool HasAnswer(HubState state, string user) => CredentialText.Has(state, user, answers: true);

    /// <summary>Gives a user a new credential, which is good for nothing until it is confirmed.</summary>
    /// <param name="actor">The user, or an admin.</param>
    /// <param name="user">Whose it will be.</param>
    /// <param name="secret">A new secret (<see cref="CodeSecret.NewTotp"/> and the like), or the one that is in a token already.</param>
    /// <param name="note">For people, such as "phone".</param>
    /// <param name="code">Of a user who has a confirmed one: a current code, so that whoever finds a session open cannot add a token of their own.</param>
    /// <param name="answer">Or the answer to a challenge of <see cref="ChallengesToEnrol"/>.</param>
    /// <exception cref="ControlException">They may not, the code is not right, or the secret cannot be used here.</exception>
    public Enrolment Enrol(Identity actor, string user, CodeSecret secret, string note, string? code = null, string? answer = null)
    {
        actor.Demand(TokenScope.Full);
        CheckSecret(secret, note);
        CheckUser(registry.State, user);
        string id = BearerText.NewId();
        string uri = new OtpAuthUri(issuer, user, secret).Write();
        RecoveryCodes recovery = RecoveryCodes.Generate(out IReadOnlyList<string> codes);
        Prove(actor, user, $"users/{user}", "enrol a credential", new OcraAct(EnrolAct, user, ""), code, answer, state =>
        {
            actor.DemandSelfOrAdmin(state, user, "set up a one-time code for them");
            CheckUser(state, user);
            if (state.Credentials.Values.Count(c => c.User == user) >= MaxPerUser)
                throw new ControlException(ControlFailure.Conflict, $"{user} has {MaxPerUser} credentials: remove one first.");
            return actor.Is(user) && state.Credentials.Values.Any(c => c.User == user && c.Confirmed);
        }, state =>
        {
            var credential = new CodeCredential { Name = id, User = user, Note = note, Secret = uri, Recovery = recovery.Write() };
            return state with { Credentials = state.Credentials.Add(id, credential) };
        });
        return new Enrolment(id, secret.Kind, uri, Base32.Encode(secret.Key), Convert.ToHexStringLower(secret.Key), secret.Suite?.Text, codes);
    }

    /// <summary>What the user's tokens are asked before another one is set up.</summary>
    public IReadOnlyList<AskedChallenge> ChallengesToEnrol(Identity actor) => Pose(actor, new OcraAct(EnrolAct, actor.User, ""));

    /// <summary>What an OCRA token is asked to show that it was set up.</summary>
    /// <param name="actor">Its user, or an admin.</param>
    /// <param name="id">The credential's id.</param>
    /// <exception cref="ControlException">There is no such credential of theirs, it is confirmed, or it answers no challenges.</exception>
    public AskedChallenge ChallengeToConfirm(Identity actor, string id)
    {
        CodeCredential credential = Unconfirmed(actor, registry.State, id);
        return _challenger.PoseOpen(registry.State, [credential], ConfirmAct(credential), time.GetUtcNow()) is [var asked]
            ? asked
            : throw new ControlException(ControlFailure.Conflict, "This credential answers no challenges: confirm it with a code.");
    }

    /// <summary>Makes a credential good, by its first right code.</summary>
    /// <param name="actor">Its user, or an admin who sits beside them.</param>
    /// <param name="id">The credential's id.</param>
    /// <param name="proof">A code; of OCRA the answer to <see cref="ChallengeToConfirm"/>.</param>
    /// <exception cref="ControlException">There is no such credential of theirs, it is confirmed, or the code is not right.</exception>
    public void Confirm(Identity actor, string id, string proof)
    {
        actor.Demand(TokenScope.Full);
        OcraChallenger challenger = _challenger.Get();
        var verdict = CodeVerdict.Wrong;
        bool isAnswer = false;
        JsonObject because = [];
        registry.Change(actor.Actor, state =>
        {
            CodeCredential credential = Unconfirmed(actor, state, id);
            CodeSecret secret = CredentialText.SecretOf(credential) ?? throw new ControlException(ControlFailure.Unable, "This credential cannot be read: remove it and set up another.");
            isAnswer = secret.Kind == CodeKind.Ocra;
            (verdict, HubState next) = isAnswer
                ? ProofRules.TryAnswer(state, challenger, [credential], ConfirmAct(credential), proof, time.GetUtcNow())
                : ProofRules.TryCode(state, credential, secret, proof, time.GetUtcNow());
            Explain(because, "confirm a credential", verdict);
            return verdict == CodeVerdict.Accepted
                ? next with { Credentials = next.Credentials.SetItem(id, next.Credentials[id] with { Confirmed = true }) }
                : next;
        }, because);
        Demand(actor, $"credentials/{id}", verdict, isAnswer);
    }

    /// <summary>What the user's tokens are asked before a credential is taken away.</summary>
    /// <param name="actor">Its user.</param>
    /// <param name="id">The credential's id.</param>
    public IReadOnlyList<AskedChallenge> ChallengesToRemove(Identity actor, string id) => Pose(actor, RemoveAct(Find(actor, registry.State, id)));

    /// <summary>Takes a credential away.</summary>
    /// <param name="actor">Its user, or an admin.</param>
    /// <param name="id">Its id.</param>
    /// <param name="code">For an own one that is confirmed: a current code, or a recovery code.</param>
    /// <param name="answer">Or the answer to a challenge of <see cref="ChallengesToRemove"/>.</param>
    /// <exception cref="ControlException">There is no such credential of theirs, or the code is not right.</exception>
    public void Remove(Identity actor, string id, string? code = null, string? answer = null)
    {
        actor.Demand(TokenScope.Full);
        CodeCredential found = Find(actor, registry.State, id);
        Prove(actor, found.User, $"credentials/{id}", "remove a credential", RemoveAct(found), code, answer, state =>
        {
            CodeCredential credential = Find(actor, state, id);
            return credential.Confirmed && actor.Is(credential.User);
        }, state => state with { Credentials = state.Credentials.Remove(id) });
    }

    /// <summary>Judges a code of a user. Before this returns, it is stored that the code was used: it is good once, whatever happens then.</summary>
    /// <param name="actor">Who gives it, for the audit.</param>
    /// <param name="user">Whose it is.</param>
    /// <param name="code">The code.</param>
    /// <param name="purpose">What for, for the audit.</param>
    public CodeVerdict VerifyCode(Actor actor, string user, string code, string purpose)
    {
        var verdict = CodeVerdict.Wrong;
        JsonObject because = [];
        registry.Change(actor, state =>
        {
            (verdict, HubState next) = ProofRules.TryCode(state, user, code, time.GetUtcNow());
            Explain(because, purpose, verdict);
            return next;
        }, because);
        return verdict;
    }

    /// <summary>Makes a change that a user may have to prove something for, both in one.</summary>
    void Prove(
        Identity actor, string user, string subject, string purpose, OcraAct act, string? code, string? answer, Func<HubState, bool> needsProof, Func<HubState, HubState> change)
    {
        bool isAnswer = string.IsNullOrEmpty(code);
        OcraChallenger? challenger = isAnswer && !string.IsNullOrEmpty(answer) ? _challenger.Get() : null;
        var verdict = CodeVerdict.Accepted;
        JsonObject because = [];
        registry.Change(actor.Actor, state =>
        {
            HubState next = state;
            if (needsProof(state))
            {
                (verdict, next) = challenger is not null ? ProofRules.TryAnswer(state, challenger, user, act, answer!, time.GetUtcNow())
                    : !isAnswer ? ProofRules.TryCode(state, user, code!, time.GetUtcNow())
                    : throw new ControlException(ControlFailure.Refused, "That takes a current one-time code: give one, or the answer to a challenge.");
                Explain(because, purpose, verdict);
            }
            return verdict == CodeVerdict.Accepted ? change(next) : next;
        }, because);
        Demand(actor, subject, verdict, isAnswer);
    }

    void Demand(Identity actor, string subject, CodeVerdict verdict, bool isAnswer)
    {
        if (verdict == CodeVerdict.Accepted) return;
        string reason = CodeText.Of(verdict, isAnswer);
        _refusals.Note(actor.Actor, "credential.refuse", subject, reason);
        throw new ControlException(CodeText.FailureOf(verdict), reason);
    }

    IReadOnlyList<AskedChallenge> Pose(Identity actor, OcraAct act) =>
        actor.How == IdentitySource.Local ? [] : _challenger.PoseOpen(registry.State, CredentialText.ConfirmedOf(registry.State, actor.User), act, time.GetUtcNow());

    static void CheckSecret(CodeSecret secret, string note)
    {
        List<Mistake> mistakes = [];
        if (note.Length > MaxNote) mistakes.Add(new Mistake("note", $"is longer than {MaxNote} characters"));
        if (secret.Digits < MinDigits && secret.Suite is not { Digits: 0 }) mistakes.Add(new Mistake("digits", $"have to be {MinDigits} at least: fewer are too easy to guess"));
        if (secret.Suite is { QuestionLength: < OcraChallenge.MinQuestionLength })
            mistakes.Add(new Mistake("suite", $"has to take questions of {OcraChallenge.MinQuestionLength} characters at least"));
        if (secret.Suite is { PinAlgorithm: not null } or { SessionLength: > 0 }) mistakes.Add(new Mistake("suite", "may name neither a PIN nor a session: the hub knows none"));
        if (mistakes.Count > 0) throw new ControlException(mistakes);
    }

    static void CheckUser(HubState state, string user)
    {
        if (!state.Users.ContainsKey(user)) throw new ControlException(ControlFailure.NotFound, $"There is no user '{user}'.");
    }

    /// <summary>A credential that somebody may speak of.</summary>
    static CodeCredential Find(Identity actor, HubState state, string id) =>
        state.Credentials.TryGetValue(id, out CodeCredential? credential) && (actor.Is(credential.User) || actor.IsAdmin(state))
            ? credential
            : throw new ControlException(ControlFailure.NotFound, $"There is no credential '{id}'.");

    static CodeCredential Unconfirmed(Identity actor, HubState state, string id) => Find(actor, state, id) is { Confirmed: false } credential
        ? credential
        : throw new ControlException(ControlFailure.Conflict, "This credential is confirmed already.");

    static OcraAct ConfirmAct(CodeCredential credential) => new($"confirm credential {credential.Name}", credential.User, "");

    static OcraAct RemoveAct(CodeCredential credential) => new($"remove credential {credential.Name}", credential.User, "");

    internal static void Explain(JsonObject because, string purpose, CodeVerdict verdict)
    {
        because["for"] = purpose;
        because["verdict"] = CodeText.NameOf(verdict);
    }
}
