using System.Globalization;

namespace Farhub.Client.Vhci;

/// <summary>One row of a vhci_hcd status file.</summary>
/// <param name="Port">Port number, over all controllers.</param>
/// <param name="IsSuperSpeed">Whether the port belongs to the controller's SuperSpeed hub.</param>
/// <param name="Status">State.</param>
/// <param name="DevId">busnum and devnum at the hub; 0 unless used.</param>
/// <param name="LocalBusId">The kernel's name for the device here, such as <c>5-1</c>; null unless used.</param>
/// <param name="IsReady">False when the port's controller is still starting; then its ports say they are connecting, and are not.</param>
readonly record struct VhciStatusRow(int Port, bool IsSuperSpeed, VhciPortStatus Status, uint DevId, string? LocalBusId, bool IsReady = true)
{
    /// <summary>A controller that is not ready gives itself away by the width of the sockfd column.</summary>
    const int NotReadyDigits = 16;

    /// <summary>Reads a whole status file.</summary>
    /// <remarks><code>
    /// hub port sta spd dev      sockfd local_busid        the header, not in every version
    /// hs  0000 004 000 00000000 000000 0-0                a free port
    /// hs  0000 005 000 00000000 0000000000000000 0-0      a controller that is not ready
    /// hs  0001 006 003 00020003 000005 5-2                a used one
    /// </code>Numbers are decimal with leading zeros, except dev. What cannot be a row is left out: the file is written while ports change.</remarks>
    internal static List<VhciStatusRow> Parse(string text)
    {
        var rows = new List<VhciStatusRow>();
        foreach (string line in text.Split('\n'))
        {
            string[] columns = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length < 3 || columns[0] is not ("hs" or "ss")
                || !TryNumber(columns[1], out int port) || !TryNumber(columns[2], out int status))
            {
                continue;
            }
            uint devId = 0;
            bool isUsed = status == (int)VhciPortStatus.Used && columns.Length >= 7
                && uint.TryParse(columns[4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out devId);
            rows.Add(new VhciStatusRow(
                port, columns[0] == "ss", (VhciPortStatus)status, devId, isUsed && columns[6] != "0-0" ? columns[6] : null,
                IsReady: columns.Length < 6 || columns[5].Length < NotReadyDigits || status != (int)VhciPortStatus.Connecting));
        }
        return rows;

        static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
