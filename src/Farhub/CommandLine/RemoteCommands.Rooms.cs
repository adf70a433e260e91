using System.CommandLine;
using System.Text.Json.Nodes;
using Farhub.Control.State;

namespace Farhub.CommandLine;

sealed partial class RemoteCommands
{
    Command Shares()
    {
        Argument<string> name = NameOf("SHARE", "Name of the share", "shares");
        Option<string> reason = new("--reason") { Description = "Why, for the holder and the audit", HelpName = "TEXT" };
        Option<int> cooldown = new("--cooldown") { Description = "Minutes for which the holder is refused [default: 5]", HelpName = "MINUTES", DefaultValueFactory = _ => 5 };
        Option<string> message = new("--message") { Description = "For the holder", HelpName = "TEXT" };
        return Room("share", "Named devices that people may be allowed to use", () =>
        [
            Call("list", "List the shares you may use, with what they are doing", [], r => Get(r, "/shares") with
            {
                Columns = [("SHARE", "name"), ("STATE", "state"), ("HOLDER", "lease.user|lease.address"), ("DEVICE", "device.id"), ("PORT", "plugged.port"), ("WAITING", "waiting"), ("TAGS", "tags"), ("NOTE", "note")],
                Empty = "There are no shares that you may use.",
            }, reads: true),
            Call("show", "Show one share", [name], r => Get(r, $"/shares/{Escape(r.GetRequiredValue(name))}"), reads: true),
            .. FiveCommands(Kinds.Shares, [], alwaysShows: false),
            Act("enable", "Let it be attached", "is enabled"),
            Act("disable", "Let nobody attach it; a lease on it ends", "is disabled"),
            Act("reset", "Reset its device, when it is free", "is reset"),
            Act("power-cycle", "Take the power from its port for a moment", "had its power taken for a moment"),
            Call("release", "End the lease on it: your own, or as an operator anybody's", [name, reason, cooldown], r => Do(r, "POST", $"/shares/{Escape(r.GetRequiredValue(name))}/release", $"share '{r.GetRequiredValue(name)}' is free.",
                new JsonObject { ["reason"] = r.GetValue(reason) ?? "", ["cooldownMinutes"] = r.GetValue(cooldown) })),
            Call("ask", "Ask its holder to hand over", [name, message], r => Do(r, "POST", $"/shares/{Escape(r.GetRequiredValue(name))}/ask", "The holder is asked.", new JsonObject { ["message"] = r.GetValue(message) ?? "" })),
        ]);

        Command Act(string verb, string description, string done) =>
            Call(verb, description, [name], r => Do(r, "POST", $"/shares/{Escape(r.GetRequiredValue(name))}/{verb}", $"share '{r.GetRequiredValue(name)}' {done}."));
    }

    Command Users()
    {
        Argument<string> name = NameOf("NAME", "Name of the user", "users");
        Option<bool> input = SecretsFromInput();
        return Room("user", "People and machines that can prove who they are", () =>
        [
            .. FiveCommands(Kinds.Users, [("NAME", "name"), ("ROLE", "role"), ("ENABLED", "enabled"), ("PRIORITY", "priority"), ("NOTE", "note")]),
            Call("password", "Set somebody's password", [name, input], r => Do(r, "POST", $"/users/{Escape(r.GetRequiredValue(name))}/password", "The password is set.", []) with { Secrets = [("password", "New password")], SecretsFromInput = r.GetValue(input) }),
        ]);
    }

