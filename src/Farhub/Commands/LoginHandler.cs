using System.Text.Json.Nodes;
using Farhub.CommandLine;
using Farhub.Remote;
using Farhub.Rendering;

namespace Farhub.Commands;

/// <summary><c>farhub login</c> and <c>farhub logout</c>.</summary>
sealed class LoginHandler(Screen screen, KnownHubs hubs)
{
    public async Task<ExitCode> LoginAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        (string host, int port) = HubDirectory.Parse(request.Hub);
        string address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        string? fingerprint = await TrustAsync(request, host, port, cancellationToken);
        string token;
        string user = request.User ?? Environment.UserName;
        if (request.TokenFromInput)
        {
            token = SecretInput.Read(screen, "Token", fromInput: true).Trim();
            using HubConnection hub = HubConnection.Remote(address, fingerprint, token);
            JsonNode? me = await hub.CallAsync("GET", "/me", null, false, cancellationToken);
            user = me!["name"]!.GetValue<string>();
        }
        else
        {
            using HubConnection hub = HubConnection.Remote(address, fingerprint, null);
            var body = new JsonObject { ["name"] = user, ["password"] = SecretInput.Read(screen, $"Password of {user} at {request.Hub}", request.PasswordFromInput) };
            if (request.Code is { } code) body["code"] = code;
            JsonNode? answer = await hub.CallAsync("POST", "/login", body, false, cancellationToken);
            token = answer!["token"]!.GetValue<string>();
        }
        hubs.Put(request.Hub, new KnownHub(address, user, token, fingerprint));
        screen.Line($"You are {user} at {request.Hub}.");
        return ExitCode.Ok;
    }

    public async Task<ExitCode> LogoutAsync(string name, CancellationToken cancellationToken)
    {
        if (!hubs.Read().TryGetValue(name, out KnownHub? known)) throw new CommandException(ExitCode.NotThere, $"you have not logged in to '{name}'.");
        // Forgotten here whatever the hub says to it.
        hubs.Remove(name);
        using HubConnection hub = HubConnection.Remote(known.Address, known.Fingerprint, known.Token);
        await hub.CallAsync("POST", "/logout", [], false, cancellationToken);
        screen.Line($"You are logged out of {name}.");
        return ExitCode.Ok;
    }

    /// <summary>The fingerprint to insist on; null when this machine trusts the certificate anyway.</summary>
    async Task<string?> TrustAsync(LoginRequest request, string host, int port, CancellationToken cancellationToken)
    {
        (string fingerprint, bool isTrusted) = await HubConnection.LookAsync(host, port, cancellationToken);
        if (request.Fingerprint is { } given)
        {
            string wanted = given.Replace(":", "", StringComparison.Ordinal);
            if (string.Equals(wanted, fingerprint, StringComparison.OrdinalIgnoreCase)) return fingerprint;
            throw new CommandException(ExitCode.NotPermitted, $"the certificate of {request.Hub} is another: {fingerprint}. Somebody may sit in between.");
        }
        if (isTrusted) return null;
        string? known = hubs.Read().GetValueOrDefault(request.Hub)?.Fingerprint;
        if (known == fingerprint) return fingerprint;
        if (known is not null) throw new CommandException(ExitCode.NotPermitted, $"the certificate of {request.Hub} has changed: it was {known}, it is {fingerprint}. If that is right: farhub logout {request.Hub}, and log in again.");
        await screen.Error.WriteLineAsync($"{request.Hub} made its certificate itself. Its fingerprint (SHA-256) is\n  {fingerprint}\nand the hub printed it at its start.");
        return SecretInput.IsYes(screen, "Is it the same?")
            ? fingerprint
            : throw new CommandException(ExitCode.NotPermitted, $"not logged in: compare the fingerprint and say --fingerprint {fingerprint}.");
    }
}
