using System.Text.Json.Nodes;
using Farhub.Control.Model;
using Farhub.Control.Scenarios;
using Farhub.Control.State;
using Farhub.Web.Pages.Http;
using Farhub.Web.Pages.Scenarios;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Farhub.Web.Tests.Pages;

public sealed class ScenarioTextTests
{
    [Theory]
    [InlineData("attached", "attached")]
    [InlineData("detached", "detached")]
    [InlineData("appeared", "appeared")]
    [InlineData("disappeared", "disappeared")]
    [InlineData("error", "error")]
    [InlineData("idle 30m", "idle")]
    [InlineData("idle 2h", "idle")]
    [InlineData("at Mon-Fri 07:30", "weekly")]
    [InlineData("at Mon,Wed,Fri 07:30", "weekly")]
    [InlineData("at daily 00:00", "weekly")]
    [InlineData("at Sat,Sun 23:59", "weekly")]
    [InlineData("at 2027-03-31 07:30", "once")]
    [InlineData("at 2027-03-31T07:30:00Z", "written")]
    [InlineData("at 2027-03-31T07:30+02:00", "written")]
    public void When_ComesBackAsItWas(string text, string kind)
    {
        List<Mistake> mistakes = [];
        var when = WhenText.Of(text);
        Assert.Equal((kind, text), (when.Kind, when.Join(mistakes)));
        Assert.Empty(mistakes);
        // Through a form, as a browser sends it.
        Assert.Equal(text, WhenText.Of(Form(
            ("when.kind", when.Kind), ("when.days", new StringValues([.. when.Days])), ("when.time", when.Time), ("when.moment", when.Moment), ("when.number", when.Number), ("when.unit", when.Unit), ("when.text", when.Text))).Join(mistakes));
        Assert.True(ScenarioReader.TryRead(new Scenario { Name = "x", When = text, Do = ["enable"] }, out _, out _));
    }

    [Theory]
    [InlineData("at mon-fri 7:30", "at Mon-Fri 07:30")]
    [InlineData("at Mon,Tue,Wed,Thu,Fri,Sat,Sun 07:30", "at daily 07:30")]
    [InlineData("at 2027-03-31T07:30", "at 2027-03-31 07:30")]
    public void WhenWrittenOtherwise_MeansTheSame(string text, string joined) => Assert.Equal(joined, WhenText.Of(text).Join([]));

    [Fact]
    public void WhatIsMissing_IsSaidAtItsField()
    {
        List<Mistake> mistakes = [];
        foreach (string kind in (string[])["weekly", "once", "idle", "", "never"]) WhenText.Of(Form(("when.kind", kind))).Join(mistakes);
        Assert.Equal(["when.days", "when.time", "when.moment", "when.number", "when.kind", "when.kind"], mistakes.Select(m => m.Place));
    }

    [Theory]
    [InlineData("enable")]
    [InlineData("power-cycle")]
    [InlineData("run /bin/echo a  b 'c d'")]
    [InlineData("webhook https://example.test/a?b=c d")]
    public void Step_ComesBackAsItWas(string text)
    {
        var step = StepText.Of(text);
        Assert.Equal(text, Assert.Single(StepText.Of(Form(("do.0.act", step.Act), ("do.0.with", step.With)))).Join(0, []));
    }

    [Fact]
    public void Fields_AreJoined_WhereTheSchemaHasTheProperty()
    {
        IFormCollection form = Form(
            ("name", "x"), ("when.kind", "idle"), ("when.number", "5"), ("when.unit", "m"), ("do.10.act", "run"), ("do.10.with", " /bin/true "), ("do.2.act", "release"), ("do.2.with", "left over"),
            ("do.3.act", ""), ("do.3.with", ""), ("do.11.act", "webhook"), ("do.11.with", ""), ("do.12.act", ""), ("do.12.with", "what?"));
        List<Mistake> mistakes = [];
        IFormCollection rest = JoinedFields.Take(Kinds.Scenarios.Schema(), form, mistakes, out JsonObject joined);
        Assert.Equal(["name"], rest.Keys);
        Assert.Equal("idle 5m", (string)joined["when"]!);
        Assert.Equal("""["release","run /bin/true","webhook ",""]""", joined["do"]!.ToJsonString());
        Assert.Equal(["do[2]", "do[3]"], mistakes.Select(m => m.Place));

        Assert.Same(form, JoinedFields.Take(Kinds.Shares.Schema(), form, [], out JsonObject none));
        Assert.Empty(none);
        Assert.Same(form, JoinedFields.Take(null, form, [], out _));
    }

    [Theory]
    [InlineData("idle 1h", "", "printer", "release", "When printer has been idle for 1 hour: release it.")]
    [InlineData("attached", "", "printer,scanner", "run beep,disable", "When somebody attaches printer or scanner: run “beep” for it, then disable it.")]
    [InlineData("error", "lab,old", "printer", "power-cycle", "When printer or anything tagged lab or old fails: power-cycle the port of it.")]
    [InlineData("at daily 08:00", "lab", "", "webhook https://a.test/x,enable,reset", "Every day at 08:00 UTC: call a.test about everything tagged lab, then enable everything tagged lab, then reset the device of them.")]
    [InlineData("at Mon,Wed 08:00", "", "printer", "disable,enable", "Mon and Wed at 08:00 UTC: disable printer, then enable it.")]
    [InlineData("at 2027-03-31 07:30", "", "printer", "disable", "Once, on 31 Mar 2027 at 07:30 UTC: disable printer.")]
    public void Sentence_IsReadable(string when, string tags, string shares, string steps, string sentence) => Assert.Equal(sentence, ScenarioText.Sentence(new Scenario
    {
        Name = "x",
        When = when,
        Tags = tags.Split(',', StringSplitOptions.RemoveEmptyEntries),
        Shares = shares.Split(',', StringSplitOptions.RemoveEmptyEntries),
        Do = steps.Split(','),
    }));

    [Fact]
    public void Timeline_IsByDaysOfTheScenariosZone()
    {
        DateTimeOffset now = new(2027, 3, 31, 12, 0, 0, TimeSpan.Zero);
        HubState state = HubState.Empty with { Scenarios = HubState.Empty.Scenarios.Add("a", new Scenario { Name = "a", When = "", TimeZone = "Asia/Tokyo" }) };
        ScenarioForecast At(int hours) => new(now.AddHours(hours), "a", [], []);
        Timeline timeline = Timeline.Of([At(1), At(4), At(30), At(60)], state, now);
        Assert.Equal(("Asia/Tokyo", "Today 22:00, Tomorrow 01:00, Fri 2 Apr 03:00, Sat 3 Apr 09:00"), (timeline.Zone, string.Join(", ", timeline.Days.SelectMany(d => d.Things.Select(t => $"{d.Day} {t.Time}")))));
        state = state with { Scenarios = state.Scenarios.Add("b", new Scenario { Name = "b", When = "" }) };
        Assert.Equal("UTC", Timeline.Of([At(1), At(2) with { Scenario = "b" }], state, now).Zone);
    }

    static FormCollection Form(params (string Name, StringValues Values)[] fields) => new(fields.ToDictionary(f => f.Name, f => f.Values));
}
