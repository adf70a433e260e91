using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Farhub.CommandLine;

/// <summary>The library's help, and after it what teaches: examples, and for the whole program the exit codes.</summary>
sealed class HelpWithExamples : SynchronousCommandLineAction
{
    // Help reads the same wherever it is printed; the lines fit a common terminal.
    const int Width = 110;

    const string ExitCodes =
        """
        Exit codes:
          0    done
          1    failed for another reason
          2    the command line makes no sense
          3    no such device or port
          4    the device, or the address to listen on, is taken
          5    the hub cannot be reached
          6    not permitted, or a driver is missing
          130  interrupted
        """;

    readonly HelpAction _library;

    public HelpWithExamples(HelpAction library)
    {
        _library = library;
        _library.MaxWidth = Width;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using StringWriter text = new();
        parseResult.InvocationConfiguration.Output = text;
        _library.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        // Wrapped lines end with the blank they were wrapped at.
        foreach (string line in text.ToString().TrimEnd().Split('\n')) output.WriteLine(line.TrimEnd());
        output.WriteLine();

        if (parseResult.CommandResult.Command is ExampleCommand command)
        {
            output.WriteLine("Examples:");
            foreach ((string line, string purpose) in command.Examples)
            {
                output.WriteLine($"  {line}");
                output.WriteLine($"      {purpose}");
            }
        }
        else
        {
            output.WriteLine(
                """
                Examples:
                  farhub demo
                      see it work, on this machine alone
                  farhub serve --share 0403:6001
                      where the device is
                  farhub attach rack1 0403:6001
                      where the program is

                """);
            output.WriteLine(ExitCodes);
        }
        return (int)ExitCode.Ok;
    }
}
