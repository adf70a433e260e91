using System.CommandLine;
using Farhub.Client;

namespace Farhub.CommandLine;

/// <summary>The argument HUB.</summary>
static class HubArgument
{
    public static Argument<HubAddress> Create()
    {
        Argument<HubAddress> hub = Symbols.Required<HubAddress>("HUB", HubAddress.TryParse);
        hub.Description = "The hub: host name or address, and the port if it is not 3240 (rack1, 192.0.2.7:3240, [2001:db8::7]); or unix:PATH, a hub on this machine";
        return hub;
    }
}
