using Farhub.Control.State;

namespace Farhub.Control.Audit;

/// <summary>Writes refusals into the audit: each that is new, and of those that repeat one a minute with their number. Who guesses does not get to fill it.</summary>
/// <param name="registry">Has the audit.</param>
/// <param name="time">The clock.</param>
sealed class RefusalNotes(Registry registry, TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Different refusals remembered: more than that a minute come from somebody who makes them up.</summary>
    const int Capacity = 1000;

    readonly Lock _noting = new();
    readonly Dictionary<(string Who, string From, string Action, string Subject, string Reason), (DateTimeOffset Written, int Since)> _known = [];

    /// <summary>Notes one.</summary>
    /// <param name="actor">Who was refused.</param>
    /// <param name="action">What they were refused: <c>login.refuse</c>.</param>
    /// <param name="subject">About what: <c>users/ann</c>.</param>
    /// <param name="reason">Why, as a sentence; the same each time, so without times in it.</param>
    /// <param name="isMadeUp">True when there is no such thing as the subject: then another one is no other refusal.</param>
    /// <returns>True when it was written; false for one that is only counted.</returns>
    internal bool Note(Actor actor, string action, string subject, string reason, bool isMadeUp = false)
    {
        int repeated;
        lock (_noting)
        {
            DateTimeOffset now = time.GetUtcNow();
            (string, string, string, string, string) key = (actor.Who, actor.From, action, isMadeUp ? "" : subject, reason);
            if (_known.TryGetValue(key, out (DateTimeOffset Written, int Since) known) && now - known.Written < Interval)
            {
                _known[key] = (known.Written, known.Since + 1);
                return false;
            }
            if (_known.Count >= Capacity && !_known.ContainsKey(key))
            {
                foreach ((var old, var _) in _known.Where(p => now - p.Value.Written >= Interval).ToList()) _known.Remove(old);
                if (_known.Count >= Capacity) return false;
            }
            repeated = known.Since;
            _known[key] = (now, 0);
        }
        registry.Note(actor, action, subject, repeated == 0 ? reason : $"{reason} ({repeated} times more in between)");
        return true;
    }
}
