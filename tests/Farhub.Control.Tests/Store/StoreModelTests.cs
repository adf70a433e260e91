using Farhub.Control.Audit;
using Farhub.Control.Model;
using Farhub.Control.State;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Store;

/// <summary>After any changes, some of them wrong, a store holds what the hub had in mind.</summary>
public abstract class StoreModelTests
{
    sealed record Step(int What, int One, int Other);

    static Gen<Step> Steps =>
        from what in Gen.Choose(0, 15)
        from one in Gen.Choose(0, 3)
        from other in Gen.Choose(0, 3)
        select new Step(what, one, other);

    protected abstract int Runs { get; }

    [Fact]
    public void AnyChanges_AreThereAfterReopening() => Prop.ForAll(Steps.NonEmptyListOf().ToArbitrary(), steps =>
    {
        using StorePlace place = NewPlace();
        int reopenAt = steps.Count / 2;
        var registry = new Registry(place.Open(), new FixedTime());
        try
        {
            for (int i = 0; i < steps.Count; i++)
            {
                if (i == reopenAt) Reopen(place, ref registry);
                Take(registry, steps[i]);
            }
            Reopen(place, ref registry);
        }
        finally
        {
            registry.Dispose();
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    protected abstract StorePlace NewPlace();

    static void Reopen(StorePlace place, ref Registry registry)
    {
        (HubState expected, AuditRecord last) = (registry.State, registry.LastAudit);
        registry.Dispose();
        registry = new Registry(place.Open(), new FixedTime());
        Assert.Empty(Samples.Differences(expected, registry.State));
        Assert.Equal(last, registry.LastAudit);
        AuditVerdict verdict = AuditChain.Verify(registry.ReadAudit(), last);
        Assert.True(verdict.IsIntact, verdict.Sentence);
    }

    static void Take(Registry registry, Step step)
    {
        (HubState before, AuditRecord last) = (registry.State, registry.LastAudit);
        HubState? wanted = null;
        try
        {
            registry.Change(new Actor("model"), s => wanted = Next(s, step));
            Assert.Same(registry.LastAudit == last ? before : wanted, registry.State);
        }
        catch (ControlException)
        {
            Assert.Same(before, registry.State);
            Assert.Same(last, registry.LastAudit);
        }
    }

    static HubState Next(HubState s, Step step)
    {
        string one = $"x{step.One}", other = $"x{step.Other}";
        return step.What switch
        {
            0 => s with { Shares = s.Shares.SetItem(one, new Share { Name = one, Device = new DeviceBinding { Port = $"1-{step.Other}" }, Tags = [other], Schedule = step.Other == 0 ? one : null }) },
            1 => s with { Shares = s.Shares.Remove(one) },
            2 => s with { Users = s.Users.SetItem(one, new User { Name = one, Role = step.Other == 0 ? Role.Admin : Role.User, PasswordHash = other }) },
            3 => s with { Users = s.Users.Remove(one) },
            4 => s with { Groups = s.Groups.SetItem(one, new Group { Name = one, Members = [other] }) },
            5 => s with { Groups = s.Groups.Remove(one) },
            6 => s with { Grants = s.Grants.SetItem(one, new Grant { Name = one, Shares = [other], From = ["any"] }) },
            7 => s with { Grants = s.Grants.Remove(one) },
            8 => s with { Schedules = s.Schedules.SetItem(one, new ScheduleRule { Name = one, Windows = [step.Other == 0 ? "never" : "Mon 08:00-09:00"] }) },
            9 => s with { Schedules = s.Schedules.Remove(one) },
            10 => s with { Leases = s.Leases.SetItem(one, new Lease { Name = one, Address = "::1", Epoch = step.Other, Since = FixedTime.Now, Grant = other }) },
            11 => s with { Leases = s.Leases.Remove(one) },
            12 => s with { Settings = s.Settings.SetItem(one, new Setting { Name = one, Value = other }) },
            13 => s with { Settings = s.Settings.Clear(), Leases = s.Leases.Clear() },
            14 => throw new ControlException(ControlFailure.Refused, "Not now."),
            _ => Samples.State with { Settings = s.Settings },
        };
    }
}
