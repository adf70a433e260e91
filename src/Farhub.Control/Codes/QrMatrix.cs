using System.Collections;
using QRCoder;

namespace Farhub.Control.Codes;

/// <summary>The modules of a QR code, its quiet zone of four light modules around it included.</summary>
sealed class QrMatrix
{
    readonly List<BitArray> _rows;

    /// <summary>The code of a text. Correction level M: what survives a smudge on a screen, and what phones are tuned for.</summary>
    /// <exception cref="ArgumentException">The text does not fit into a QR code.</exception>
    internal QrMatrix(string text)
    {
        try
        {
            using QRCodeData data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
            _rows = data.ModuleMatrix;
        }
        catch (QRCoder.Exceptions.DataTooLongException e)
        {
            throw new ArgumentException($"A text of {text.Length} characters does not fit into a QR code.", nameof(text), e);
        }
    }

    /// <summary>Modules a side.</summary>
    internal int Size => _rows.Count;

    /// <summary>True where a module is dark. Outside is light.</summary>
    internal bool this[int row, int column] => row < _rows.Count && _rows[row][column];
}
