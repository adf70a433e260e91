using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.CommandLine;
using Farhub.Control.Codes;
using Farhub.Remote;
using Farhub.Rendering;

namespace Farhub.Commands;

/// <summary>Commands that ask a managed hub.</summary>
sealed class RemoteHandler(Screen screen)
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public async Task<ExitCode> RunAsync(RemoteRequest request, CancellationToken cancellationToken)
    {
        using HubConnection hub = HubDirectory.Open(request.Hub);
        foreach ((string property, string prompt) in request.Secrets) request.Body![property] = SecretInput.Read(screen, prompt, request.SecretsFromInput);
        if (request.View == RemoteView.Events) return await WatchAsync(hub, request, cancellationToken);
        if (request.IsRaw) return await CopyAsync(hub, request, cancellationToken);
        JsonNode? answer = await hub.CallAsync(request.Method, request.Path, request.Body, request.MustBeNew, cancellationToken);
        if (request.Json) await screen.Output.WriteLineAsync((answer ?? new JsonObject()).ToJsonString(Indented));
        else Show(request, answer);
        return request.View switch
        {
            // Scripts ask these: the answer is the exit code.
            RemoteView.AuditVerdict when answer?["valid"]?.GetValue<bool>() != true => ExitCode.Failed,
            RemoteView.Why when answer?["allowed"]?.GetValue<bool>() != true => ExitCode.NotPermitted,
            RemoteView.Unlock when answer?["state"]?.GetValue<string>() != "open" => ExitCode.NotPermitted,
            _ => ExitCode.Ok,
        };
    }

    public async Task<ExitCode> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken)
    {
        string text = request.File == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(request.File, cancellationToken);
        JsonObject document = YamlDocuments.Read(text, request.File == "-" ? "standard input" : request.File);
        var call = new RemoteRequest(request.Hub, "PUT", $"/configuration{(request.Plan ? "?plan=true" : "")}", request.Json) { Body = document, View = RemoteView.Plan };
        return await RunAsync(call, cancellationToken);
    }

    void Show(RemoteRequest request, JsonNode? answer)
    {
        switch (request.View)
        {
            case RemoteView.Why:
                ShowWhy(answer!.AsObject());
                break;
            case RemoteView.Enrolment:
                ShowEnrolment(answer!.AsObject());
                break;
            case RemoteView.Challenge when answer is JsonObject asked:
                ShowChallenges(asked);
                break;
            case RemoteView.Unlock:
                ShowUnlock(answer!.AsObject());
                break;
            case RemoteView.Plan:
                foreach (JsonNode? change in answer!["changes"]!.AsArray()) screen.Line($"{change}");
                bool applied = answer["applied"]!.GetValue<bool>();
                int count = answer["changes"]!.AsArray().Count;
                screen.Line(count == 0 ? "Nothing changes." : applied ? $"{count} changed." : $"{count} would change.");
                break;
            case RemoteView.Yaml:
                screen.Output.Write(YamlDocuments.Write(answer!.AsObject()));
                break;
            case RemoteView.AuditVerdict:
                screen.Line($"{answer!["text"]}");
                break;
            case RemoteView.Plain:
            case RemoteView.Challenge:
            case RemoteView.Events:
            default:
                ShowPlain(request, answer);
                break;
        }
    }

    void ShowPlain(RemoteRequest request, JsonNode? answer)
    {
        if (answer is JsonArray { Count: 0 }) screen.Line(request.Empty);
        else if (answer is JsonArray list) screen.Table([.. request.Columns.Select(c => c.Heading)], list.Select(row => (IReadOnlyList<string>)[.. request.Columns.Select(c => Cell(row, c.Property))]));
        else if (answer is JsonObject thing && (request.Method == "GET" || request.Done.Length == 0)) ShowProperties(thing, "");
        else screen.Line(request.Done);
    }

    void ShowProperties(JsonObject thing, string indent)
    {
        foreach ((string key, JsonNode? value) in thing)
        {
            if (value is null or JsonArray { Count: 0 }) continue;
            if (value is JsonObject inner)
            {
                screen.Line($"{indent}{key}:");
                ShowProperties(inner, indent + "  ");
            }
            else if (Text(value) is { Length: > 0 } text)
            {
                screen.Line($"{indent}{key}: {text}");
            }
        }
    }

    void ShowWhy(JsonObject answer)
    {
        screen.Line($"{(answer["allowed"]!.GetValue<bool>() ? "Yes" : "No")}: {answer["reason"]}.{(answer["until"] is { } until ? $" Until {Text(until)}." : "")}");
        foreach (JsonNode? rule in answer["rules"]!.AsArray()) screen.Line($"  {(rule!["passes"]!.GetValue<bool>() ? "passes" : "stops ")}  {rule["rule"]}: {rule["text"]}");
    }

    void ShowEnrolment(JsonObject answer)
    {
        string uri = answer["uri"]!.GetValue<string>();
        screen.Output.WriteLine(QrText.Render(uri));
        screen.Line(uri);
        if (answer["suite"] is { } suite) screen.Line($"suite {suite}, key {answer["key"]}");
        screen.Line($"Then: farhub otp confirm {answer["id"]} --code CODE");
        if (answer["recoveryCodes"] is JsonArray { Count: > 0 } codes) screen.Line($"Recovery codes, each good once; they are not shown again: {string.Join(' ', codes.Select(c => c!.GetValue<string>()))}");
    }

    void ShowUnlock(JsonObject answer)
    {
        screen.Line($"{answer["text"]}");
        ShowChallenges(answer);
    }

    void ShowChallenges(JsonObject answer)
    {
        foreach (JsonNode? asked in answer["challenges"]?.AsArray() ?? []) screen.Line($"challenge for {$"{asked!["generator"]} {asked["note"]}".TrimEnd()}: {asked["question"]}");
    }

    async Task<ExitCode> CopyAsync(HubConnection hub, RemoteRequest request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await hub.SendAsync(request.Method, request.Path, null, false, cancellationToken);
        await using Stream from = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (request.File is not { } path)
        {
            await using Stream output = Console.OpenStandardOutput();
            await from.CopyToAsync(output, cancellationToken);
            return ExitCode.Ok;
        }
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // It has every secret of the hub in it.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(path, options)) await from.CopyToAsync(file, cancellationToken);
        screen.Line($"{path} has a copy of everything, secrets too: keep it safe.");
        return ExitCode.Ok;
    }

    async Task<ExitCode> WatchAsync(HubConnection hub, RemoteRequest request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await hub.SendAsync(request.Method, request.Path, null, false, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            JsonObject happened = JsonNode.Parse(line["data: ".Length..])!.AsObject();
            if (request.Json) await screen.Output.WriteLineAsync(happened.ToJsonString());
            else screen.Line($"{Text(happened["at"])} {happened["type"]} {happened["share"]} {happened["text"]}");
            await screen.Output.FlushAsync(cancellationToken);
        }
        throw new CommandException(ExitCode.Unreachable, "the hub closed the connection.");
    }

    /// <summary>A property, with dots for what is inside and bars for the first that is there.</summary>
    static string Cell(JsonNode? row, string property)
    {
        foreach (string alternative in property.Split('|'))
        {
            JsonNode? value = row;
            foreach (string part in alternative.Split('.')) value = (value as JsonObject)?[part];
            if (Text(value) is { Length: > 0 } text) return text;
        }
        return "";
    }

    static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(", ", list.Select(Text)),
        JsonObject thing => thing.ToJsonString(),
        _ when value.GetValueKind() == JsonValueKind.True => "yes",
        _ when value.GetValueKind() == JsonValueKind.False => "no",
        // Times are shown on this machine's clock, to the second.
        _ when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: >= 20 } text && text[10] == 'T'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
