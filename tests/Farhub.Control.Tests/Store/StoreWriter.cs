using System.Globalization;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.Store;

/// <summary>Commits pairs of things without end. Both of a pair carry the same number, and each pair has two lines in the audit: half a commit shows.</summary>
static class StoreWriter
{
    internal const string Command = "write-to-store";

    internal static int Run(string store)
    {
        using var registry = new Registry(StoreOpener.Open(store), TimeProvider.System);
        while (true)
        {
            WritePair(registry);
            Console.Out.WriteLine(registry.LastAudit.Sequence.ToString(CultureInfo.InvariantCulture));
            Console.Out.Flush();
        }
    }

    internal static void WritePair(Registry registry)
    {
        string number = registry.NextSequence.ToString(CultureInfo.InvariantCulture);
        registry.Change(Actor.Hub, s => s with
        {
            Settings = s.Settings.SetItem("left", new Setting { Name = "left", Value = number }).SetItem("right", new Setting { Name = "right", Value = number }),
        });
    }

    /// <summary>Whether all that was said to be stored is, and nothing by half.</summary>
    internal static void Check(IStore store, long acknowledged)
    {
        (HubState state, Farhub.Control.Audit.AuditRecord last) = store.Load();
        Assert.True(last.Sequence >= acknowledged, $"{acknowledged} was acknowledged, but the newest line is {last.Sequence}.");
        Assert.True(last.Sequence - acknowledged <= 2, $"{last.Sequence} is there, but nobody waited for more than the pair after {acknowledged}.");
        Assert.Equal(0, last.Sequence % 2);
        Farhub.Control.Audit.AuditVerdict verdict = Farhub.Control.Audit.AuditChain.Verify(store.ReadAudit(), last);
        Assert.True(verdict.IsIntact, verdict.Sentence);
        if (last.Sequence == 0) return;
        Assert.Equal((last.Sequence - 1).ToString(CultureInfo.InvariantCulture), state.Settings["left"].Value);
        Assert.Equal(state.Settings["left"].Value, state.Settings["right"].Value);
    }
}
