using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Farhub.Rendering;

/// <summary>Everything the commands print. The only class that knows Spectre.Console; on a pipe, or with NO_COLOR, it prints plain text.</summary>
sealed class Screen
{
    // On a pipe there is no edge to wrap at.
    const int NoEdge = 2000;

    readonly bool _terminal;
    readonly bool _colour;
    readonly int _width;

    /// <summary>Prints to any writers.</summary>
    /// <param name="output">For what was asked for.</param>
    /// <param name="error">For what went wrong.</param>
    /// <param name="terminal">True when somebody is watching: bars move, and lines end at <paramref name="width"/>.</param>
    /// <param name="colour">True when colours are welcome.</param>
    /// <param name="width">Columns of the terminal.</param>
    public Screen(TextWriter output, TextWriter error, bool terminal = false, bool colour = false, int width = NoEdge)
    {
        Output = output;
        Error = error;
        _terminal = terminal;
        _colour = colour && terminal;
        _width = terminal ? width : NoEdge;
    }

    /// <summary>For what was asked for.</summary>
    public TextWriter Output { get; }

    /// <summary>For what went wrong.</summary>
    public TextWriter Error { get; }

    /// <summary>The process's own terminal or pipes.</summary>
    public static Screen OfProcess()
    {
        bool terminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        bool colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Screen(Console.Out, Console.Error, terminal, colour, terminal ? Math.Max(Console.WindowWidth, 40) : NoEdge);
    }

    /// <summary>One line of what was asked for. Cleaned, since it may quote a device or a peer.</summary>
    public void Line(string text) => Output.WriteLine(PlainText.Clean(text, int.MaxValue));

    /// <summary>One line of what went wrong.</summary>
    public void Mistake(string text) => Error.WriteLine($"farhub: {PlainText.Clean(text, int.MaxValue)}");

    /// <summary>A JSON document.</summary>
    public void Json<T>(T document, JsonTypeInfo<T> type) => Output.WriteLine(JsonSerializer.Serialize(document, type));

    /// <summary>Columns under headings.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new() { Border = TableBorder.None, ShowRowSeparators = false };
        foreach (string heading in headings)
        {
            TableColumn column = new(new Text(heading, new Style(decoration: Decoration.Bold)));
            column.Padding(0, 0, heading == headings[^1] ? 0 : 2, 0);
            if (!_terminal) column.NoWrap();
            table.AddColumn(column);
        }
        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow(row.Select(cell => new Text(PlainText.Clean(cell))));
        }
        using StringWriter text = new();
        Canvas(text).Write(table);
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Output.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>Shows a bar while work is done; on a pipe only the work.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="work">Does it, and tells how much is done so far.</param>
    public Task<T> ProgressAsync<T>(string title, long total, Func<Action<long>, Task<T>> work) =>
        !_terminal
            ? work(_ => { })
            : Canvas(Output).Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
                .StartAsync(context =>
                {
                    ProgressTask bar = context.AddTask(Markup.Escape(title), maxValue: total);
                    return work(done => bar.Value = done);
                });

    IAnsiConsole Canvas(TextWriter writer)
    {
        IAnsiConsole canvas = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = _terminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = _colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = _terminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        canvas.Profile.Width = _width;
        return canvas;
    }
}
