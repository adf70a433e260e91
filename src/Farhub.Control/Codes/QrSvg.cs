using System.Globalization;
using System.Text;

namespace Farhub.Control.Codes;

/// <summary>A QR code for a web page.</summary>
public static class QrSvg
{
    /// <summary>Renders a text as one SVG element: a light ground with the quiet zone, on it one path of the dark modules. One unit a module; it
    /// grows to whatever size the page gives it and stays sharp. Nothing of the text stands in it.</summary>
    /// <exception cref="ArgumentException">The text does not fit into a QR code.</exception>
    public static string Render(string text)
    {
        var modules = new QrMatrix(text);
        var svg = new StringBuilder(4096);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {modules.Size} {modules.Size}\" shape-rendering=\"crispEdges\">");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"");
        for (int row = 0; row < modules.Size; row++)
        {
            for (int column = 0; column < modules.Size; column++)
            {
                if (!modules[row, column]) continue;
                int start = column;
                while (column < modules.Size && modules[row, column]) column++;
                svg.Append(CultureInfo.InvariantCulture, $"M{start} {row}h{column - start}v1H{start}z");
            }
        }
        return svg.Append("\"/></svg>").ToString();
    }
}
