using Farhub.Control.Audit;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Leases;

/// <summary>Writes refusals into the audit: each that is new, and of those that repeat one a minute with their number. Some clients try for ever.</summary>
sealed class RefusalLog(Registry registry, EventStream events, TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Different refusals remembered: more than that a minute come from somebody who makes them up.</summary>
    const int Capacity = 1000;

    readonly object _noting = new();
    readonly Dictionary<(string Who, string From, string Share, string Reason), (DateTimeOffset Written, int Since)> _known = [];

    internal void Note(Actor visitor, string share, string reason)
    {
        string name = ForeignText.Clean(share, Names.MaxLength);
        int repeated;
        lock (_noting)
        {
            DateTimeOffset now = time.GetUtcNow();
            // What a stranger makes up is not to fill the audit: all names that are none count as one, and the reason has the name in it.
            (string, string, string, string) key = registry.State.Shares.ContainsKey(share) ? (visitor.Who, visitor.From, share, reason) : (visitor.Who, visitor.From, "", "");
            if (_known.TryGetValue(key, out (DateTimeOffset Written, int Since) known) && now - known.Written < Interval)
            {
                _known[key] = (known.Written, known.Since + 1);
                return;
            }
            if (_known.Count >= Capacity)
            {
                foreach ((var old, var _) in _known.Where(p => now - p.Value.Written >= Interval).ToList()) _known.Remove(old);
                if (_known.Count >= Capacity && !_known.ContainsKey(key)) return;
            }
            repeated = known.Since;
            _known[key] = (now, 0);
        }
        string text = repeated == 0 ? reason : $"{reason} ({repeated} times more in between)";
        registry.Note(visitor, "import.refuse", $"shares/{name}", text);
        events.Publish(EventTypes.Refused, name, $"to {(visitor.Who.Length > 0 ? $"{visitor.Who} at " : "")}{visitor.From}: {reason}", visitor.Who.Length > 0 ? visitor.Who : null);
    }
}
