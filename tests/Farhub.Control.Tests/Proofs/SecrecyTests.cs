using Farhub.Control.Accounts;
using Farhub.Control.Audit;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.Proofs;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Proofs;

/// <summary>Every operation once, well and badly; then nothing that was secret may be found where others can read.</summary>
public sealed class SecrecyTests
{
    const string Mistyped = "a horse on the sun";
    const string Changed = "another horse on the moon";

    readonly TestHub _hub = TestHub.New();
    readonly List<string> _secrets = [TestHub.Password, Mistyped, Changed];
    readonly List<string> _told = [];

    [Fact]
    public void NoSecret_IsInTheAudit_OrShown_OrTold()
    {
        SetUp();
        Passwords();
        LoginsAndTokens();
        Codes();
        Challenges();
        _secrets.AddRange(_hub.State.Users.Values.Select(u => u.PasswordHash).OfType<string>());
        _secrets.AddRange(_hub.State.Tokens.Values.Select(t => t.Hash));
        _secrets.AddRange(_hub.State.Credentials.Values.SelectMany(c => (string?[])[c.Secret, c.Recovery]).OfType<string>());
        _secrets.AddRange(_hub.State.Settings.Values.Select(s => s.Value));
        _secrets.RemoveAll(s => s.Length == 0);
        Assert.True(_secrets.Count > 60, "the test has not gone through what it should have");
        Assert.All(_secrets, s => Assert.True(s.Length >= 6, s));

        List<string> readable = [.. _told, .. _hub.Events.Recent().Select(e => e.ToString())];
        foreach (AuditRecord record in _hub.Store.ReadAudit()) readable.Add($"{record.Who}\n{record.From}\n{record.Action}\n{record.Object}\n{record.Detail}");
        readable.AddRange(Kinds.All.SelectMany(k => k.NamesIn(_hub.State).Select(n => k.Show(_hub.State, n)!.ToJsonString())));
        string[] actions = [.. _hub.Store.ReadAudit().Select(r => r.Action).Distinct()];
        string[] expected =
        [
            "approval.refuse", "credential.add", "credential.change", "credential.refuse", "credential.remove", "login", "login.refuse", "logout", "password.refuse", "setting.add",
            "setting.change", "setup.refuse", "token.add", "token.refuse", "token.remove", "unlock.add", "unlock.change", "unlock.refuse", "user.change",
        ];
        Assert.Empty(expected.Except(actions));
        foreach (string secret in _secrets)
        {
            Assert.DoesNotContain(readable, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    void SetUp()
    {
        TestHub first = TestHub.Empty();
        string token = new Setup(first.Registry, first.Passwords, first.Time).BeginSetup()!;
        _secrets.AddRange([token, token[4..]]);
        var setup = new Setup(_hub.Registry, _hub.Passwords, _hub.Time);
        Assert.Null(setup.BeginSetup());
        Try(() => setup.CompleteSetup(token, "x", TestHub.Password, TestHub.Home));
    }

    void Passwords()
    {
        Try(() => _hub.Accounts.LogIn("bob", Mistyped, null, TestHub.Home));
        Try(() => _hub.Accounts.LogIn("nobody", Mistyped, null, TestHub.Home));
        Try(() => _hub.Accounts.ChangePassword(_hub.As("dave"), "dave", Mistyped, Changed));
        _hub.Accounts.ChangePassword(_hub.As("dave"), "dave", TestHub.Password, Changed);
    }

    void LoginsAndTokens()
    {
        LoginOutcome outcome = _hub.Accounts.LogIn("bob", TestHub.Password, null, TestHub.Home);
        CreatedToken token = _hub.Accounts.CreateToken(outcome.Identity!, "bob", "note", TokenScope.Full);
        CreatedToken revoked = _hub.Accounts.CreateToken(outcome.Identity!, "bob", "note", TokenScope.Full);
        Identity byToken = _hub.Accounts.Identify(token.Text, TestHub.Home)!;
        _told.AddRange([outcome.ToString(), token.ToString(), byToken.ToString(), outcome.Identity!.ToString()]);
        _secrets.AddRange([outcome.Token!, outcome.Token![4..], token.Text, token.Text[17..], revoked.Text]);
        _hub.Accounts.RevokeToken(byToken, revoked.Id);
        _hub.Accounts.Identify(revoked.Text, TestHub.Home);
        _hub.Accounts.Identify(token.Text + "x", TestHub.Home);
        _hub.Accounts.LogOut(outcome.Identity!);
        _hub.Accounts.Identify(outcome.Token!, TestHub.Home);
    }

    void Codes()
    {
        _hub.Grant(new Grant { Name = "code", Shares = ["scope"], Users = ["olga"], Proof = Proof.Code });
        var secret = CodeSecret.NewTotp();
        Enrolment made = Keep(_hub.Credentials.Enrol(_hub.As("olga"), "olga", secret, "phone"), secret);
        Try(() => _hub.Credentials.Confirm(_hub.As("olga"), made.Id, Used(_hub.WrongCode(secret))));
        _hub.Credentials.Confirm(_hub.As("olga"), made.Id, Used(_hub.Code(secret)));
        _hub.Time.AdvanceMinutes(1);
        Try(() => _hub.Accounts.LogIn("olga", TestHub.Password, Used(_hub.WrongCode(secret)), TestHub.Home));
        LoginOutcome outcome = _hub.Accounts.LogIn("olga", TestHub.Password, Used(_hub.Code(secret)), TestHub.Home);
        _secrets.Add(outcome.Token!);
        _hub.Time.AdvanceMinutes(1);
        _told.Add(_hub.Desk.Ask(_hub.As("olga"), "scope", TestHub.Home, code: Used(_hub.WrongCode(secret))).ToString());
        _told.Add(_hub.Desk.Ask(_hub.As("olga"), "scope", TestHub.Home, code: Used(_hub.Code(secret))).ToString());
        var second = CodeSecret.NewHotp();
        Enrolment removed = Keep(_hub.Credentials.Enrol(_hub.As("olga"), "olga", second, "token", made.RecoveryCodes[0]), second);
        _hub.Credentials.Confirm(_hub.As("olga"), removed.Id, Used(_hub.Code(second)));
        Try(() => _hub.Credentials.Remove(_hub.As("olga"), removed.Id, Used(_hub.Code(second))));
        _hub.Credentials.Remove(_hub.As("olga"), removed.Id, Used(_hub.Code(second, 1)));
    }

    void Challenges()
    {
        _hub.Grant(new Grant { Name = "both", Shares = ["scope"], Users = ["dave"], Proof = Proof.Challenge, ApprovedBy = "leads" });
        (CodeSecret daves, CodeSecret bobs) = (TestHub.NewOcra(), TestHub.NewOcra());
        foreach ((string user, CodeSecret secret) in new[] { ("dave", daves), ("bob", bobs) })
        {
            Enrolment made = Keep(_hub.Credentials.Enrol(_hub.As(user), user, secret, "token"), secret);
            _hub.Credentials.Confirm(_hub.As(user), made.Id, Used(TestHub.Answer(secret, _hub.Credentials.ChallengeToConfirm(_hub.As(user), made.Id))));
        }
        UnlockOutcome posed = _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Home);
        _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Home, answer: Used("87654321"));
        UnlockOutcome pending = _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Home, answer: Used(TestHub.Answer(daves, posed.Challenges[0])));
        UnlockOutcome toApprove = _hub.Desk.Approve(_hub.As("bob"), pending.Unlock!.Name);
        _hub.Desk.Approve(_hub.As("bob"), pending.Unlock.Name, null, Used("12345678"));
        UnlockOutcome open = _hub.Desk.Approve(_hub.As("bob"), pending.Unlock.Name, null, Used(TestHub.Answer(bobs, toApprove.Challenges[0])));
        Assert.Equal(UnlockVerdict.Open, open.Verdict);
        _told.AddRange([pending.ToString(), toApprove.ToString(), open.ToString()]);
    }

    Enrolment Keep(Enrolment made, CodeSecret secret)
    {
        _told.AddRange([made.ToString(), secret.ToString()]);
        _secrets.AddRange([made.OtpAuth, made.KeyBase32, made.KeyHex, .. made.RecoveryCodes]);
        return made;
    }

    string Used(string proof)
    {
        _secrets.Add(proof);
        return proof;
    }

    void Try(Action act) => _told.Add(Assert.Throws<ControlException>(act).ToString());
}
