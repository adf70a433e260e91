using System.CommandLine;

namespace Farhub.CommandLine;

/// <summary><c>farhub completion</c>: a script for the shell.</summary>
static class CompletionCommand
{
    public static Command Create(ICommandHandlers handlers)
    {
        Argument<CompletionShell> shell = Symbols.Required<CompletionShell>("SHELL", TryParse, "is not a shell with completions here: write bash, zsh or fish.");
        shell.HelpName = "SHELL";
        shell.Description = "bash, zsh or fish";
        shell.CompletionSources.Clear();
        shell.CompletionSources.Add("bash", "zsh", "fish");
        ExampleCommand command = new("completion", "Print a script that makes the Tab key complete commands, options and values")
        {
            Examples =
            [
                ("source <(farhub completion bash)", "now; put the line into ~/.bashrc to keep it"),
                ("farhub completion fish > ~/.config/fish/completions/farhub.fish", "for good"),
            ],
        };
        command.Add(shell);
        command.SetAction((result, cancellationToken) => handlers.CompletionAsync(new CompletionRequest(result.GetRequiredValue(shell)), cancellationToken));
        return command;
    }

    static bool TryParse(string text, out CompletionShell shell)
    {
        shell = text switch { "zsh" => CompletionShell.Zsh, "fish" => CompletionShell.Fish, _ => CompletionShell.Bash };
        return text is "bash" or "zsh" or "fish";
    }
}
