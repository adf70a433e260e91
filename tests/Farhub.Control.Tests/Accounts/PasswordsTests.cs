using System.Buffers.Binary;
using System.Diagnostics;
using Farhub.Control.Accounts;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Accounts;

public sealed class PasswordsTests
{
    [Theory]
    [InlineData("elevenchars", "password: has to be 12 to 128 characters.")]
    [InlineData("", "password: has to be 12 to 128 characters.")]
    [InlineData("Bob-The-Builder", "password: may not be the user's name.")]
    [InlineData("Password1234", "password: is one of those that are tried first: take another.")]
    public void BadPassword_IsRefused(string password, string reason) =>
        Assert.Equal(reason, TestHub.Refusal(ControlFailure.Mistakes, () => new Passwords(1).Hash("bob-the-builder", password)));

    [Fact]
    public void Length_IsBoundedAbove()
    {
        var passwords = new Passwords(1);
        Assert.Equal(PasswordCheck.Right, passwords.Check(passwords.Hash("bob", new string('x', 128)), new string('x', 128)));
        TestHub.Refusal(ControlFailure.Mistakes, () => passwords.Hash("bob", new string('x', 129)));
        Assert.Equal(PasswordCheck.Wrong, passwords.Check(passwords.Hash("bob", new string('x', 128)), new string('x', 1_000_000)));
    }

    [Fact]
    public void Hash_IsSlowAndSalted()
    {
        var passwords = new Passwords();
        byte[] hash = Convert.FromBase64String(passwords.Hash("bob", TestHub.Password));
        // Version 3: the pseudorandom function, then the rounds, big-endian.
        Assert.Equal((1, 2, 210_000), (hash[0], BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1)), BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5))));
        Assert.NotEqual(hash, Convert.FromBase64String(passwords.Hash("bob", TestHub.Password)));
    }

    [Fact]
    public void Check_SaysWhatItIs()
    {
        string old = new Passwords(5).Hash("bob", TestHub.Password);
        Assert.Equal(PasswordCheck.Right, new Passwords(5).Check(old, TestHub.Password));
        Assert.Equal(PasswordCheck.RightButOld, new Passwords(6).Check(old, TestHub.Password));
        Assert.Equal(PasswordCheck.Wrong, new Passwords(5).Check(old, TestHub.Password + " "));
        Assert.Equal(PasswordCheck.Wrong, new Passwords(5).Check(null, TestHub.Password));
    }

    [Fact]
    public void NobodysPassword_IsLookedAtAsLongAsSomebodys()
    {
        var passwords = new Passwords();
        string hash = passwords.Hash("bob", TestHub.Password);
        // A tenth of a second against nothing; the shortest of three, as others use the machine too.
        Assert.True(Shortest(null) > Shortest(hash) / 3);

        TimeSpan Shortest(string? looked) => Enumerable.Range(0, 3).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            passwords.Check(looked, "a horse on the sun");
            return Stopwatch.GetElapsedTime(start);
        });
    }

    [Fact]
    public void CommonPasswords_AreLongEnoughToMatter() => Assert.InRange(CommonPasswords.Count, 100, 150);
}
