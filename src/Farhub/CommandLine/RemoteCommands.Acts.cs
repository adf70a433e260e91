using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Farhub.CommandLine;

sealed partial class RemoteCommands
{
    ExampleCommand Unlock()
    {
        Argument<string> hub = Name("HUB", "The hub, as you logged in to it; 'local' for the one on this machine");
        hub.CompletionSources.Add(_ => known.Hubs().Append("local"));
        Argument<string> share = Name("SHARE", "Name of the share");
        share.CompletionSources.Add(context => known.Names(HubOf(context.ParseResult.GetValue(hub) ?? "local"), "shares").Select(n => new CompletionItem(n)));
        Option<int> minutes = new("--minutes") { Description = "For how long [default: 5]", HelpName = "N", DefaultValueFactory = _ => 5 };
        Option<string?> address = new("--address") { Description = "For which address [default: yours, as the hub sees it]", HelpName = "ADDRESS" };
        Option<string?> code = Code();
        Option<string?> answer = new("--answer") { Description = "Answer to the challenge", HelpName = "ANSWER" };
        return Call("unlock", "Open a share for an address, for one import: how users of a stock client say who they are", [hub, share, minutes, address, code, answer], r =>
        {
            var body = new JsonObject { ["minutes"] = r.GetValue(minutes) };
            if (r.GetValue(address) is { } where) body["address"] = where;
            if (r.GetValue(code) is { } given) body["code"] = given;
            if (r.GetValue(answer) is { } answered) body["answer"] = answered;
            return new RemoteRequest(HubOf(r.GetRequiredValue(hub)), "POST", $"/shares/{Escape(r.GetRequiredValue(share))}/unlock", r.GetValue(_json)) { Body = body, View = RemoteView.Unlock };
        }, reads: true, examples: ("farhub unlock rack1 signing-key --code 123456", "then, within five minutes: usbip attach -r rack1 -b signing-key"));
    }

    Command Approvals()
    {
        Argument<string> id = NameOf("ID", "Id of what is asked", "unlocks");
        Option<string?> code = Code();
        Option<string?> answer = new("--answer") { Description = "Answer to the challenge", HelpName = "ANSWER" };
        return Room("approval", "What others ask you to approve, and what you have asked", () =>
        [
            Call("list", "List what is open or waits", [], r => Get(r, "/unlocks") with { Columns = [("ID", "name"), ("SHARE", "share"), ("USER", "user"), ("ADDRESS", "address"), ("UNTIL", "until"), ("APPROVAL OF", "approvalOf"), ("APPROVED BY", "approvedBy")], Empty = "Nothing is open, and nothing waits." }, reads: true),
            Call("approve", "Approve one, with a code of your own", [id, code, answer], r =>
            {
                JsonObject body = WithCode(r, code);
                if (r.GetValue(answer) is { } answered) body["answer"] = answered;
                return Do(r, "POST", $"/unlocks/{Escape(r.GetRequiredValue(id))}/approve", "", body) with { View = RemoteView.Unlock };
            }),
            Call("deny", "Refuse one, or take back your own", [id], r => Do(r, "POST", $"/unlocks/{Escape(r.GetRequiredValue(id))}/deny", "It is refused.")),
        ]);
    }

    ExampleCommand Why()
    {
        Argument<string> share = NameOf("SHARE", "Name of the share", "shares");
        Option<string?> user = new("--user") { Description = "Who", HelpName = "NAME" };
        Option<string?> address = new("--address") { Description = "From where", HelpName = "ADDRESS" };
        Option<string?> at = new("--at") { Description = "When, such as 2027-03-31T08:00Z [default: now]", HelpName = "TIME" };
        ExampleCommand command = Call("why", "Explain whether somebody may use a share, rule by rule, now or at any time", [share, user, address, at],
            r => Get(r, "/why" + Query(("share", r.GetRequiredValue(share)), ("user", r.GetValue(user)), ("address", r.GetValue(address)), ("at", r.GetValue(at)))) with { View = RemoteView.Why }, reads: true,
            examples: ("farhub why signing-key --user anna --address 192.0.2.7 --at 2027-03-31T22:00Z", "before you tell her to come at night"));
        command.Add(_hub);
        return command;
    }

