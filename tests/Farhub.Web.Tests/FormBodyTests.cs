using System.Text.Json.Nodes;
using Farhub.Control.State;
using Farhub.Web.Pages.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Farhub.Web.Tests;

public sealed class FormBodyTests
{
    static readonly JsonObject Schedule = Kinds.Schedules.Schema();

    [Fact]
    public void Windows_OfDaysAndTimes_BecomeTexts()
    {
        JsonObject body = Read(("windows.0.days", new(["Mon", "Tue", "Wed", "Thu", "Fri"])), ("windows.0.from", "08:00"), ("windows.0.to", "18:00"), ("windows.1.days", "Sat"), ("windows.1.from", "10:00"), ("windows.1.to", "14:30"));
        Assert.Equal(["Mon-Fri 08:00-18:00", "Sat 10:00-14:30"], Texts(body["windows"]));
    }

    [Theory]
    [InlineData("Mon", "", "", "Mon 00:00-24:00")]
    [InlineData("Mon", "20:00", "", "Mon 20:00-24:00")]
    [InlineData("Mon", "", "06:00", "Mon 00:00-06:00")]
    [InlineData("Mon", "20:00", "00:00", "Mon 20:00-24:00")]
    [InlineData("Mon", "22:00", "06:00", "Mon 22:00-06:00")]
    [InlineData("", "10:00", "14:00", "10:00-14:00")]
    [InlineData("Mon,Tue,Wed,Thu,Fri,Sat,Sun", "", "", "always")]
    [InlineData("Sun,Mon", "08:00", "09:00", "Mon,Sun 08:00-09:00")]
    [InlineData("Mon", "18:00", "18:00", "Mon 18:00-18:00")]
    [InlineData("Moonday", "25:00", "", "Moonday 25:00-24:00")]
    public void Window_WithoutSomeOfItsParts_IsAsItLooks(string days, string from, string to, string text)
    {
        JsonObject body = Read(("windows.0.days", new(days.Split(',', StringSplitOptions.RemoveEmptyEntries))), ("windows.0.from", from), ("windows.0.to", to));
        Assert.Equal([text], Texts(body["windows"]));
    }

    [Fact]
    public void Windows_OfWhichAllWereLeftEmpty_AreNone()
    {
        JsonObject body = Read(("windows.0.from", ""), ("windows.0.to", ""), ("windows.3.from", ""), ("windows.3.to", ""));
        Assert.Empty(Texts(body["windows"]));
    }

    [Fact]
    public void Windows_AsLines_StayAsTheyAre() => Assert.Equal(["Mon-Fri 08:00-18:00", "Sat 10:00-14:00"], Texts(Read(("windows", "Mon-Fri 08:00-18:00\r\n\nSat 10:00-14:00"))["windows"]));

    [Fact]
    public void Exceptions_WithTimesOrClosed_AreRead()
    {
        JsonObject body = Read(
            ("exceptions.0.from", "2027-12-24"), ("exceptions.0.until", ""), ("exceptions.0.note", "short day"), ("exceptions.0.windows.0.from", "08:00"), ("exceptions.0.windows.0.to", "12:00"),
            ("exceptions.1.from", "2027-12-25"), ("exceptions.1.until", "2027-12-31"), ("exceptions.1.note", ""), ("exceptions.1.windows.0.from", ""), ("exceptions.1.windows.0.to", ""),
            ("exceptions.2.from", ""), ("exceptions.2.until", ""), ("exceptions.2.note", ""), ("exceptions.2.windows.0.from", ""), ("exceptions.2.windows.0.to", ""));
        JsonArray exceptions = body["exceptions"]!.AsArray();
        Assert.Equal(2, exceptions.Count);
        Assert.Equal(["08:00-12:00"], Texts(exceptions[0]!["windows"]));
        Assert.Null(exceptions[0]!["until"]);
        Assert.Equal("2027-12-31", (string?)exceptions[1]!["until"]);
        Assert.Empty(Texts(exceptions[1]!["windows"]));
    }

    [Theory]
    [InlineData("windows.0.colour")]
    [InlineData("windows.x.from")]
    [InlineData("windows.0")]
    [InlineData("windows.0.from.0")]
    [InlineData("windows.600.from")]
    [InlineData("timeZone.0.from")]
    public void Fields_ThatThereAreNot_AreMistakes(string name)
    {
        List<Mistake> mistakes = [];
        FormBody.Read(Schedule, Form((name, "Mon")), mistakes);
        Assert.Equal([name], mistakes.Select(m => m.Place));
    }

    [Fact]
    public void Fields_OfALineAndOfAWindowAtOnce_AreAMistake()
    {
        List<Mistake> mistakes = [];
        FormBody.Read(Schedule, Form(("windows", "Mon 08:00-09:00"), ("windows.0.from", "08:00")), mistakes);
        Assert.Equal(["windows.0.from"], mistakes.Select(m => m.Place));
    }

    static JsonObject Read(params (string Name, StringValues Values)[] fields)
    {
        List<Mistake> mistakes = [];
        JsonObject body = FormBody.Read(Schedule, Form(fields), mistakes);
        Assert.Empty(mistakes);
        return body;
    }

    static FormCollection Form(params (string Name, StringValues Values)[] fields) => new(fields.ToDictionary(f => f.Name, f => f.Values));

    static IEnumerable<string?> Texts(JsonNode? list) => list!.AsArray().Select(t => (string?)t);
}
