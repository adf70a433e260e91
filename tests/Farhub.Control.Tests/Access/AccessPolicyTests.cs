using System.Net;
using Farhub.Control.Access;
using Farhub.Control.Model;
using Farhub.Control.State;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Access;

public sealed class AccessPolicyTests
{
    /// <summary>A Monday.</summary>
    static readonly DateTimeOffset Noon = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    static readonly HubState Base = HubState.Empty with
    {
        Shares = HubState.Empty.Shares.Add("key", new Share { Name = "key", Device = new DeviceBinding { Port = "1-1" }, Tags = ["lab"] })
            .Add("scope", new Share { Name = "scope", Device = new DeviceBinding { Port = "1-2" } }),
        Users = HubState.Empty.Users.Add("bob", new User { Name = "bob" }).Add("carol", new User { Name = "carol" }).Add("eve", new User { Name = "eve" }),
        Groups = HubState.Empty.Groups.Add("leads", new Group { Name = "leads", Members = ["bob", "carol"] }),
        Schedules = HubState.Empty.Schedules.Add("day", new ScheduleRule { Name = "day", Windows = ["daily 08:00-18:00"] })
            .Add("night", new ScheduleRule { Name = "night", Windows = ["daily 20:00-06:00"] }),
    };

    static readonly Grant ForBob = new() { Name = "g", Shares = ["key"], Users = ["bob"] };

    static readonly Gen<Grant> AnyGrant =
        from name in Gen.Elements("a", "b", "c", "d")
        from enabled in Gen.Elements(true, true, false)
        from share in Gen.Elements("key", "scope")
        from user in Gen.Elements("bob", "carol")
        from range in Gen.Elements("any", "192.0.2.0/24", "2001:db8::/32")
        from schedule in Gen.Elements<string?>(null, "day", "night")
        from proof in Gen.Elements(Proof.None, Proof.Code, Proof.Challenge)
        from approved in Gen.Elements<string?>(null, null, "leads")
        from longest in Gen.Elements<int?>(null, 30, 600)
        select new Grant { Name = name, Enabled = enabled, Shares = [share], Users = [user], From = [range], Schedule = schedule, Proof = proof, ApprovedBy = approved, LongestLeaseMinutes = longest };

    static readonly Gen<(Grant[] Grants, Grant More, Question Question)> Anything =
        from grants in AnyGrant.ArrayOf()
        from more in AnyGrant
        from user in Gen.Elements<string?>(null, "bob", "carol", "nobody")
        from address in Gen.Elements("192.0.2.7", "198.51.100.1", "2001:db8::1")
        from hour in Gen.Choose(0, 23)
        from code in Gen.Elements(true, false)
        from approver in Gen.Elements<string?>(null, "carol")
        select (grants, more, new Question("key", user, IPAddress.Parse(address), Noon.AddHours(hour)) { HasCode = code, ApprovedBy = approver });

    static Snapshot With(params Grant[] grants) => Of(Base with { Grants = Base.Grants.SetItems(grants.Select(g => KeyValuePair.Create(g.Name, g))) });

    static Snapshot Of(HubState state) => new(state, AccessIndex.Of(state, null));

    static Question By(string? user, string address = "192.0.2.7") => new("key", user, IPAddress.Parse(address), Noon);

    static bool May(Snapshot snapshot, Question question) => AccessPolicy.Decide(snapshot, question).IsAllowed;

    [Fact]
    public void WithoutAGrant_NobodyMay()
    {
        Assert.Equal("no grant is about this share", AccessPolicy.Decide(Of(Base), By("bob")).Reason);
        Assert.Equal("there is no share 'x'", AccessPolicy.Decide(With(ForBob), By("bob") with { Share = "x" }).Reason);
        Assert.True(May(With(ForBob), By("bob")));
        Assert.False(May(With(ForBob), By("bob") with { Share = "scope" }));
        Assert.True(May(With(ForBob with { Shares = [], Tags = ["lab"] }), By("bob")));
    }

