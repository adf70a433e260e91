using Farhub.Control.Model;
using Farhub.Control.Scenarios;
using Farhub.Control.State;

namespace Farhub.Control.Tests.Scenarios;

public sealed class ScenarioReaderTests
{
    static ScenarioPlan Read(Scenario scenario)
    {
        Assert.True(ScenarioReader.TryRead(scenario, out ScenarioPlan? plan, out IReadOnlyList<Mistake> mistakes), string.Join("; ", mistakes));
        Assert.Empty(mistakes);
        return plan;
    }

    static string[] Mistakes(Scenario scenario)
    {
        Assert.False(ScenarioReader.TryRead(scenario, out ScenarioPlan? plan, out IReadOnlyList<Mistake> mistakes));
        Assert.Null(plan);
        return [.. mistakes.Select(m => m.ToString())];
    }

    [Theory]
    [InlineData("attached", ScenarioTrigger.Attached)]
    [InlineData("detached", ScenarioTrigger.Detached)]
    [InlineData("appeared", ScenarioTrigger.Appeared)]
    [InlineData("disappeared", ScenarioTrigger.Disappeared)]
    [InlineData("error", ScenarioTrigger.Error)]
    public void Events_AreRead(string when, ScenarioTrigger trigger)
    {
        ScenarioPlan plan = Read(TestHub.Scenario("s", when, "enable"));
        Assert.Equal((trigger, null, TimeSpan.Zero), (plan.Trigger, plan.At, plan.Idle));
    }

    [Theory]
    [InlineData("idle 1m", 1)]
    [InlineData("idle 30m", 30)]
    [InlineData("idle 2h", 120)]
    [InlineData("idle 744h", 60 * 24 * 31)]
    public void Idle_IsRead(string when, int minutes)
    {
        ScenarioPlan plan = Read(TestHub.Scenario("s", when, "release"));
        Assert.Equal((ScenarioTrigger.Idle, TimeSpan.FromMinutes(minutes)), (plan.Trigger, plan.Idle));
    }

    [Theory]
    [InlineData("at Mon-Fri 07:30", "UTC", "2027-03-01T07:30:00Z")]
    [InlineData("at daily 22:00", "Europe/Berlin", "2027-03-01T21:00:00Z")]
    [InlineData("at 2027-03-31 07:30", "UTC", "2027-03-31T07:30:00Z")]
    public void Times_AreRead(string when, string zone, string next)
    {
        ScenarioPlan plan = Read(TestHub.Scenario("s", when, "release") with { TimeZone = zone });
        Assert.Equal(ScenarioTrigger.Time, plan.Trigger);
        Assert.Equal(DateTimeOffset.Parse(next), plan.At!.Next(new StepClock().GetUtcNow()));
    }

    [Fact]
    public void Steps_AreRead_InOrder()
    {
        string[] steps = ["enable", "disable", "release", "reset", "power-cycle", "run echo 'a  b' | wc", "webhook https://example.org/x?y=z", "webhook http://127.0.0.1:8080/"];
        ScenarioPlan plan = Read(TestHub.Scenario("s", "attached", steps));
        Assert.Equal(
            [
                new(ScenarioAct.Enable, ""), new(ScenarioAct.Disable, ""), new(ScenarioAct.Release, ""), new(ScenarioAct.Reset, ""), new(ScenarioAct.PowerCycle, ""),
                new(ScenarioAct.Run, "echo 'a  b' | wc"), new(ScenarioAct.Webhook, "https://example.org/x?y=z"), new ScenarioStep(ScenarioAct.Webhook, "http://127.0.0.1:8080/"),
            ],
            plan.Steps);
        Assert.Equal(steps, plan.Steps.Select(s => s.ToString()));
    }

