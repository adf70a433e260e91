using System.Text;
using Farhub.Control.Model;
using Farhub.Devices;

namespace Farhub.Web.Pages.Devices;

/// <summary>What a new share might be called.</summary>
static class ShareName
{
    /// <summary>A good name that is not taken.</summary>
    /// <param name="device">What would be shared.</param>
    /// <param name="isTaken">Whether a share is called so already.</param>
    internal static string Propose(DeviceInfo device, Func<string, bool> isTaken)
    {
        string name = Fit(device.Product ?? "", Names.MaxLength);
        if (name.Length == 0) name = Fit(device.Manufacturer ?? "", Names.MaxLength);
        if (name.Length == 0) name = $"usb-{device.Id.ToString().Replace(':', '-')}";
        string proposed = name;
        for (int number = 2; isTaken(proposed); number++)
        {
            string end = $"-{number}";
            proposed = Fit(name, Names.MaxLength - end.Length) + end;
        }
        return proposed;
    }

    /// <summary>A text as a name may be; empty when nothing of it can be used.</summary>
    static string Fit(string text, int most)
    {
        var name = new StringBuilder();
        foreach (char c in text)
        {
            if (name.Length == most) break;
            if (char.IsAsciiLetterOrDigit(c)) name.Append(char.ToLowerInvariant(c));
            else if (name.Length > 0 && c is '.' or '_' && char.IsAsciiLetterOrDigit(name[^1])) name.Append(c);
            else if (name.Length > 0 && name[^1] is not ('-' or '.' or '_')) name.Append('-');
        }
        return name.ToString().TrimEnd('-', '.', '_');
    }
}
