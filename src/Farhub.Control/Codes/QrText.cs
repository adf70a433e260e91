using System.Text;

namespace Farhub.Control.Codes;

/// <summary>A QR code in a terminal: two modules a character, one above the other, because a character is about twice as high as it is wide.</summary>
public static class QrText
{
    /// <summary>Renders a text, with its quiet zone; lines end in '\n'.</summary>
    /// <param name="text">What the code says.</param>
    /// <param name="invert">False for a terminal that writes light on dark, true for dark on light: cameras want dark modules on a light ground.</param>
    /// <exception cref="ArgumentException">The text does not fit into a QR code.</exception>
    public static string Render(string text, bool invert = false)
    {
        var modules = new QrMatrix(text);
        var lines = new StringBuilder((modules.Size + 1) * modules.Size);
        for (int row = 0; row < modules.Size; row += 2)
        {
            for (int column = 0; column < modules.Size; column++)
            {
                // Drawn is what the terminal writes in: the light modules on a dark terminal.
                bool upper = modules[row, column] == invert;
                bool lower = modules[row + 1, column] == invert;
                lines.Append((upper, lower) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                });
            }
            lines.Append('\n');
        }
        return lines.ToString();
    }
}
