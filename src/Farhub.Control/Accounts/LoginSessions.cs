namespace Farhub.Control.Accounts;

/// <summary>Who is logged in. In memory only: after a restart everybody logs in anew. Of a session's token only the hash is kept.</summary>
/// <param name="time">The clock.</param>
sealed class LoginSessions(TimeProvider time)
{
    /// <summary>How long a session may go unused.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts at most.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Most sessions of a user; the oldest makes room.</summary>
    internal const int PerUser = 20;

    readonly Lock _changing = new();
    readonly Dictionary<string, LoginSession> _byHash = new(StringComparer.Ordinal);
    readonly Dictionary<string, long> _endings = new(StringComparer.Ordinal);

    /// <summary>How often all sessions of a user were ended: whoever began to log in before that is not to get in after it.</summary>
    internal long EndingsOf(string user)
    {
        lock (_changing) return _endings.GetValueOrDefault(user);
    }

    /// <summary>Begins a session, unless all were ended since the login began.</summary>
    internal (string Token, LoginSession Session)? TryBegin(string user, long endings)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_changing)
        {
            if (_endings.GetValueOrDefault(user) != endings) return null;
            foreach ((string hash, var _) in _byHash.Where(p => IsOver(p.Value, now)).ToList()) _byHash.Remove(hash);
            List<KeyValuePair<string, LoginSession>> mine = [.. _byHash.Where(p => p.Value.User == user).OrderBy(p => p.Value.Created)];
            foreach ((string hash, var _) in mine.Take(mine.Count + 1 - PerUser)) _byHash.Remove(hash);
            string token = BearerText.New(BearerText.SessionPrefix);
            var session = new LoginSession(BearerText.NewId(), user, now, now);
            _byHash.Add(BearerText.HashOf(token), session);
            return (token, session);
        }
    }

    /// <summary>The session of a token, which is used by that; null when there is none, or none any more.</summary>
    internal LoginSession? Use(string token)
    {
        DateTimeOffset now = time.GetUtcNow();
        // To find it by its hash tells nobody anything: who could choose hashes would have broken SHA-256.
        string hash = BearerText.HashOf(token);
        lock (_changing)
        {
            if (!_byHash.TryGetValue(hash, out LoginSession? session)) return null;
            if (IsOver(session, now))
            {
                _byHash.Remove(hash);
                return null;
            }
            return _byHash[hash] = session with { LastUsed = now };
        }
    }

    /// <summary>True while there is one of that id; to ask does not use it.</summary>
    internal bool Has(string id)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_changing) return _byHash.Values.Any(s => s.Id == id && !IsOver(s, now));
    }

    /// <summary>Ends one.</summary>
    /// <returns>False when there was none.</returns>
    internal bool End(string id)
    {
        lock (_changing)
        {
            string? hash = _byHash.Where(p => p.Value.Id == id).Select(p => p.Key).FirstOrDefault();
            return hash is not null && _byHash.Remove(hash);
        }
    }

    /// <summary>Ends all of a user, and those that are about to begin.</summary>
    /// <returns>How many there were.</returns>
    internal int EndAll(string user)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_changing)
        {
            _endings[user] = _endings.GetValueOrDefault(user) + 1;
            int count = 0;
            foreach ((string hash, LoginSession session) in _byHash.Where(p => p.Value.User == user).ToList())
            {
                _byHash.Remove(hash);
                if (!IsOver(session, now)) count++;
            }
            return count;
        }
    }

    static bool IsOver(LoginSession session, DateTimeOffset now) => now - session.LastUsed >= Idle || now - session.Created >= Longest;
}