    [Fact]
    public void WhatIsDisabled_AllowsNothing()
    {
        HubState state = With(ForBob).State;
        Assert.False(May(With(ForBob with { Enabled = false }), By("bob")));
        Assert.False(May(Of(state with { Shares = state.Shares.SetItem("key", state.Shares["key"] with { Enabled = false }) }), By("bob")));
        Assert.False(May(Of(state with { Users = state.Users.SetItem("bob", state.Users["bob"] with { Enabled = false }) }), By("bob")));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.7", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("any", "2001:db9::1", true)]
    public void Address_IsInTheRangeOrNot_WithAUserToo(string range, string address, bool expected)
    {
        Assert.Equal(expected, May(With(new Grant { Name = "g", Shares = ["key"], From = [range] }), By(null, address)));
        Assert.Equal(expected, May(With(ForBob with { From = [range] }), By("bob", address)));
        Assert.False(May(With(ForBob with { From = [range] }), By("eve", address)));
    }

    [Fact]
    public void GrantForPeople_IsForNobodyWithoutAName_AndForNoOthers()
    {
        Snapshot leads = With(ForBob with { Users = [], Groups = ["leads"] });
        Assert.True(May(leads, By("carol")));
        Assert.False(May(leads, By(null)));
        Decision eve = AccessPolicy.Decide(leads, By("eve"));
        Assert.False(eve.IsAllowed);
        // It must not look as if only something were missing.
        Assert.Null(eve.Grant);
    }

    [Fact]
    public void Schedules_OfShareAndGrant_BothHaveToBeOpen_AndTheEarliestEndCounts()
    {
        Assert.Equal(Noon.AddHours(6), AccessPolicy.Decide(With(ForBob with { Schedule = "day" }), By("bob")).Until);
        Assert.Equal(Noon.AddMinutes(30), AccessPolicy.Decide(With(ForBob with { Schedule = "day", LongestLeaseMinutes = 30 }), By("bob")).Until);
        Decision closed = AccessPolicy.Decide(With(ForBob with { Schedule = "night" }), By("bob"));
        Assert.False(closed.IsAllowed);
        Assert.Equal("g", closed.Grant!.Name);
        HubState state = With(ForBob).State;
        Snapshot share = Of(state with { Shares = state.Shares.SetItem("key", state.Shares["key"] with { Schedule = "day" }) });
        Assert.Equal(Noon.AddHours(6), AccessPolicy.Decide(share, By("bob")).Until);
        Assert.False(May(share, By("bob") with { At = Noon.AddHours(6) }));
        Assert.Null(AccessPolicy.Decide(With(ForBob), By("bob")).Until);
    }

    [Fact]
    public void Proof_HasToBeThere_UnlessLeftAside()
    {
        Snapshot code = With(ForBob with { Proof = Proof.Code });
        Snapshot challenge = With(ForBob with { Proof = Proof.Challenge });
        Assert.True(AccessPolicy.Decide(code, By("bob")).NeedsProof);
        Assert.True(May(code, By("bob") with { HasCode = true }));
        Assert.True(May(code, By("bob") with { HasAnswer = true }));
        Assert.False(May(challenge, By("bob") with { HasCode = true }));
        Assert.True(May(challenge, By("bob") with { HasAnswer = true }));
        Assert.True(May(challenge, By("bob") with { IgnoresProof = true }));
        Assert.False(May(challenge, By("eve") with { IgnoresProof = true }));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("eve", false)]
    [InlineData("bob", false)]
    [InlineData("carol", true)]
    public void Approval_TakesSomebodyElseOfTheGroup(string? approver, bool expected) =>
        Assert.Equal(expected, May(With(ForBob with { ApprovedBy = "leads" }), By("bob") with { ApprovedBy = approver }));

    [Fact]
    public void Approval_OfSomebodyWhoIsDisabled_IsNone()
    {
        HubState state = With(ForBob with { ApprovedBy = "leads" }).State;
        Question asked = By("bob") with { ApprovedBy = "carol" };
        Assert.True(May(Of(state), asked));
        Assert.False(May(Of(state with { Users = state.Users.SetItem("carol", state.Users["carol"] with { Enabled = false }) }), asked));
    }

    [Fact]
    public void OfSeveralGrants_TheOneThatLastsLongestCounts()
    {
        Snapshot two = With(ForBob with { Name = "a", LongestLeaseMinutes = 60 }, ForBob with { Name = "b", Schedule = "day" });
        Assert.Equal("b", AccessPolicy.Decide(two, By("bob")).Grant!.Name);
        // Without a limit, but about to close.
        Assert.Equal("a", AccessPolicy.Decide(two, By("bob") with { At = Noon.AddHours(5.5) }).Grant!.Name);
    }

    [Fact]
    public void Explaining_HasAStepForEachGrant_AndNeverChangesTheDecision() => Prop.ForAll(Arb.From(Anything), t =>
    {
        Snapshot snapshot = With(t.Grants);
        Decision plain = AccessPolicy.Decide(snapshot, t.Question);
        Decision told = AccessPolicy.Decide(snapshot, t.Question, explains: true);
        return plain.Steps.Count == 0 && plain == told with { Steps = plain.Steps }
            && snapshot.State.Grants.Values.Where(g => g.Shares.Contains("key")).All(g => told.Steps.Count(s => s.Rule == $"grant {g.Name}") == 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void OneGrantMore_NeverTakesAnythingAway_AndNoneGivesNothing() => Prop.ForAll(Arb.From(Anything), t =>
    {
        Decision before = AccessPolicy.Decide(With(t.Grants), t.Question);
        Decision after = AccessPolicy.Decide(With([.. t.Grants, t.More with { Name = "more" }]), t.Question);
        bool isKept = !before.IsAllowed || (after.IsAllowed && (after.Until ?? DateTimeOffset.MaxValue) >= (before.Until ?? DateTimeOffset.MaxValue));
        return isKept && !May(Of(Base), t.Question);
    }).QuickCheckThrowOnFailure();
}