    Command Scenarios()
    {
        Option<bool> isNew = new("--new") { Description = "Make another one first" };
        return Room("scenario", "What happens by itself, at times or on events", () =>
        [
            .. FiveCommands(Kinds.Scenarios, [("NAME", "name"), ("ENABLED", "enabled"), ("WHEN", "when"), ("DO", "do"), ("SHARES", "shares"), ("TAGS", "tags")]),
            Call("next", "Show the next things that will happen at times", [], r => Get(r, "/forecast") with { Columns = [("AT", "at"), ("SCENARIO", "scenario"), ("DO", "do"), ("SHARES", "shares")], Empty = "No scenario runs at a time." }, reads: true),
            Call("key", "Show the key that webhooks are signed with", [isNew], r => new RemoteRequest(r.GetValue(_hub), r.GetValue(isNew) ? "POST" : "GET", "/webhook-key", r.GetValue(_json)), reads: true),
        ]);
    }

    Command Otp()
    {
        Argument<string> id = NameOf("ID", "Id of the generator", "otp");
        Option<string> kind = new("--kind") { Description = "totp, hotp or ocra", HelpName = "KIND", DefaultValueFactory = _ => "totp" };
        kind.CompletionSources.Add("totp", "hotp", "ocra");
        Option<string?> user = new("--user") { Description = "For whom [default: you]", HelpName = "NAME" };
        Option<string> note = new("--note") { Description = "What it is, such as phone", HelpName = "TEXT" };
        Option<string?> suite = new("--suite") { Description = "Suite of OCRA", HelpName = "SUITE" };
        Option<string?> code = Code();
        return Room("otp", "One-time code generators", () =>
        [
            Call("list", "List generators", [], r => Get(r, "/otp") with { Columns = [("ID", "name"), ("USER", "user"), ("CONFIRMED", "confirmed"), ("NOTE", "note")], Empty = "There are no generators." }, reads: true),
            Call("add", "Enrol one: shows its QR code and recovery codes, once. Who has one already gives a code of it", [kind, user, note, suite, code], r =>
            {
                var body = new JsonObject { ["kind"] = r.GetValue(kind), ["note"] = r.GetValue(note) ?? "" };
                if (r.GetValue(user) is { } whom) body["user"] = whom;
                if (r.GetValue(suite) is { } which) body["suite"] = which;
                if (r.GetValue(code) is { } given) body["code"] = given;
                return Do(r, "POST", "/otp", "", body) with { View = RemoteView.Enrolment };
            }, reads: true),
            Call("confirm", "Show that it is set up: give its first code", [id, code], r => Do(r, "POST", $"/otp/{Escape(r.GetRequiredValue(id))}/confirm", "It is confirmed.", WithCode(r, code)) with { View = RemoteView.Challenge }),
            Call("remove", "Remove one", [id, code], r => Do(r, "DELETE", $"/otp/{Escape(r.GetRequiredValue(id))}", "It is removed.", WithCode(r, code))),
        ]);
    }

    Command Tokens()
    {
        Argument<string> id = NameOf("ID", "Id of the token", "tokens");
        Option<string> scope = new("--scope") { Description = "What it is good for: read, use or full", HelpName = "SCOPE", DefaultValueFactory = _ => "use" };
        scope.CompletionSources.Add("read", "use", "full");
        Option<int?> days = new("--days") { Description = "Good for so many days [default: for ever]", HelpName = "N" };
        Option<string?> user = new("--user") { Description = "For whom [default: you]", HelpName = "NAME" };
        Option<string> note = new("--note") { Description = "What it is for", HelpName = "TEXT" };
        return Room("token", "What programs show instead of a password", () =>
        [
            Call("list", "List tokens", [], r => Get(r, "/tokens") with { Columns = [("ID", "name"), ("USER", "user"), ("SCOPE", "scope"), ("EXPIRES", "expires"), ("NOTE", "note")], Empty = "There are no tokens." }, reads: true),
            Call("add", "Make one: it is shown once", [scope, days, user, note], r =>
            {
                var body = new JsonObject { ["scope"] = r.GetValue(scope), ["note"] = r.GetValue(note) ?? "" };
                if (r.GetValue(days) is { } number) body["days"] = number;
                if (r.GetValue(user) is { } whom) body["user"] = whom;
                return Do(r, "POST", "/tokens", "", body);
            }, reads: true),
            Call("remove", "Make one worthless", [id], r => Do(r, "DELETE", $"/tokens/{Escape(r.GetRequiredValue(id))}", "It is worth nothing now.")),
        ]);
    }

