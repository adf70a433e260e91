using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json.Nodes;
using Farhub.Control.State;

namespace Farhub.CommandLine;

/// <summary>The commands that manage a hub, local or far away. Each is one call of its API.</summary>
/// <param name="handlers">What they do.</param>
/// <param name="known">For completions.</param>
/// <param name="isMeant">Whether the words typed have anything to do with a command. Of the others only the name is made: there are many, with many options,
/// and every start of the program would pay for them.</param>
sealed partial class RemoteCommands(ICommandHandlers handlers, IKnownValues known, Func<string, bool> isMeant)
{
    readonly Option<string?> _hub = HubOption(known);
    readonly Option<bool> _json = Symbols.Json();

    /// <summary>All of them.</summary>
    public IEnumerable<Command> Create()
    {
        yield return Shares();
        yield return Things("grant", () => Kinds.Grants, "Who may use which shares, from where, when, with what proof", [("NAME", "name"), ("SHARES", "shares"), ("TAGS", "tags"), ("USERS", "users"), ("GROUPS", "groups"), ("FROM", "from"), ("SCHEDULE", "schedule"), ("PROOF", "proof"), ("APPROVED BY", "approvedBy")]);
        yield return Users();
        yield return Things("group", () => Kinds.Groups, "Users that grants speak of together", [("NAME", "name"), ("MEMBERS", "members"), ("NOTE", "note")]);
        yield return Things("schedule", () => Kinds.Schedules, "When something is allowed: windows of the week, dates, exceptions", [("NAME", "name"), ("TIME ZONE", "timeZone"), ("WINDOWS", "windows"), ("FROM", "from"), ("UNTIL", "until")]);
        yield return Scenarios();
        yield return Otp();
        yield return Tokens();
        yield return Leases();
        yield return Queue();
        yield return Reservations();
        yield return Unlock();
        yield return Approvals();
        yield return Why();
        yield return Audit();
        yield return Events();
        yield return Apply();
        yield return Export();
        yield return Backup();
        yield return Restore();
        yield return SetUp();
    }

    /// <summary>A command with commands below it, all of which can be asked of another hub.</summary>
    Command Room(string name, string description, Func<IEnumerable<Command>> commands)
    {
        Command room = new(name, description);
        if (!isMeant(name)) return room;
        room.Add(_hub);
        foreach (Command command in commands()) room.Add(command);
        return room;
    }

    /// <summary>A command that is one call.</summary>
    ExampleCommand Call(string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, RemoteRequest> request, bool reads = false, params (string, string)[] examples)
    {
        ExampleCommand command = new(name, description) { Examples = examples };
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }
        if (reads) command.Add(_json);
        command.SetAction((result, cancellationToken) => handlers.RemoteAsync(request(result), cancellationToken));
        return command;
    }

    RemoteRequest Get(ParseResult result, string path) => new(result.GetValue(_hub), "GET", path, result.GetValue(_json));

    RemoteRequest Do(ParseResult result, string method, string path, string done, JsonObject? body = null) => new(result.GetValue(_hub), method, path, result.GetValue(_json)) { Body = body, Done = done };

    static Option<string?> HubOption(IKnownValues known)
    {
        Option<string?> hub = new("--hub") { Description = "Which hub: where you have logged in (farhub login HUB) [default: the one on this machine]", Recursive = true, HelpName = "HUB" };
        hub.CompletionSources.Add(_ => known.Hubs());
        return hub;
    }

    // With a name for help: without one it would show what completes the argument, and ask the hub for it.
    static Argument<string> Name(string name, string description) => new(name) { Description = description, HelpName = name };

    /// <summary>The name of something there is.</summary>
    /// <param name="name">Of the argument.</param>
    /// <param name="description">For people.</param>
    /// <param name="kind">What, as the API calls it: <c>shares</c>.</param>
    Argument<string> NameOf(string name, string description, string kind)
    {
        Argument<string> argument = Name(name, description);
        argument.CompletionSources.Add(context => NamesAt(context, kind).Select(n => new CompletionItem(n)));
        return argument;
    }

    IEnumerable<string> NamesAt(CompletionContext context, string kind) => known.Names(context.ParseResult.GetValue(_hub), kind);

    static string Escape(string part) => Uri.EscapeDataString(part);

    /// <summary>list, show, add, change and remove for a kind of thing. Options are made of its properties.</summary>
    IEnumerable<Command> FiveCommands(Kind kind, IReadOnlyList<(string, string)> columns, bool alwaysShows = true)
    {
        string one = kind.One;
        Argument<string> name = NameOf("NAME", $"Name of the {one}", kind.Name), unused = Name("NAME", $"Name of the {one}");
        if (alwaysShows)
        {
            yield return Call("list", $"List {kind.Name}", [], r => Get(r, $"/{kind.Name}") with { Columns = columns, Empty = $"There are no {kind.Name}." }, reads: true);
            yield return Call("show", $"Show one {one}", [name], r => Get(r, $"/{kind.Name}/{Escape(r.GetRequiredValue(name))}"), reads: true);
        }
        PropertyOptions add = new(kind, NamesAt), change = new(kind, NamesAt);
        yield return Call("add", $"Make a {one}", [unused, .. add.Options], r =>
            Do(r, "PUT", $"/{kind.Name}/{Escape(r.GetRequiredValue(unused))}", $"{one} '{r.GetRequiredValue(unused)}' is made.", add.Read(r)) with { MustBeNew = true });
        yield return Call("change", $"Change properties of a {one}", [name, .. change.Options], r =>
            Do(r, "PATCH", $"/{kind.Name}/{Escape(r.GetRequiredValue(name))}", $"{one} '{r.GetRequiredValue(name)}' is changed.", change.Read(r)));
        yield return Call("remove", $"Remove a {one}", [name], r =>
            Do(r, "DELETE", $"/{kind.Name}/{Escape(r.GetRequiredValue(name))}", $"{one} '{r.GetRequiredValue(name)}' is removed."));
    }

    /// <summary>The kind is looked at only when the command is meant: the first look at one makes all of them.</summary>
    Command Things(string name, Func<Kind> kind, string description, IReadOnlyList<(string, string)> columns) => Room(name, description, () => FiveCommands(kind(), columns));
}
