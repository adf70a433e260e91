using System.Net;
using System.Text.Json.Nodes;
using Farhub.Control;
using Farhub.Control.Accounts;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.Proofs;
using Farhub.Control.State;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Api;

/// <summary>Who one is and how one proves it: first start, login, passwords, tokens, one-time codes, unlocks and approvals.</summary>
sealed class AccountApi(ManagedHub hub, TimeProvider time)
{
    const string DefaultSuite = "OCRA-1:HOTP-SHA256-8:QN08";

    static readonly ApiField Password = new("password", "string", "12 to 128 characters", true) { Most = 128 };
    static readonly ApiField Code = new("code", "string", "one-time code") { Most = 64 };
    static readonly ApiField Answer = new("answer", "string", "answer to the challenge") { Most = 64 };

    internal IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("POST", "/setup", ApiAccess.Nobody, "First start: makes the first admin, with the token that the hub printed.", SetupAsync)
        {
            Body = [new ApiField("token", "string", "from the setup link", true) { Most = 200 }, new ApiField("name", "string", "of the admin", true), Password],
        },
        new("POST", "/login", ApiAccess.Nobody, "Logs in.", LogInAsync) { Body = [new ApiField("name", "string", "user", true), Password, Code] },
        new("POST", "/logout", ApiAccess.User, "Ends this login.", LogOutAsync) { IsUse = true },
        new("GET", "/me", ApiAccess.User, "Who one is to the hub.", r => Task.FromResult(new ApiResult(Show(r.Identity!)))),
        new("POST", "/me/password", ApiAccess.User, "Changes one's password.", r => ChangePasswordAsync(r, r.User)) { Body = [new ApiField("old", "string", "the present one", true) { Most = 128 }, Password] },
        new("POST", "/users/{name}/password", ApiAccess.Admin, "Sets somebody's password.", r => ChangePasswordAsync(r, r.Route("name"))) { Body = [Password] },
        new("POST", "/users/{name}/logout", ApiAccess.Admin, "Ends all logins of somebody.", LogOutAll),
        new("GET", "/tokens", ApiAccess.User, "API tokens: one's own, or for readers all.", r => Task.FromResult(Tokens(r))),
        new("POST", "/tokens", ApiAccess.User, "Makes an API token; it is shown once.", CreateToken)
        {
            Body = [new ApiField("note", "string", "for people"), new ApiField("scope", "string", "read, use or full; use unless given"), new ApiField("days", "integer", "good for so many days; for ever unless given") { Most = 3660 },
                new ApiField("user", "string", "for whom; admins may say another")],
        },
        new("DELETE", "/tokens/{id}", ApiAccess.User, "Makes an API token worthless.", RevokeToken),
        new("GET", "/otp", ApiAccess.User, "One-time code generators: one's own, or for readers all.", r => Task.FromResult(Credentials(r))),
        new("POST", "/otp", ApiAccess.User, "Enrols a one-time code generator; its secret is shown once.", Enrol)
        {
            Body = [new ApiField("kind", "string", "totp, hotp or ocra; totp unless given"), new ApiField("note", "string", "for people, such as phone"), new ApiField("suite", "string", "of OCRA; OCRA-1:HOTP-SHA256-8:QN08 unless given"),
                new ApiField("user", "string", "for whom; admins may say another"), Code, Answer],
        },
        new("POST", "/otp/{id}/confirm", ApiAccess.User, "Shows that a generator is set up: gives its first code. Without one, an OCRA generator is asked its first question.", Confirm) { Body = [Code] },
        new("DELETE", "/otp/{id}", ApiAccess.User, "Removes a generator. One's own takes a code.", RemoveCredential) { Body = [Code, Answer] },
        new("GET", "/unlocks", ApiAccess.User, "Shares that are open for an address, or wait for an approval: one's own, those to approve, or for readers all.", r => Task.FromResult(Unlocks(r))),
        new("POST", "/shares/{name}/unlock", ApiAccess.User, "Opens a share for an address, for one import: how users of a stock client say who they are.", Unlock)
        {
            Body = [new ApiField("minutes", "integer", "for how long; 5 unless given") { Most = 60 }, new ApiField("address", "string", "for which address; one's own unless given"), Code, Answer],
            IsUse = true,
        },
        new("POST", "/unlocks/{id}/approve", ApiAccess.User, "Approves what somebody else asks, with a code of one's own.", Approve) { Body = [Code, Answer], IsUse = true },
        new("POST", "/unlocks/{id}/deny", ApiAccess.User, "Refuses what somebody else asks, or takes back what one has asked.", Deny) { IsUse = true },
    ];

    Task<ApiResult> SetupAsync(ApiRequest request)
    {
        hub.Setup.CompleteSetup(request.Text("token"), request.Text("name"), request.Text("password"), request.Address);
        return Task.FromResult(new ApiResult(new JsonObject { ["name"] = request.Text("name") }, StatusCodes.Status201Created));
    }

    Task<ApiResult> LogInAsync(ApiRequest request)
    {
        LoginOutcome outcome = hub.Accounts.LogIn(request.Text("name"), request.Text("password"), request.OptionalText("code"), request.Address);
        return Task.FromResult(outcome.Token is { } token
            ? new ApiResult(new JsonObject { ["token"] = token, ["user"] = outcome.Identity!.User })
            : throw new ControlException(ControlFailure.Refused, "The password is right; a one-time code is needed beside it."));
    }

    Task<ApiResult> LogOutAsync(ApiRequest request)
    {
        hub.Accounts.LogOut(request.Identity!);
        return Task.FromResult(ApiResult.Nothing);
    }

    Task<ApiResult> LogOutAll(ApiRequest request)
    {
        hub.Accounts.LogOutAll(request.Identity!, request.Route("name"));
        return Task.FromResult(ApiResult.Nothing);
    }

    static JsonObject Show(Identity identity) => new() { ["name"] = identity.User, ["role"] = Camel(identity.Role.ToString()), ["scope"] = Camel(identity.Scope.ToString()) };

    Task<ApiResult> ChangePasswordAsync(ApiRequest request, string user)
    {
        hub.Accounts.ChangePassword(request.Identity!, user, request.OptionalText("old"), request.Text("password"));
        return Task.FromResult(ApiResult.Nothing);
    }

    ApiResult Tokens(ApiRequest request) =>
        new(new JsonArray([.. hub.Registry.State.Tokens.Values.Where(t => request.IsReader || t.User == request.User).OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => (JsonNode)Kinds.Tokens.Show(t))]));

    Task<ApiResult> CreateToken(ApiRequest request)
    {
        string scopeText = request.Text("scope", "use");
        if (!Enum.TryParse(scopeText, ignoreCase: true, out TokenScope scope) || !Enum.IsDefined(scope)) throw new ControlException([new Mistake("scope", $"has to be read, use or full: '{scopeText}'")]);
        DateTimeOffset? expires = request.Number("days") is { } days ? time.GetUtcNow().AddDays(days) : null;
        CreatedToken made = hub.Accounts.CreateToken(request.Identity!, ForWhom(request), request.Text("note"), scope, expires);
        JsonObject shown = Kinds.Tokens.Show(hub.Registry.State, made.Id)!;
        shown["token"] = made.Text;
        return Task.FromResult(new ApiResult(shown, StatusCodes.Status201Created));
    }

    Task<ApiResult> RevokeToken(ApiRequest request)
    {
        hub.Accounts.RevokeToken(request.Identity!, request.Route("id"));
        return Task.FromResult(ApiResult.Nothing);
    }

    ApiResult Credentials(ApiRequest request) =>
        new(new JsonArray([.. hub.Registry.State.Credentials.Values.Where(c => request.IsReader || c.User == request.User).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => (JsonNode)Kinds.Credentials.Show(c))]));

    Task<ApiResult> Enrol(ApiRequest request)
    {
        string kindText = request.Text("kind", "totp");
        if (!Enum.TryParse(kindText, ignoreCase: true, out CodeKind kind) || !Enum.IsDefined(kind)) throw new ControlException([new Mistake("kind", $"has to be totp, hotp or ocra: '{kindText}'")]);
        string suiteText = request.Text("suite", DefaultSuite);
        if (!OcraSuite.TryParse(suiteText, out OcraSuite? suite, out string? problem)) throw new ControlException([new Mistake("suite", problem)]);
        CodeSecret secret = kind switch
        {
            CodeKind.Hotp => CodeSecret.NewHotp(),
            CodeKind.Totp => CodeSecret.NewTotp(),
            _ => CodeSecret.NewOcra(suite),
        };
        Enrolment made = hub.Credentials.Enrol(request.Identity!, ForWhom(request), secret, request.Text("note"), request.OptionalText("code"), request.OptionalText("answer"));
        return Task.FromResult(new ApiResult(new JsonObject
        {
            ["id"] = made.Id,
            ["uri"] = made.OtpAuth,
            ["suite"] = made.Suite,
            ["key"] = made.KeyHex,
            ["recoveryCodes"] = new JsonArray([.. made.RecoveryCodes.Select(c => (JsonNode)c)]),
        }, StatusCodes.Status201Created));
    }

    Task<ApiResult> Confirm(ApiRequest request)
    {
        string id = request.Route("id");
        if (request.OptionalText("code") is { } proof)
        {
            hub.Credentials.Confirm(request.Identity!, id, proof);
            return Task.FromResult(ApiResult.Nothing);
        }
        return Task.FromResult(new ApiResult(new JsonObject { ["challenges"] = Show([hub.Credentials.ChallengeToConfirm(request.Identity!, id)]) }, StatusCodes.Status202Accepted));
    }

    Task<ApiResult> RemoveCredential(ApiRequest request)
    {
        hub.Credentials.Remove(request.Identity!, request.Route("id"), request.OptionalText("code"), request.OptionalText("answer"));
        return Task.FromResult(ApiResult.Nothing);
    }

    ApiResult Unlocks(ApiRequest request)
    {
        HashSet<string> toApprove = [.. hub.Unlocks.PendingFor(request.User).Select(u => u.Name)];
        return new ApiResult(new JsonArray(
            [.. hub.Registry.State.Unlocks.Values.Where(u => request.IsReader || u.User == request.User || toApprove.Contains(u.Name)).OrderBy(u => u.Until).Select(u => (JsonNode)Kinds.Unlocks.Show(u))]));
    }

    Task<ApiResult> Unlock(ApiRequest request)
    {
        IPAddress address = request.Address;
        if (request.OptionalText("address") is { } text)
        {
            if (!IPAddress.TryParse(text, out IPAddress? given)) throw new ControlException([new Mistake("address", $"is no address: '{text}'")]);
            address = given;
        }
        return Task.FromResult(Answered(hub.Unlocks.Ask(request.Identity!, request.Route("name"), address, request.Number("minutes") ?? UnlockDesk.DefaultMinutes, request.OptionalText("code"), request.OptionalText("answer"))));
    }

    Task<ApiResult> Approve(ApiRequest request) => Task.FromResult(Answered(hub.Unlocks.Approve(request.Identity!, request.Route("id"), request.OptionalText("code"), request.OptionalText("answer"))));

    Task<ApiResult> Deny(ApiRequest request)
    {
        string id = request.Route("id");
        if (hub.Registry.State.Unlocks.GetValueOrDefault(id)?.User == request.User) hub.Unlocks.Withdraw(request.Identity!, id);
        else hub.Unlocks.Deny(request.Identity!, id);
        return Task.FromResult(ApiResult.Nothing);
    }

    /// <summary>Open, waiting, or what is still asked for.</summary>
    static ApiResult Answered(UnlockOutcome outcome) => new(
        new JsonObject
        {
            ["state"] = Camel(outcome.Verdict.ToString()),
            ["text"] = outcome.Text,
            ["challenges"] = Show(outcome.Challenges),
            ["unlock"] = outcome.Unlock is { } unlock ? Kinds.Unlocks.Show(unlock) : null,
        },
        outcome.Verdict == UnlockVerdict.Open ? StatusCodes.Status201Created : StatusCodes.Status202Accepted)
    {
        Said = outcome.Verdict is UnlockVerdict.Open or UnlockVerdict.Pending ? outcome.Text : null,
    };

    static JsonArray Show(IReadOnlyList<AskedChallenge> challenges) => new([.. challenges.Select(c => (JsonNode)new JsonObject
    {
        ["generator"] = c.Credential,
        ["note"] = c.Note,
        ["question"] = c.Challenge.Question,
        ["suite"] = c.Challenge.Suite.ToString(),
        ["until"] = c.Challenge.Until,
    })]);

    static string ForWhom(ApiRequest request)
    {
        string user = request.Text("user", request.User);
        return user == request.User || request.Identity!.Role == Role.Admin ? user : throw new ControlException(ControlFailure.Refused, "Only admins may do this for somebody else.");
    }

    static string Camel(string text) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(text);
}
