using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Farhub.Control.Codes;

namespace Farhub.Control.Tests.Codes;

public sealed partial class RecoveryCodesTests
{
    [Fact]
    public void TenDifferentCodes_OfThatForm()
    {
        var set = RecoveryCodes.Generate(out IReadOnlyList<string> codes);
        Assert.Equal((10, 10, 10), (set.Remaining, codes.Count, codes.Distinct().Count()));
        Assert.All(codes, code => Assert.Matches(Form(), code));
    }

    [Fact]
    public void EveryCode_WorksOnce_InAnyOrder()
    {
        var set = RecoveryCodes.Generate(out IReadOnlyList<string> codes);
        foreach (int i in (int[])[9, 0, 5, 1, 8, 2, 7, 3, 6, 4])
        {
            int before = set.Remaining;
            Assert.True(set.TryUse(codes[i], out set));
            Assert.Equal(before - 1, set.Remaining);
            Assert.False(set.TryUse(codes[i], out RecoveryCodes same));
            Assert.Same(set, same);
        }
        Assert.Equal((0, ""), (set.Remaining, set.Write()));
    }

    [Fact]
    public void AsPeopleTypeIt_IsRead()
    {
        // Until a code has a 0 and a 1, which people write in other ways.
        RecoveryCodes set;
        string? code;
        do
        {
            set = RecoveryCodes.Generate(out IReadOnlyList<string> codes);
            code = codes.FirstOrDefault(c => c.Contains('0', StringComparison.Ordinal) && c.Contains('1', StringComparison.Ordinal));
        }
        while (code is null);
        string[] typed =
        [
            code.ToLowerInvariant(),
            code.Replace("-", "", StringComparison.Ordinal),
            $" {code.Replace('-', ' ')} ",
            code.Replace('0', 'O').Replace('1', 'I'),
            code.Replace('0', 'o').Replace('1', 'l'),
            code.Replace('1', 'L'),
            code.Replace('1', 'i'),
        ];
        Assert.All(typed, t => Assert.True(set.TryUse(t, out _)));
    }

    [Fact]
    public void AnythingElse_IsRefused()
    {
        var set = RecoveryCodes.Generate(out IReadOnlyList<string> codes);
        _ = RecoveryCodes.Generate(out IReadOnlyList<string> others);
        string code = codes[0];
        string[] wrong = ["", others[0], code[..^1], code + "0", code[..^1] + "U", code[..^1] + "u", code[..^1] + "é", code[..^1] + "_", code[..^1] + (code[^1] == '2' ? '3' : '2')];
        Assert.All(wrong, w =>
        {
            Assert.False(set.TryUse(w, out RecoveryCodes same));
            Assert.Same(set, same);
        });
    }

    [Fact]
    public void WhatIsKept_IsSaltedHashes_AndIsReadBack()
    {
        var set = RecoveryCodes.Generate(out IReadOnlyList<string> codes);
        byte[][] entries = [.. set.Write().Split('.').Select(Convert.FromHexString)];
        Assert.Equal(10, entries.Select(e => Convert.ToHexString(e[..16])).Distinct().Count());
        for (int i = 0; i < codes.Count; i++)
            Assert.Equal(SHA256.HashData([.. entries[i][..16], .. Encoding.ASCII.GetBytes(codes[i].Replace("-", "", StringComparison.Ordinal))]), entries[i][16..]);

        Assert.True(RecoveryCodes.TryRead(set.Write(), out RecoveryCodes? read));
        Assert.Equal(set.Write(), read.Write());
        Assert.True(read.TryUse(codes[3], out read));
        Assert.True(RecoveryCodes.TryRead(read.Write(), out read));
        Assert.False(read.TryUse(codes[3], out _));
        Assert.True(read.TryUse(codes[4], out _));
        Assert.Equal("9 recovery codes", read.ToString());
    }

    [Fact]
    public void NoCodesLeft_AreReadBack()
    {
        Assert.True(RecoveryCodes.TryRead("", out RecoveryCodes? none));
        Assert.Equal(0, none.Remaining);
    }

    [Fact]
    public void WhatWasNotWritten_IsNotRead()
    {
        string text = RecoveryCodes.Generate(out _).Write();
        string[] wrong = [text + ".", text[1..], text + "." + text[..96], text[..95] + "x", "."];
        Assert.All(wrong.Append(null), w => Assert.False(RecoveryCodes.TryRead(w, out _)));
    }

    [GeneratedRegex("^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$")]
    private static partial Regex Form();
}
