using System.Collections.Frozen;

namespace Farhub.Control.Accounts;

/// <summary>What people take when they are told to take twelve characters: the long ones at the top of every list of leaked passwords, and what comes to mind at a hub.</summary>
static class CommonPasswords
{
    const string Words = """
        000000000000 0123456789ab 012345678901 0987654321ab 098765432109 0987654321098 111111111111 112233445566 121212121212 123123123123 123321123321
        1234567890-= 1234567890ab 1234567890abc 1234567890abcd 1234567890qw 1234567890qwe 1234567890qwerty 123456789012 1234567890123 12345678901234
        123456789123 123456789abc 123456789qwe 123456abcdef 123456qwerty 1234abcd1234 1234qwerasdf 1234qwerasdfzxcv 1q2w3e4r5t6y 1q2w3e4r5t6y7u
        1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc abc123abc123 abc123456789 abcabcabcabc abcd12345678 abcdefghijkl abcdefghijklm
        admin1234567 admin12345678 admin123admin admin@123456 adminadminadmin administrator administrator1 administrator123 asdfasdfasdf asdfghjkl123
        asdfghjkl;'\ asdfghjklqwerty asdfghjklzxcv azertyuiop12 azertyuiop123 azertyuiopqs changeme1234 changeme12345 changeme123456 changemenow!
        changemeplease correcthorsebatterystaple defaultpassword dragondragon farhubfarhub farhub123456 football1234 hellohello12 helloworld123 iloveyou1234
        iloveyou12345 iloveyouforever iloveyousomuch iloveyou2you letmein12345 letmein123456 letmeinplease loveme123456 masterpassword monkeymonkey
        mypassword12 mypassword123 newpassword1 newpassword123 p@ssw0rd1234 p@ssw0rd12345 p@ssword1234 passw0rd1234 password!123 password1234 password12345
        password123456 password@123 password@1234 passwordpassword password1password princess1234 q1w2e3r4t5y6 qazwsxedcrfv qazwsxedc123 qwer1234asdf
        qwerasdfzxcv qwerty123456 qwerty1234567 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiop[] qwertyuiopas qwertyuiopasdf rootrootroot
        secret123456 secretsecret sunshine1234 superman1234 test12345678 testtesttest trustno1trustno1 unknownpassword welcome12345 welcome123456 welcome1234!
        welcomewelcome whatever1234 yourpassword zxcvbnm12345 zxcvbnm123456 zxcvbnmasdfgh
        """;

    static readonly FrozenSet<string> All = Words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many there are.</summary>
    internal static int Count => All.Count;

    /// <summary>True when it is one of them; capitals do not matter.</summary>
    internal static bool Contains(string password) => All.Contains(password);
}
