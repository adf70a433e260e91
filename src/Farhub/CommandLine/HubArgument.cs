using System.CommandLine;
using System.Diagnostics.CodeAnalysis;

namespace Farhub.CommandLine;

/// <summary>The argument HUB.</summary>
static class HubArgument
{
    public static Argument<string> Create()
    {
        Argument<string> hub = Symbols.Required<string>(
            "HUB", TryText, "is not a hub: write its host name or address, with the port if it is not 3240, such as rack1 or 192.0.2.7:3240.");
        hub.Description = "The hub: host name or address, and the port if it is not 3240 (rack1, 192.0.2.7:3240, [2001:db8::7])";
        return hub;
    }

    static bool TryText(string text, [MaybeNullWhen(false)] out string value) => (value = text).Length > 0;
}
