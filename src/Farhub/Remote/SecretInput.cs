using System.Text;
using Farhub.Rendering;

namespace Farhub.Remote;

/// <summary>Passwords and codes: asked for without showing them, or read from standard input.</summary>
static class SecretInput
{
    /// <summary>Reads one.</summary>
    /// <exception cref="CommandException">There is nobody to ask, and nothing on standard input.</exception>
    public static string Read(Screen screen, string prompt, bool fromInput)
    {
        if (fromInput) return Console.In.ReadLine() ?? throw new CommandException(ExitCode.Usage, $"{prompt}: nothing came on standard input.");
        if (Console.IsInputRedirected) throw new CommandException(ExitCode.Usage, $"{prompt}: there is no terminal to ask at; use --password-stdin.");
        screen.Error.Write($"{prompt}: ");
        var text = new StringBuilder();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace && text.Length > 0) text.Length--;
            else if (!char.IsControl(key.KeyChar)) text.Append(key.KeyChar);
        }
        screen.Error.WriteLine();
        return text.ToString();
    }

    /// <summary>Asks a question that takes a yes.</summary>
    public static bool IsYes(Screen screen, string question)
    {
        if (Console.IsInputRedirected) return false;
        screen.Error.Write($"{question} [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