    Command Leases() => Room("lease", "Who has what", () =>
    [
        Call("list", "List leases: yours, or for readers all", [], r => Get(r, "/leases") with
        {
            Columns = [("SHARE", "share"), ("USER", "user"), ("ADDRESS", "address"), ("SINCE", "since"), ("UNTIL", "until"), ("IN", "bytesIn"), ("OUT", "bytesOut"), ("EPOCH", "epoch")],
            Empty = "Nobody has anything.",
        }, reads: true),
    ]);

    Command Queue()
    {
        Argument<string> share = NameOf("SHARE", "Name of the share", "shares");
        Argument<string> id = Name("ID", "Id of the entry");
        Argument<int> priority = new("PRIORITY") { Description = "Higher first" };
        return Room("queue", "Who waits for a share", () =>
        [
            Call("list", "Show who waits for a share, in the order of their turns", [share], r => Get(r, $"/shares/{Escape(r.GetRequiredValue(share))}/queue") with { Columns = [("ID", "name"), ("USER", "user"), ("PRIORITY", "priority"), ("SINCE", "since"), ("OFFERED UNTIL", "offeredUntil")], Empty = "Nobody waits." }, reads: true),
            Call("join", "Wait for a share", [share], r => Do(r, "POST", $"/shares/{Escape(r.GetRequiredValue(share))}/queue", "", [])),
            Call("leave", "Wait no more", [id], r => Do(r, "DELETE", $"/queue/{Escape(r.GetRequiredValue(id))}", "You wait no more.")),
            Call("move", "Change a place in the queue", [id, priority], r => Do(r, "PATCH", $"/queue/{Escape(r.GetRequiredValue(id))}", "Its place is changed.", new JsonObject { ["priority"] = r.GetRequiredValue(priority) })),
        ]);
    }

    Command Reservations()
    {
        Argument<string> share = NameOf("SHARE", "Name of the share", "shares");
        Argument<string> id = NameOf("ID", "Id of the reservation", "reservations");
        Option<string> from = new("--from") { Description = "From when, such as 2027-03-31T08:00Z", HelpName = "TIME", Required = true };
        Option<string> until = new("--until") { Description = "Until when", HelpName = "TIME", Required = true };
        Option<string> note = new("--note") { Description = "What for", HelpName = "TEXT" };
        return Room("reservation", "Shares kept for somebody at a time ahead", () =>
        [
            Call("list", "List reservations: yours, or for readers all", [], r => Get(r, "/reservations") with { Columns = [("ID", "name"), ("SHARE", "share"), ("USER", "user"), ("FROM", "from"), ("UNTIL", "until"), ("NOTE", "note")], Empty = "Nothing is reserved." }, reads: true),
            Call("add", "Keep a share for a time ahead", [share, from, until, note], r => Do(r, "POST", $"/shares/{Escape(r.GetRequiredValue(share))}/reservations", "", new JsonObject { ["from"] = r.GetValue(from), ["until"] = r.GetValue(until), ["note"] = r.GetValue(note) ?? "" })),
            Call("remove", "Give one up", [id], r => Do(r, "DELETE", $"/reservations/{Escape(r.GetRequiredValue(id))}", "It is given up.")),
        ]);
    }

    static Option<string?> Code() => new("--code") { Description = "One-time code, or the answer to a challenge", HelpName = "CODE" };

    static Option<bool> SecretsFromInput() => new("--password-stdin") { Description = "Read the password from standard input instead of asking" };

    static JsonObject WithCode(ParseResult result, Option<string?> code) => result.GetValue(code) is { } text ? new JsonObject { ["code"] = text } : [];
}
