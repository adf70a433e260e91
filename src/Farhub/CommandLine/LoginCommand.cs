using System.CommandLine;

namespace Farhub.CommandLine;

/// <summary><c>farhub login</c> and <c>farhub logout</c>.</summary>
static class LoginCommand
{
    public static Command CreateLogin(ICommandHandlers handlers)
    {
        Argument<string> hub = new("HUB") { Description = "Host name or address of the hub, and the port of its secure door if it is not 3243" };
        Option<string?> user = new("--user") { Description = "Who you are there [default: your name on this machine]", HelpName = "NAME" };
        Option<string?> code = new("--code") { Description = "One-time code, where your account has a generator", HelpName = "CODE" };
        Option<bool> input = new("--password-stdin") { Description = "Read the password from standard input instead of asking" };
        Option<bool> token = new("--token-stdin") { Description = "Read an API token from standard input, and use it from now on" };
        Option<string?> fingerprint = new("--fingerprint") { Description = "SHA-256 of the hub's certificate, as the hub printed it: instead of being asked", HelpName = "HEX" };
        ExampleCommand command = new("login", "Log in to a hub, to manage it or to unlock its shares from here")
        {
            Examples = [("farhub login rack1 --user anna", "asks for the password, and the first time whether the certificate's fingerprint is right")],
        };
        command.Add(hub);
        command.Add(user);
        command.Add(code);
        command.Add(input);
        command.Add(token);
        command.Add(fingerprint);
        command.SetAction((r, cancellationToken) => handlers.LoginAsync(
            new LoginRequest(r.GetRequiredValue(hub), r.GetValue(user), r.GetValue(code), r.GetValue(input), r.GetValue(token), r.GetValue(fingerprint)), cancellationToken));
        return command;
    }

    public static Command CreateLogout(ICommandHandlers handlers, IKnownValues known)
    {
        Argument<string> hub = new("HUB") { Description = "As you logged in to it", HelpName = "HUB" };
        hub.CompletionSources.Add(_ => known.Hubs());
        ExampleCommand command = new("logout", "Log out of a hub, and forget it") { hub };
        command.SetAction((r, cancellationToken) => handlers.LogoutAsync(r.GetRequiredValue(hub), cancellationToken));
        return command;
    }
}
