using System.Text.Json.Nodes;

namespace Farhub.Web.Tests;

public sealed class ConfigurationTests(TestDoor door) : IClassFixture<TestDoor>
{
    /// <summary>A thing of each kind that refers to nothing else, and a change to it.</summary>
    public static TheoryData<string, string> Kinds => new()
    {
        { "schedules", """{"windows":["Mon-Fri 08:00-18:00"]}""" },
        { "shares", """{"device":{"id":"0529:0001"}}""" },
        { "users", """{"role":"operator"}""" },
        { "groups", """{"members":["ada"]}""" },
        { "grants", """{"tags":["lab"],"users":["ada"]}""" },
        { "scenarios", """{"tags":["lab"],"when":"detached","do":["disable"]}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Thing_FromItsMakingToItsEnd_IsAsDescribed(string kind, string body)
    {
        string path = $"/{kind}/one";
        (await door.Root.ReadAsync(path)).Is(404);
        Answer made = (await door.Root.PutAsync(path, body)).Is(201);
        Assert.Equal($"/api/v1/{kind}/one", made.Headers.Location?.ToString());
        Answer shown = (await door.Root.ReadAsync(path)).Is(200);
        foreach ((string name, JsonNode? value) in JsonNode.Parse(body)!.AsObject()) Assert.True(Holds(shown.Json[name], value), shown.Text);
        Assert.Equal(made.ETag, shown.ETag);
        Assert.Contains((await door.Root.ReadAsync($"/{kind}")).Is(200).Json.AsArray(), t => (string)t!["name"]! == "one");

        Answer patched = (await door.Root.AskAsync("PATCH", path, """{"note":"changed"}""")).Is(200);
        Assert.NotEqual(made.ETag, patched.ETag);
        foreach ((string name, JsonNode? value) in JsonNode.Parse(body)!.AsObject()) Assert.True(Holds(patched.Json[name], value), patched.Text);
        Answer replaced = (await door.Root.PutAsync(path, body)).Is(200);
        Assert.Null(replaced.Headers.Location);
        Assert.Equal("", (string)replaced.Json["note"]!);
        Assert.Equal(made.ETag, replaced.ETag);

        Assert.Equal("", (await door.Root.AskAsync("DELETE", path)).Is(204).Text);
        (await door.Root.ReadAsync(path)).Is(404);
        (await door.Root.AskAsync("DELETE", path)).Is(404);
        (await door.Root.AskAsync("PATCH", path, """{"note":"changed"}""")).Is(404);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Post_OfANewThing_MakesItOnce(string kind, string body)
    {
        // Shares are made by what they are of: see ShareApi.
        if (kind == "shares") return;
        JsonObject given = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(["name"], (await door.Root.PostAsync($"/{kind}", body)).Is(400).Places);
        foreach (JsonNode wrong in (JsonNode[])[7, "Capital", "", "two words"])
        {
            given["name"] = wrong.DeepClone();
            Assert.Equal(["name"], (await door.Root.PostAsync($"/{kind}", given.ToJsonString())).Is(400).Places);
        }
        given["name"] = "posted";
        Answer made = (await door.Root.PostAsync($"/{kind}", given.ToJsonString())).Is(201);
        Assert.Equal($"/api/v1/{kind}/posted", made.Headers.Location?.ToString());
        Answer shown = (await door.Root.ReadAsync($"/{kind}/posted")).Is(200);
        Assert.True(Holds(shown.Json, given), shown.Text);
        Assert.Equal(made.ETag, shown.ETag);
        Assert.Contains("already", (await door.Root.PostAsync($"/{kind}", """{"name":"posted","note":"another"}""")).Is(409).Detail, StringComparison.Ordinal);
        Assert.Equal(made.ETag, (await door.Root.ReadAsync($"/{kind}/posted")).ETag);
        given["name"] = "posted-too";
        given["colour"] = "red";
        Assert.Equal([$"{kind}/posted-too.colour"], (await door.Root.PostAsync($"/{kind}", given.ToJsonString())).Is(400).Places);
        (await door.Root.AskAsync("DELETE", $"/{kind}/posted")).Is(204);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Thing_ThatHasChangedMeanwhile_StaysAsItIs(string kind, string body)
    {
        string path = $"/{kind}/two";
        (await door.Root.PutAsync(path, body, ("If-Match", "*"))).Is(409);
        Answer made = (await door.Root.PutAsync(path, body, ("If-None-Match", "*"))).Is(201);
        (await door.Root.PutAsync(path, body, ("If-None-Match", "*"))).Is(409);
        Answer current = (await door.Root.AskAsync("PATCH", path, """{"note":"somebody else's"}""", ("If-Match", made.ETag!))).Is(200);
        (await door.Root.PutAsync(path, body, ("If-Match", made.ETag!))).Is(409);
        (await door.Root.AskAsync("PATCH", path, """{"note":"mine"}""", ("If-Match", made.ETag!))).Is(409);
        (await door.Root.AskAsync("DELETE", path, null, ("If-Match", made.ETag!))).Is(409);
        Assert.Equal("somebody else's", (string)(await door.Root.ReadAsync(path)).Is(200).Json["note"]!);
        (await door.Root.AskAsync("DELETE", path, null, ("If-Match", $"{made.ETag}, {current.ETag}"))).Is(204);
    }

    [Fact]
    public async Task Get_OfWhatOneHas_IsNotModified()
    {
        string tag = (await door.Root.ReadAsync("/users/ada")).Is(200).ETag!;
        Assert.Equal("", (await door.Root.ReadAsync("/users/ada", ("If-None-Match", tag))).Is(304).Text);
        (await door.Root.ReadAsync("/users/ada", ("If-None-Match", $"\"other\", {tag}"))).Is(304);
        // Of a share more is shown than its version is of: who has it, for one.
        await door.ShareAsync("versioned", "9-30");
        string ofShare = (await door.Root.ReadAsync("/shares/versioned")).Is(200).ETag!;
        (await door.Root.ReadAsync("/shares/versioned", ("If-None-Match", ofShare))).Is(200);
        (await door.Root.AskAsync("PATCH", "/shares/versioned", """{"note":"new"}""", ("If-Match", ofShare))).Is(200);
        (await door.Root.AskAsync("DELETE", "/shares/versioned")).Is(204);
        (await door.Root.ReadAsync("/users/ada", ("If-None-Match", "\"other\""))).Is(200);
    }

    [Fact]
    public async Task Put_WithMistakes_NamesAllOfThemAndChangesNothing()
    {
        Answer answer = (await door.Root.PutAsync("/grants/wrong", """{"shares":[1],"users":"ada","proof":"maybe","colour":"red","name":"right"}""")).Is(400);
        Assert.Equal(["grants/wrong.colour", "grants/wrong.name", "grants/wrong.proof", "grants/wrong.shares", "grants/wrong.users"], answer.Places.Order(StringComparer.Ordinal));
        answer = (await door.Root.PutAsync("/grants/wrong", """{"shares":["no-share"],"users":["no-user"],"schedule":"no-schedule","from":["nowhere"],"idleMinutes":0}""")).Is(400);
        Assert.Equal(["grants/wrong.from", "grants/wrong.idleMinutes", "grants/wrong.schedule", "grants/wrong.shares", "grants/wrong.users"], answer.Places.Order(StringComparer.Ordinal));
        (await door.Root.ReadAsync("/grants/wrong")).Is(404);
    }

    [Fact]
    public async Task Put_OfASecret_IsRefused()
    {
        Answer answer = (await door.Root.PutAsync("/users/sneaky", """{"passwordHash":"made-up"}""")).Is(400);
        Assert.Equal(["users/sneaky.passwordHash"], answer.Places);
        (await door.Root.ReadAsync("/users/sneaky")).Is(404);
    }

    [Theory]
    [InlineData("Capital")]
    [InlineData("-edge")]
    [InlineData("two%20words")]
    [InlineData("%E2%98%83")]
    [InlineData("a-name-of-more-than-31-characters-is-too-long")]
    public async Task Put_OfWhatIsNoName_IsAMistake(string name) => Assert.NotEmpty((await door.Root.PutAsync($"/groups/{name}", "{}")).Is(400).Places);

    [Fact]
    public async Task Remove_OfTheLastAdmin_IsAMistake()
    {
        Assert.Equal(["users"], (await door.Root.AskAsync("DELETE", "/users/ada")).Is(400).Places);
        Assert.Equal(["users"], (await door.Root.AskAsync("PATCH", "/users/ada", """{"enabled":false}""")).Is(400).Places);
        Assert.Equal(["users"], (await door.Root.AskAsync("PATCH", "/users/ada", """{"role":"user"}""")).Is(400).Places);
    }

    [Fact]
    public async Task Apply_OfAWholeConfiguration_IsPlannedThenDoneThenNothingIsLeftToDo()
    {
        JsonObject wanted = (await door.Root.ReadAsync("/configuration")).Is(200).Json.AsObject();
        wanted["groups"]!["planned"] = new JsonObject { ["members"] = new JsonArray("ada") };
        string body = wanted.ToJsonString();

        Answer plan = (await door.Root.PutAsync("/configuration?plan=true", body)).Is(200);
        Assert.False((bool)plan.Json["applied"]!);
        Assert.StartsWith("+ groups/planned", (string)Assert.Single(plan.Json["changes"]!.AsArray())!, StringComparison.Ordinal);
        (await door.Root.ReadAsync("/groups/planned")).Is(404);

        Answer done = (await door.Root.PutAsync("/configuration", body)).Is(200);
        Assert.True((bool)done.Json["applied"]!);
        Assert.Equal(plan.Json["changes"]!.ToJsonString(), done.Json["changes"]!.ToJsonString());
        (await door.Root.ReadAsync("/groups/planned")).Is(200);

        long before = door.Hub.Registry.LastAudit.Sequence;
        Assert.Empty((await door.Root.PutAsync("/configuration", body)).Is(200).Json["changes"]!.AsArray());
        Assert.Empty((await door.Root.PutAsync("/configuration", (await door.Root.ReadAsync("/configuration")).Text)).Is(200).Json["changes"]!.AsArray());
        Assert.Equal(before, door.Hub.Registry.LastAudit.Sequence);
        (await door.Root.AskAsync("DELETE", "/groups/planned")).Is(204);
    }

    [Fact]
    public async Task Apply_OfAKindThatIsNotMentioned_LeavesItAlone()
    {
        (await door.Root.PutAsync("/groups/kept", "{}")).Is(201);
        (await door.Root.PutAsync("/configuration", """{"schedules":{}}""")).Is(200);
        (await door.Root.ReadAsync("/groups/kept")).Is(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?plan=true")]
    public async Task Apply_WithMistakes_NamesAllOfThemAndChangesNothing(string query)
    {
        string before = (await door.Root.ReadAsync("/configuration")).Text;
        Answer answer = (await door.Root.PutAsync($"/configuration{query}", """{"groups":{"fine":{},"wrong":{"members":7},"odd":[]},"things":{},"shares":"none"}""")).Is(400);
        Assert.Equal(["groups/odd", "groups/wrong.members", "shares", "things"], answer.Places.Order(StringComparer.Ordinal));
        answer = (await door.Root.PutAsync($"/configuration{query}", """{"groups":{"fine":{},"empty":{"members":["nobody"]}},"shares":{"none":{}}}""")).Is(400);
        Assert.Equal(["groups/empty.members", "shares/none.device"], answer.Places.Order(StringComparer.Ordinal));
        Assert.Equal(before, (await door.Root.ReadAsync("/configuration")).Text);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("TRUE")]
    [InlineData("2")]
    public async Task Apply_WithAPlanThatIsNeitherYesNorNo_ChangesNothing(string plan)
    {
        Assert.Equal(["plan"], (await door.Root.PutAsync($"/configuration?plan={plan}", """{"schedules":{"unplanned":{}}}""")).Is(400).Places);
        (await door.Root.ReadAsync("/schedules/unplanned")).Is(404);
    }

    static bool Holds(JsonNode? shown, JsonNode? given) => given is JsonObject thing
        ? thing.All(p => Holds(shown?[p.Key], p.Value))
        : JsonNode.DeepEquals(shown, given);
}