    [Theory]
    [InlineData("", "scenarios/s.when: is not one of attached, detached, appeared, disappeared, error, 'idle 30m', 'at Mon-Fri 07:30': ''")]
    [InlineData("Attached", "scenarios/s.when: is not one of attached, detached, appeared, disappeared, error, 'idle 30m', 'at Mon-Fri 07:30': 'Attached'")]
    [InlineData("idle", "scenarios/s.when: is not one of attached, detached, appeared, disappeared, error, 'idle 30m', 'at Mon-Fri 07:30': 'idle'")]
    [InlineData("idle m", "scenarios/s.when: has no time such as 'idle 30m' or 'idle 2h': 'idle m'")]
    [InlineData("idle 30", "scenarios/s.when: has no time such as 'idle 30m' or 'idle 2h': 'idle 30'")]
    [InlineData("idle 0m", "scenarios/s.when: has no time such as 'idle 30m' or 'idle 2h': 'idle 0m'")]
    [InlineData("idle -5m", "scenarios/s.when: has no time such as 'idle 30m' or 'idle 2h': 'idle -5m'")]
    [InlineData("idle 745h", "scenarios/s.when: has no time such as 'idle 30m' or 'idle 2h': 'idle 745h'")]
    [InlineData("idle 99999999999m", "scenarios/s.when: has no time such as 'idle 30m' or 'idle 2h': 'idle 99999999999m'")]
    [InlineData("at Mon-Fri 08:00-12:00", "scenarios/s.when: 'Mon-Fri 08:00-12:00' is a span of time: write one time of day, as in Mon-Fri 07:30.")]
    public void WhenThatIsWrong_IsTold(string when, string mistake) => Assert.Equal([mistake], Mistakes(TestHub.Scenario("s", when, "enable")));

    [Fact]
    public void UnknownZone_IsTold() => Assert.StartsWith("scenarios/s.when: ", Assert.Single(Mistakes(TestHub.Scenario("s", "at daily 07:30", "enable") with { TimeZone = "Mars/Olympus" })), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is not one of enable, disable, release, reset, power-cycle, 'run COMMAND', 'webhook URL': ''")]
    [InlineData("explode", "is not one of enable, disable, release, reset, power-cycle, 'run COMMAND', 'webhook URL': 'explode'")]
    [InlineData("Enable", "is not one of enable, disable, release, reset, power-cycle, 'run COMMAND', 'webhook URL': 'Enable'")]
    [InlineData("enable now", "takes nothing after 'enable'")]
    [InlineData("run", "needs something after 'run'")]
    [InlineData("run  ", "needs something after 'run'")]
    [InlineData("webhook", "needs something after 'webhook'")]
    [InlineData("run a\nb", "has to be at most 2000 printable characters")]
    [InlineData("run a\0b", "has to be at most 2000 printable characters")]
    [InlineData("webhook example.org", "is no http or https address: 'example.org'")]
    [InlineData("webhook /hook", "is no http or https address: '/hook'")]
    [InlineData("webhook file:///etc/passwd", "is no http or https address: 'file:///etc/passwd'")]
    [InlineData("webhook ftp://example.org/", "is no http or https address: 'ftp://example.org/'")]
    public void StepThatIsWrong_IsTold(string step, string problem) =>
        Assert.Equal([$"scenarios/s.do[1]: {problem}"], Mistakes(TestHub.Scenario("s", "attached", "enable", step)));

    [Fact]
    public void LongArgument_IsTold()
    {
        Assert.Equal(new string('x', 2000), Read(TestHub.Scenario("s", "attached", $"run {new string('x', 2000)}")).Steps[0].Argument);
        Assert.Equal(["scenarios/s.do[0]: has to be at most 2000 printable characters"], Mistakes(TestHub.Scenario("s", "attached", $"run {new string('x', 2001)}")));
    }

    [Fact]
    public void NumberOfSteps_Is1To20()
    {
        Assert.Equal(20, Read(TestHub.Scenario("s", "attached", [.. Enumerable.Repeat("enable", 20)])).Steps.Count);
        Assert.Equal(["scenarios/s.do: has to be 1 to 20 actions"], Mistakes(TestHub.Scenario("s", "attached")));
        Assert.Equal(["scenarios/s.do: has to be 1 to 20 actions"], Mistakes(TestHub.Scenario("s", "attached", [.. Enumerable.Repeat("enable", 21)])));
    }

    [Fact]
    public void AllMistakes_AreTold() =>
        Assert.Equal(["scenarios/s.when", "scenarios/s.do[0]", "scenarios/s.do[2]"], Mistakes(TestHub.Scenario("s", "never", "run", "enable", "x")).Select(m => m.Split(": ")[0]));
}