    Command Audit()
    {
        Option<int> limit = new("--limit") { Description = "How many [default: 100]", HelpName = "N", DefaultValueFactory = _ => 100 };
        Option<string?> who = new("--who") { Description = "By whom", HelpName = "NAME" };
        Option<string?> about = new("--object") { Description = "To what, such as shares/printer", HelpName = "OBJECT" };
        Option<string?> action = new("--action") { Description = "What, such as import.refuse", HelpName = "ACTION" };
        return Room("audit", "Who did what, and why something was refused", () =>
        [
            Call("list", "Show the newest records", [limit, who, about, action], r => Get(r, "/audit" + Query(("limit", r.GetValue(limit).ToString(CultureInfo.InvariantCulture)), ("who", r.GetValue(who)), ("object", r.GetValue(about)), ("action", r.GetValue(action)))) with
            {
                Columns = [("#", "sequence"), ("AT", "at"), ("WHO", "who"), ("FROM", "from"), ("ACTION", "action"), ("OBJECT", "object"), ("DETAIL", "detail")],
                Empty = "Nothing that matches.",
            }, reads: true),
            Call("verify", "Prove that no record was changed, removed or inserted", [], r => Get(r, "/audit/verify") with { View = RemoteView.AuditVerdict }, reads: true),
            Call("export", "Print the whole audit as JSON lines", [], r => Get(r, "/audit/export") with { IsRaw = true }),
        ]);
    }

    ExampleCommand Events()
    {
        ExampleCommand command = Call("events", "Show what happens, as it happens", [], r => Get(r, "/events") with { View = RemoteView.Events }, reads: true);
        command.Add(_hub);
        return command;
    }

    ExampleCommand Apply()
    {
        Option<string> file = new("--file", "-f") { Description = "The file, or - for standard input", HelpName = "FILE", Required = true };
        Option<bool> plan = new("--plan") { Description = "Only say what would change" };
        ExampleCommand command = new("apply", "Make the hub's configuration as a file says; what the file leaves out is removed")
        {
            Examples = [("farhub apply -f hub.yaml --plan", "what would change"), ("farhub export > hub.yaml", "a file to begin with")],
        };
        command.Add(file);
        command.Add(plan);
        command.Add(_hub);
        command.Add(_json);
        command.SetAction((r, cancellationToken) => handlers.ApplyAsync(new ApplyRequest(r.GetValue(_hub), r.GetRequiredValue(file), r.GetValue(plan), r.GetValue(_json)), cancellationToken));
        return command;
    }

    ExampleCommand Export()
    {
        ExampleCommand command = Call("export", "Print the hub's configuration as 'farhub apply' takes it", [], r => Get(r, "/configuration") with { View = RemoteView.Yaml }, reads: true);
        command.Add(_hub);
        return command;
    }

    ExampleCommand Backup()
    {
        Argument<string> file = Name("FILE", "Where to; must not exist");
        ExampleCommand command = Call("backup", "Copy the hub's whole store into a file, secrets included, while it goes on", [file], r => Get(r, "/backup") with { IsRaw = true, File = r.GetRequiredValue(file) });
        command.Add(_hub);
        return command;
    }

    ExampleCommand Restore()
    {
        Argument<string> file = Name("FILE", "What 'farhub backup' wrote");
        Option<string?> state = new("--state") { Description = "The hub's state directory, as for 'farhub serve'", HelpName = "DIRECTORY" };
        Option<string?> store = new("--store") { Description = "The hub's store, as for 'farhub serve'", HelpName = "STORE" };
        ExampleCommand command = new("restore", "Put a backup in place of the store of a hub that is stopped, after checking it") { file, state, store };
        command.SetAction((r, cancellationToken) => handlers.RestoreAsync(new RestoreRequest(r.GetRequiredValue(file), r.GetValue(state), r.GetValue(store)), cancellationToken));
        return command;
    }

    ExampleCommand SetUp()
    {
        Option<string> name = new("--name") { Description = "Name of the first admin", HelpName = "NAME", DefaultValueFactory = _ => "admin" };
        Option<string> token = new("--token") { Description = "From the link that the hub printed at its first start", HelpName = "TOKEN", Required = true };
        Option<bool> input = SecretsFromInput();
        ExampleCommand command = Call("setup", "First start: make the first admin", [name, token, input], r =>
            Do(r, "POST", "/setup", $"'{r.GetValue(name)}' is an admin now.", new JsonObject { ["name"] = r.GetValue(name), ["token"] = r.GetValue(token) }) with { Secrets = [("password", "Password, 12 characters or more")], SecretsFromInput = r.GetValue(input) });
        command.Add(_hub);
        return command;
    }

    static string? HubOf(string text) => text == "local" ? null : text;

    static string Query(params (string Name, string? Value)[] parameters)
    {
        string[] given = [.. parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")];
        return given.Length == 0 ? "" : "?" + string.Join('&', given);
    }
}
