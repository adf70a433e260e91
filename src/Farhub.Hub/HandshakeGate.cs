using System.Net;
using Farhub.Protocol;

namespace Farhub.Hub;

/// <summary>Counts connections that have not finished their request, together and by address: a crowd of silent ones must not use up the hub.</summary>
sealed class HandshakeGate(UsbipLimits limits)
{
    readonly Lock _lock = new();
    readonly Dictionary<IPAddress, int> _byAddress = [];
    int _total;

    /// <summary>Lets one in.</summary>
    /// <returns>False when there are too many.</returns>
    internal bool TryEnter(IPAddress address)
    {
        lock (_lock)
        {
            int here = _byAddress.GetValueOrDefault(address);
            if (_total >= limits.MaxHandshakes || here >= limits.MaxHandshakesPerAddress) return false;
            _byAddress[address] = here + 1;
            _total++;
            return true;
        }
    }

    /// <summary>One has finished.</summary>
    internal void Leave(IPAddress address)
    {
        lock (_lock)
        {
            _total--;
            if (--_byAddress[address] == 0) _byAddress.Remove(address);
        }
    }
}
