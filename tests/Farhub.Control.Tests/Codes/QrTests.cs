using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Farhub.Control.Codes;
using QRCoder;

namespace Farhub.Control.Tests.Codes;

public sealed partial class QrTests
{
    const string Text = "otpauth://totp/Hub:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hub&algorithm=SHA1&digits=6&period=30";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Terminal_ShowsTheModules_DarkAndLightAsTheyAre(bool invert)
    {
        string[] lines = QrText.Render(Text, invert).Split('\n');
        bool[][] modules = Modules(Text);
        Assert.Equal("", lines[^1]);
        Assert.Equal((modules.Length + 1) / 2, lines.Length - 1);
        Assert.All(lines[..^1], line => Assert.Equal(modules.Length, line.Length));
        for (int row = 0; row < modules.Length + 1; row++)
        {
            for (int column = 0; column < modules.Length; column++)
            {
                char c = lines[row / 2][column];
                Assert.Contains(c, "█▀▄ ");
                bool isDrawn = c == '█' || c == (row % 2 == 0 ? '▀' : '▄');
                bool isDark = isDrawn == invert;
                Assert.Equal(row < modules.Length && modules[row][column], isDark);
            }
        }
    }

    [Fact]
    public void QuietZone_IsFourModules_AndThreeCornersHaveFinders()
    {
        var modules = new QrMatrix(Text);
        int size = modules.Size;
        Assert.Equal(1, (size - 8) % 4);
        for (int i = 0; i < size; i++)
        {
            for (int edge = 0; edge < 4; edge++)
            {
                Assert.False(modules[edge, i] || modules[i, edge] || modules[size - 1 - edge, i] || modules[i, size - 1 - edge]);
            }
        }
        string[] finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
        foreach ((int top, int left) in ((int, int)[])[(4, 4), (4, size - 11), (size - 11, 4)])
        {
            for (int row = 0; row < 7; row++)
                Assert.Equal(finder[row], string.Concat(Enumerable.Range(0, 7).Select(column => modules[top + row, left + column] ? '1' : '0')));
        }
    }

    [Fact]
    public void Svg_IsOnePathOfTheModules_OnALightGround()
    {
        string svg = QrSvg.Render(Text);
        bool[][] modules = Modules(Text);
        XElement root = XElement.Parse(svg);
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(ns + "svg", root.Name);
        Assert.Equal($"0 0 {modules.Length} {modules.Length}", root.Attribute("viewBox")!.Value);
        Assert.Equal("crispEdges", root.Attribute("shape-rendering")!.Value);
        Assert.Equal("#fff", root.Element(ns + "rect")!.Attribute("fill")!.Value);
        string path = Assert.Single(root.Elements(ns + "path")).Attribute("d")!.Value;
        Assert.Equal("", Run().Replace(path, ""));

        bool[][] drawn = [.. modules.Select(row => new bool[row.Length])];
        foreach (Match run in Run().Matches(path))
        {
            (int x, int y, int length) = (Number(run, 1), Number(run, 2), Number(run, 3));
            Assert.Equal(x, Number(run, 4));
            for (int i = x; i < x + length; i++)
            {
                Assert.False(drawn[y][i]);
                drawn[y][i] = true;
            }
        }
        Assert.Equal(modules, drawn);
        Assert.DoesNotContain("secret", svg, StringComparison.Ordinal);

        static int Number(Match run, int group) => int.Parse(run.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void TextThatDoesNotFit_IsRefused()
    {
        string text = new('a', 3000);
        Assert.Throws<ArgumentException>(() => QrText.Render(text));
        Assert.Throws<ArgumentException>(() => QrSvg.Render(text));
    }

    [Fact]
    public void LongestEnrolment_Fits()
    {
        string name = new('日', OtpAuthUri.MaxNameLength);
        string text = new OtpAuthUri(name, name, CodeSecret.ForTotp(CodeAlgorithm.Sha512, 10, CodeSecret.MaxPeriod, new byte[CodeSecret.MaxKeyLength])).Write();
        Assert.True(OtpAuthUri.TryRead(text, out _, out _));
        Assert.NotEmpty(QrText.Render(text));
    }

    static bool[][] Modules(string text)
    {
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return [.. data.ModuleMatrix.Select(row => row.Cast<bool>().ToArray())];
    }

    [GeneratedRegex("M([0-9]+) ([0-9]+)h([0-9]+)v1H([0-9]+)z")]
    private static partial Regex Run();
}
