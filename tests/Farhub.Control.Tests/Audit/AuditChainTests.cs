using Farhub.Control.Audit;
using Farhub.Control.Tests.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Audit;

public sealed class AuditChainTests
{
    const int Count = 12;

    static readonly List<AuditRecord> Lines = StoreTests.Lines(AuditRecord.None, Count);

    sealed record Tampering(int What, int Where, int Part, int From);

    static Gen<Tampering> Tamperings =>
        from what in Gen.Choose(0, 4)
        from @where in Gen.Choose(0, Count - 1)
        from part in Gen.Choose(0, 7)
        from @from in Gen.Choose(0, Count - 1)
        select new Tampering(what, @where, part, @from);

    [Fact]
    public void AnyTampering_IsFoundWhereItBegins() => Prop.ForAll(Tamperings.ToArbitrary(), tampering =>
    {
        List<AuditRecord> lines = [.. Lines];
        Tamper(lines, tampering);
        if (lines.SequenceEqual(Lines)) return;
        int first = lines.Zip(Lines).TakeWhile(p => p.First == p.Second).Count();
        AuditVerdict verdict = AuditChain.Verify(lines, Lines[^1]);
        Assert.False(verdict.IsIntact);
        Assert.Equal((first, first + 1), (verdict.Count, verdict.FirstBroken!.Value));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void RewrittenFromALineOn_IsFoundByWhoKnowsTheNewest()
    {
        List<AuditRecord> lines = [.. Lines.Take(4), .. StoreTests.Lines(Lines[3] with { Hash = Lines[3].Hash }, Count - 4)];
        Assert.True(AuditChain.Verify(lines).IsIntact);
        Assert.Equal(Count, AuditChain.Verify(lines, Lines[^1]).FirstBroken);
    }

    [Fact]
    public void Verdicts_SayWhatIsWrong()
    {
        Assert.Equal(new AuditVerdict(0, null, "The audit is empty."), AuditChain.Verify([]));
        Assert.Equal(new AuditVerdict(12, null, "The audit is intact: 12 lines, each fits the one before."), AuditChain.Verify(Lines));
        Assert.Equal(new AuditVerdict(12, null, "The audit is intact: 12 lines, each fits the one before."), AuditChain.Verify(Lines, Lines[5]));
        Assert.Equal(
            new AuditVerdict(2, 3, "Line 3 of the audit is not as it was written: its hash does not fit it and the line before."),
            AuditChain.Verify(Lines.Select(l => l.Sequence == 3 ? l with { Who = "eve" } : l)));
        Assert.Equal(new AuditVerdict(2, 3, "Line 3 of the audit is missing: line 4 stands in its place."), AuditChain.Verify(Lines.Where(l => l.Sequence != 3)));
        Assert.Equal(new AuditVerdict(0, 1, "Line 1 of the audit is missing: line 2 stands in its place."), AuditChain.Verify(Lines.Skip(1)));
        Assert.Equal(
            new AuditVerdict(3, 4, "Line 4 of the audit is missing: line 3 stands in its place, where it does not belong."),
            AuditChain.Verify([.. Lines.Take(3), Lines[2]]));
        Assert.Equal(
            new AuditVerdict(9, 10, "The audit ends after line 9, but its newest line is known to be 12: the lines between were removed."),
            AuditChain.Verify(Lines.Take(9), Lines[^1]));
    }

    static void Tamper(List<AuditRecord> lines, Tampering tampering)
    {
        (int at, AuditRecord line) = (tampering.Where, lines[tampering.Where]);
        AuditRecord other = Lines[tampering.From];
        switch (tampering.What)
        {
            case 0: lines.RemoveAt(at); break;
            case 1: lines.RemoveRange(at, Math.Min(3, lines.Count - at)); break;
            case 2: lines.Insert(at, other); break;
            case 3: lines[at] = other; break;
            default: lines[at] = Change(line, tampering.Part); break;
        }
    }

    static AuditRecord Change(AuditRecord line, int part) => part switch
    {
        0 => line with { Sequence = line.Sequence + 1 },
        1 => line with { At = line.At.AddMilliseconds(1) },
        // To the next field: the same bytes in a row, were their lengths not hashed with them.
        2 => line with { Who = "an", From = "n" + line.From },
        3 => line with { From = line.From + "0" },
        4 => line with { Action = "Test" },
        5 => line with { Object = "" },
        6 => line with { Detail = line.Detail + " " },
        _ => line with { Hash = line.Hash.Replace(line.Hash[0], line.Hash[0] == '0' ? '1' : '0') },
    };
}
