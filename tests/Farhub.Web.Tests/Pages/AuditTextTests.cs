using Farhub.Control.Audit;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Web.Pages.Audit;

namespace Farhub.Web.Tests.Pages;

public sealed class AuditTextTests
{
    [Theory]
    [InlineData("share.change", "changed the share")]
    [InlineData("credential.add", "made the code generator")]
    [InlineData("queue.remove", "removed the place in the queue")]
    [InlineData("login.refuse", "was not let in as")]
    [InlineData("credential.refuse", "was refused with the code generator")]
    [InlineData("something.else", "something.else")]
    [InlineData("something", "something")]
    public void Action_IsSaidInWords(string action, string words) => Assert.Equal(words, AuditText.Did(action));

    [Theory]
    [InlineData("share.add shares/printer", "share printer is new")]
    [InlineData("credential.change credentials/c1", "code generator c1")]
    [InlineData("grant.remove grants/a/b", "grant a/b is gone")]
    [InlineData("login users/anna", "logged in as anna")]
    [InlineData("login.refuse users/anna", "was not let in as anna")]
    [InlineData("something", "something")]
    public void Change_IsAnEvent_InWords(string text, string words)
    {
        Assert.Equal(words, EventText.Sentence(new HubEvent(1, default, EventTypes.Changed, "", text, null)));
        Assert.Equal(text, EventText.Sentence(new HubEvent(1, default, EventTypes.Error, "", text, null)));
    }

    [Fact]
    public void EveryType_HasAWord() =>
        Assert.All(typeof(EventTypes).GetFields().Select(f => (string)f.GetValue(null)!), type => Assert.NotEqual(type, EventText.Words(type)));

    [Fact]
    public void EveryKind_CanBeAskedFor()
    {
        Assert.All(Kinds.All, kind => Assert.Contains(AuditText.Actions, a => a.Prefix == $"{kind.One}."));
        Assert.Equal(AuditText.Actions.Count, AuditText.Actions.Select(a => a.Prefix).Distinct().Count());
    }

    [Fact]
    public void Detail_IsWhatChanged()
    {
        Assert.Equal([new AuditDetail("enabled", "yes", "no"), new AuditDetail("time zone", "nothing", "UTC"), new AuditDetail("epoch", null, "3")],
            AuditText.Details(Line("share.change", """{"enabled":[true,false],"timeZone":["","UTC"],"epoch":3}""")));
        Assert.Equal([new AuditDetail("tags", null, "lab, old"), new AuditDetail("device", null, "id 0529:0001, port 1-4")],
            AuditText.Details(Line("share.add", """{"tags":["lab","old"],"device":{"id":"0529:0001","serial":null,"port":"1-4"}}""")));
        Assert.Equal([new AuditDetail("", null, "No grant names it.")], AuditText.Details(Line("import.refuse", "No grant names it.")));
        Assert.Equal([new AuditDetail("", null, "{ is no JSON")], AuditText.Details(Line("import.refuse", "{ is no JSON")));
        Assert.Empty(AuditText.Details(Line("login")));
    }

    [Fact]
    public void Thing_IsALinkWhileItIsThere()
    {
        HubState state = HubState.Empty with { Shares = HubState.Empty.Shares.Add("printer", new Share { Name = "printer", Device = new DeviceBinding() }) };
        Assert.Equal(("printer", "/shares/printer"), AuditText.Thing(Line("share.change") with { Object = "shares/printer" }, state));
        Assert.Equal(("printer", "/shares/printer"), AuditText.Thing(Line("lease.add") with { Object = "leases/printer" }, state));
        Assert.Equal(("gone", null), AuditText.Thing(Line("share.remove") with { Object = "shares/gone" }, state));
        Assert.Equal(("abc", null), AuditText.Thing(Line("token.add") with { Object = "tokens/abc" }, state));
        Assert.Equal(("", null), AuditText.Thing(Line("login"), state));
    }

    static AuditRecord Line(string action, string detail = "") => new() { Sequence = 1, At = default, Who = "ada", Action = action, Detail = detail };
}
