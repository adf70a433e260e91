using System.Net;
using System.Net.Sockets;
using Farhub.Control.Addresses;
using Farhub.Control.State;

namespace Farhub.Control.Accounts;

/// <summary>Keeps those who guess passwords slow, without letting them lock anybody out.</summary>
/// <remarks>An attempt counts as failed from its beginning until it turns out well: a thousand at the same time are no way around a limit. From where a user has
/// logged in before, a stranger's guesses elsewhere do not slow them down. Users that do not exist are limited the same, or the limit would tell who does; they
/// are counted apart, so that made-up names push no real one out.</remarks>
/// <param name="time">The clock.</param>
sealed class AttemptLimits(TimeProvider time)
{
    /// <summary>Failures at one account from one place before it is refused.</summary>
    internal const int PerAccountAndPlace = 10;

    /// <summary>Failures from one place before it is refused.</summary>
    internal const int PerPlace = 30;

    /// <summary>Failures at one account, wherever they came from, before it is slowed down.</summary>
    internal const int PerAccount = 20;

    const int Capacity = 10_000;

    /// <summary>How long a failure counts.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    static readonly TimeSpan Slow = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Trusted = TimeSpan.FromDays(30);

    readonly Lock _counting = new();
    readonly RecentTable<(string Account, string Place)> _pairs = new(Capacity, Window, PerAccountAndPlace);
    readonly RecentTable<string> _places = new(Capacity, Window, PerPlace);
    readonly RecentTable<string> _accounts = new(Capacity, Window, 64);
    readonly RecentTable<string> _strangers = new(Capacity, Window, 64);
    readonly RecentTable<(string Account, string Place)> _trusted = new(Capacity, Trusted, 1);

    /// <summary>Lets an attempt begin.</summary>
    /// <exception cref="ControlException">It is too early for one.</exception>
    internal Attempt Begin(string account, bool isKnown, IPAddress address)
    {
        // What does not exist has no name that could fill the memory.
        string name = account.Length > 64 ? account[..64] : account;
        var attempt = new Attempt(name, isKnown, PlaceOf(address), time.GetUtcNow());
        lock (_counting)
        {
            DateTimeOffset? later = Later(attempt);
            if (later is { } at) throw new ControlException(ControlFailure.TooMany, $"Too many failed attempts: try again after {at:u}.");
            _pairs.Add((name, attempt.Place), attempt.At);
            _places.Add(attempt.Place, attempt.At);
            AccountsOf(attempt).Add(name, attempt.At);
        }
        return attempt;
    }

    /// <summary>It was no failure, nor a success.</summary>
    internal void TakeBack(Attempt attempt)
    {
        lock (_counting)
        {
            _pairs.Remove((attempt.Account, attempt.Place), attempt.At);
            _places.Remove(attempt.Place, attempt.At);
            AccountsOf(attempt).Remove(attempt.Account, attempt.At);
        }
    }

    /// <summary>It was a success. The place's other failures, and the account's elsewhere, stay: to know one password is no licence to guess others.</summary>
    internal void Succeed(Attempt attempt)
    {
        TakeBack(attempt);
        lock (_counting)
        {
            _pairs.Clear((attempt.Account, attempt.Place));
            _trusted.Add((attempt.Account, attempt.Place), attempt.At);
        }
    }

    RecentTable<string> AccountsOf(Attempt attempt) => attempt.IsKnown ? _accounts : _strangers;

    /// <summary>When an attempt may begin; null for now.</summary>
    DateTimeOffset? Later(Attempt attempt)
    {
        IReadOnlyList<DateTimeOffset> pair = _pairs.Of((attempt.Account, attempt.Place), attempt.At);
        if (pair.Count >= PerAccountAndPlace) return pair[0] + Window;
        IReadOnlyList<DateTimeOffset> place = _places.Of(attempt.Place, attempt.At);
        if (place.Count >= PerPlace) return place[0] + Window;
        IReadOnlyList<DateTimeOffset> account = AccountsOf(attempt).Of(attempt.Account, attempt.At);
        bool isSlow = account.Count >= PerAccount && attempt.At - account[^1] < Slow && _trusted.Of((attempt.Account, attempt.Place), attempt.At).Count == 0;
        return isSlow ? account[^1] + Slow : null;
    }

    /// <summary>Whoever has one address of IPv6 has the 2^64 around it too.</summary>
    static string PlaceOf(IPAddress address)
    {
        IPAddress plain = PlainAddress.Of(address);
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? $"{Convert.ToHexString(plain.GetAddressBytes(), 0, 8)}/64" : plain.ToString();
    }
}
