using Farhub.Rendering;

namespace Farhub.Tests.Rendering;

public sealed class ScreenTests
{
    static readonly string[][] Rows = [["1-4.2", "[red]0403[/]:6001"], ["1-5", "\u001b[31mx"]];

    [Fact]
    public void Table_OnAPipe_IsPlainAlignedText() => Assert.Equal(
        """
        PORT PATH  ID
        1-4.2      [red]0403[/]:6001
        1-5        �[31mx

        """,
        Print(terminal: false, colour: true, screen => screen.Table(["PORT PATH", "ID"], Rows)));

    [Fact]
    public void Table_OnAPipe_NeverWraps()
    {
        string wide = new('x', 95);
        Assert.Contains($"{wide} {wide}", Print(terminal: false, colour: false, screen => screen.Table(["A"], [[$"{wide} {wide}"]])), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_OnATerminal_KeepsEscapesOfTheDeviceOut()
    {
        string text = Print(terminal: true, colour: false, screen => screen.Table(["PORT PATH", "ID"], Rows));
        Assert.DoesNotContain("\u001b[31m", text, StringComparison.Ordinal);
        Assert.Contains("\ufffd[31mx", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_OnAPipe_IsOnlyTheWork()
    {
        using StringWriter output = new();
        Screen screen = new(output, TextWriter.Null);
        Assert.Equal(7, await screen.ProgressAsync("title", 100, tell =>
        {
            tell(50);
            return Task.FromResult(7);
        }));
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void Progress_WithoutColour_HasNoColour()
    {
        string bare = Print(terminal: true, colour: false, Bar);
        string coloured = Print(terminal: true, colour: true, Bar);
        // Moving and erasing stay; "…m" with a colour goes.
        Assert.DoesNotMatch("\u001b\\[[0-9;]*[3489][0-9][0-9;]*m", bare);
        Assert.Matches("\u001b\\[[0-9;]*[3489][0-9][0-9;]*m", coloured);

        static void Bar(Screen screen)
        {
            Task<int> done = screen.ProgressAsync("title", 100, async tell =>
            {
                tell(50);
                await Task.Yield();
                return 0;
            });
            Assert.Equal(0, done.GetAwaiter().GetResult());
        }
    }

    [Fact]
    public void Line_AndMistake_AreCleaned()
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Screen screen = new(output, error);
        screen.Line("a\u001b[31mb");
        screen.Mistake("c\nd");
        Assert.Equal("a\ufffd[31mb\n", output.ToString());
        Assert.Equal("farhub: c\ufffdd\n", error.ToString());
    }

    static string Print(bool terminal, bool colour, Action<Screen> print)
    {
        using StringWriter output = new();
        print(new Screen(output, TextWriter.Null, terminal, colour, width: 80));
        return output.ToString();
    }
}
