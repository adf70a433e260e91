using System.Security.Cryptography;
using Farhub.Control.State;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Farhub.Control.Accounts;

/// <summary>What a password has to be, and its hash: the framework's, PBKDF2 with HMAC-SHA-512 and a salt.</summary>
public sealed class Passwords
{
    /// <summary>Fewest characters. Length is what counts; rules about digits and capitals make passwords that people write down.</summary>
    public const int MinLength = 12;

    /// <summary>Most characters.</summary>
    public const int MaxLength = 128;

    /// <summary>Rounds of a hash: what OWASP asks for with SHA-512.</summary>
    public const int Iterations = 210_000;

    readonly PasswordHasher<string> _hasher;

    /// <summary>A hash that is nobody's: to look at it takes as long as to look at somebody's.</summary>
    readonly string _nobodys;

    /// <summary>Hashes as it should be.</summary>
    public Passwords() : this(Iterations) { }

    /// <summary>Hashes with another number of rounds.</summary>
    internal Passwords(int iterations)
    {
        _hasher = new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        _nobodys = _hasher.HashPassword("", Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
    }

    /// <summary>The hash of a new password.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="ControlException">It may not be one.</exception>
    public string Hash(string user, string password)
    {
        if (Problem(user, password) is { } problem) throw new ControlException([new Mistake("password", problem)]);
        return _hasher.HashPassword("", password);
    }

    /// <summary>The hash of a password that was right, as it would be made today.</summary>
    internal string HashAgain(string password) => _hasher.HashPassword("", password);

    /// <summary>Looks whether a password is the one. Takes its time in any case.</summary>
    /// <param name="hash">The hash; null for somebody who has none, or does not exist.</param>
    /// <param name="password">What was given.</param>
    internal PasswordCheck Check(string? hash, string password)
    {
        // A megabyte would be hashed before it is found wrong.
        string looked = password.Length > MaxLength ? "" : password;
        PasswordVerificationResult result = _hasher.VerifyHashedPassword("", hash ?? _nobodys, looked);
        return hash is null || looked.Length == 0 ? PasswordCheck.Wrong : result switch
        {
            PasswordVerificationResult.Success => PasswordCheck.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButOld,
            _ => PasswordCheck.Wrong,
        };
    }

    /// <summary>Why something may not be a password; null when it may.</summary>
    static string? Problem(string user, string password) =>
        password.Length is < MinLength or > MaxLength ? $"has to be {MinLength} to {MaxLength} characters"
        : password.Equals(user, StringComparison.OrdinalIgnoreCase) ? "may not be the user's name"
        : CommonPasswords.Contains(password) ? "is one of those that are tried first: take another"
        : null;
}
