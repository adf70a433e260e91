namespace Farhub.Control.Audit;

/// <summary>Checks that an audit is as it was written.</summary>
public static class AuditChain
{
    /// <summary>Follows the chain from the first line on, one line in memory at a time.</summary>
    /// <param name="records">The audit, oldest first, from its first line on.</param>
    /// <param name="newest">The newest line as somebody outside the store knows it; without one, lines missing at the end cannot be told from lines never
    /// written.</param>
    public static AuditVerdict Verify(IEnumerable<AuditRecord> records, AuditRecord? newest = null)
    {
        AuditRecord before = AuditRecord.None;
        foreach (AuditRecord record in records)
        {
            if (!record.Follows(before)) return new AuditVerdict(before.Sequence, before.Sequence + 1, Broken(before.Sequence + 1, record.Sequence));
            // Lines written while the audit is read come behind the newest that was known.
            if (record.Sequence == newest?.Sequence && record.Hash != newest.Hash) return new AuditVerdict(before.Sequence, record.Sequence, Broken(record.Sequence, record.Sequence));
            before = record;
        }
        if (newest is not null && newest.Sequence > before.Sequence)
        {
            return new AuditVerdict(before.Sequence, before.Sequence + 1, $"The audit ends after line {before.Sequence}, but its newest line is known to be {newest.Sequence}: the lines between were removed.");
        }
        string sentence = before.Sequence == 0 ? "The audit is empty." : $"The audit is intact: {before.Sequence} lines, each fits the one before.";
        return new AuditVerdict(before.Sequence, null, sentence);
    }

    static string Broken(long expected, long found) =>
        found == expected ? $"Line {expected} of the audit is not as it was written: its hash does not fit it and the line before."
        : found > expected ? $"Line {expected} of the audit is missing: line {found} stands in its place."
        : $"Line {expected} of the audit is missing: line {found} stands in its place, where it does not belong.";
}
