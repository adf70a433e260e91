using System.Net;
using Farhub.Control.Accounts;
using Farhub.Control.Audit;
using Farhub.Control.Codes;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.Proofs;
using Farhub.Control.State;

namespace Farhub.Control.Tests.Fakes;

/// <summary>The part of a managed hub that knows people, on a store in memory: an admin "ann", an operator "olga", users "bob", "carol" and "dave", and the
/// share "scope".</summary>
sealed class TestHub
{
    internal const string Password = "a horse on the moon";

    internal static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");
    internal static readonly IPAddress Away = IPAddress.Parse("198.51.100.9");

    TestHub(MemoryStore store, ManualTime time)
    {
        (Store, Time) = (store, time);
        Registry = new Registry(store, time);
        Events = new EventStream(time);
        Passwords = new Passwords(iterations: 10);
        Credentials = new Credentials(Registry, time);
        Accounts = new AccountBook(Registry, Credentials, Passwords, time);
        Desk = new UnlockDesk(Registry, Events, time);
    }

    internal MemoryStore Store { get; }

    internal ManualTime Time { get; }

    internal Registry Registry { get; }

    internal EventStream Events { get; }

    internal Passwords Passwords { get; }

    internal Credentials Credentials { get; }

    internal AccountBook Accounts { get; }

    internal UnlockDesk Desk { get; }

    internal HubState State => Registry.State;

    internal static TestHub New()
    {
        TestHub hub = Empty();
        string hash = hub.Passwords.Hash("", Password);
        hub.Registry.Change(Actor.Hub, state =>
        {
            User[] users =
            [
                new User { Name = "ann", Role = Role.Admin, PasswordHash = hash },
                new User { Name = "olga", Role = Role.Operator, PasswordHash = hash },
                new User { Name = "bob", PasswordHash = hash },
                new User { Name = "carol", PasswordHash = hash },
                new User { Name = "dave", PasswordHash = hash },
            ];
            return state with
            {
                Users = state.Users.AddRange(users.Select(u => KeyValuePair.Create(u.Name, u))),
                Groups = state.Groups.Add("leads", new Group { Name = "leads", Members = ["bob", "carol", "olga"] }),
                Shares = state.Shares.AddRange(new[] { "scope", "disk" }.Select(n => KeyValuePair.Create(n, new Share { Name = n, Device = new DeviceBinding { Id = "0529:0001" } }))),
            };
        });
        return hub;
    }

    internal static TestHub Empty() => new(new MemoryStore(), new ManualTime());

    /// <summary>What is after a kill -9: everything anew, on what was stored.</summary>
    internal TestHub Restart() => new(Store, Time);

    internal void Change(Func<HubState, HubState> change) => Registry.Change(Actor.Hub, change);

    internal void Grant(params Grant[] grants) => Change(s => s with { Grants = s.Grants.SetItems(grants.Select(g => KeyValuePair.Create(g.Name, g))) });

    internal Identity As(string user, TokenScope scope = TokenScope.Full) =>
        new(user, State.Users[user].Role, scope, IdentitySource.Login, "session", Home);

    internal string LogIn(string user, IPAddress? address = null) => Accounts.LogIn(user, Password, null, address ?? Home).Token!;

    internal (string Id, CodeSecret Secret) EnrolConfirmed(string user, CodeSecret secret)
    {
        // By root, who needs no code of the user's for it.
        Enrolment made = Credentials.Enrol(Identity.Root, user, secret, "token");
        string proof = secret.Kind == CodeKind.Ocra ? Answer(secret, Credentials.ChallengeToConfirm(Identity.Root, made.Id)) : Code(secret);
        Credentials.Confirm(Identity.Root, made.Id, proof);
        // The code is used up; the next one is another.
        Time.Advance(TimeSpan.FromMinutes(1));
        return (made.Id, secret);
    }

    internal string Code(CodeSecret secret, int ahead = 0) => secret.Kind == CodeKind.Totp
        ? Totp.Code(secret.Algorithm, secret.Key, Time.Now + (secret.Period * ahead), secret.Period, secret.Digits)
        : Hotp.Code(secret.Algorithm, secret.Key, ahead, secret.Digits);

    internal static CodeSecret NewOcra() => CodeSecret.NewOcra(OcraSuite.Parse("OCRA-1:HOTP-SHA256-8:QN08"));

    internal static string Answer(CodeSecret secret, AskedChallenge asked) =>
        Ocra.Response(secret.Suite!, secret.Key, new OcraInput { Question = asked.Challenge.Question });

    /// <summary>A code that is none.</summary>
    internal string WrongCode(CodeSecret secret)
    {
        string[] near = [.. Enumerable.Range(-3, 7).Select(i => Totp.Code(secret.Algorithm, secret.Key, Time.Now + (secret.Period * i), secret.Period, secret.Digits))];
        return Enumerable.Range(0, 100).Select(i => i.ToString("D6")).First(c => !near.Contains(c));
    }

    internal List<AuditRecord> Audit(string action) => [.. Store.ReadAudit().Where(r => r.Action == action)];

    /// <summary>What a failing act says; it has to be of that kind.</summary>
    internal static string Refusal(ControlFailure failure, Action act)
    {
        ControlException e = Assert.Throws<ControlException>(act);
        Assert.Equal(failure, e.Failure);
        return e.Message;
    }
}
