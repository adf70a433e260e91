using System.CommandLine;
using Farhub.Client;

namespace Farhub.CommandLine;

/// <summary>The argument HUB.</summary>
static class HubArgument
{
    public static Argument<HubAddress> Create() => new("HUB")
    {
        Description = "The hub: host name or address, and the port if it is not 3240 (rack1, 192.0.2.7:3240, [2001:db8::7])",
        CustomParser = result =>
        {
            // The address itself says best what is wrong with it.
            if (!HubAddress.TryParse(result.Tokens[0].Value, out HubAddress? hub, out string? error)) result.AddError(error);
            return hub;
        },
    };
}
