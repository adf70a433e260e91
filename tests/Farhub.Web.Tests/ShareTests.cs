using System.Text.Json.Nodes;
using Farhub.Client;
using Farhub.Control.Codes;
using Farhub.Protocol;

namespace Farhub.Web.Tests;

public sealed class ShareTests(TestDoor door) : IClassFixture<TestDoor>
{
    const string Anybody = "\"from\":[\"127.0.0.0/8\"]";

    [Fact]
    public async Task Shares_ForAUser_AreThoseOfTheirGrants()
    {
        await door.ShareAsync("mine", "9-1");
        await door.ShareAsync("yours", "9-2");
        await door.GrantAsync("mine", "\"users\":[\"uma\"]");
        await door.GrantAsync("yours", "\"users\":[\"otto\"]");
        HttpClient uma = await door.WithScopeAsync("user", "use");
        JsonArray shown = (await uma.ReadAsync("/shares")).Is(200).Json.AsArray();
        Assert.Contains(shown, s => (string)s!["name"]! == "mine");
        Assert.DoesNotContain(shown, s => (string)s!["name"]! == "yours");
        (await uma.ReadAsync("/shares/mine")).Is(200);
        Answer hidden = (await uma.ReadAsync("/shares/yours")).Is(404);
        Assert.Equal(hidden.Detail.Replace("yours", "made-up", StringComparison.Ordinal), (await uma.ReadAsync("/shares/made-up")).Is(404).Detail);
        foreach (string act in (string[])["release", "ask", "queue", "unlock"]) (await uma.PostAsync($"/shares/yours/{act}")).Is(404);
    }

    [Fact]
    public async Task State_IsWhatTheShareIsDoing()
    {
        await door.ShareAsync("stateful", "200-1");
        Assert.Equal("free", await StateAsync("stateful"));
        (await door.Root.PostAsync("/shares/stateful/disable")).Is(204);
        Assert.Equal("disabled", await StateAsync("stateful"));
        (await door.Root.PostAsync("/shares/stateful/enable")).Is(204);
        (await door.Root.PutAsync("/schedules/past", """{"until":"2020-01-01"}""")).Is(201);
        (await door.Root.AskAsync("PATCH", "/shares/stateful", """{"schedule":"past"}""")).Is(200);
        Assert.Equal("closed", await StateAsync("stateful"));
        (await door.Root.AskAsync("PATCH", "/shares/stateful", """{"schedule":null,"device":{"port":"9-9"}}""")).Is(200);
        Assert.Equal("missing", await StateAsync("stateful"));
        (await door.Root.AskAsync("DELETE", "/shares/stateful")).Is(204);
    }

    [Fact]
    public async Task Why_IsForOneself_AndForReadersAboutAll()
    {
        await door.ShareAsync("asked", "9-3");
        await door.GrantAsync("asked", "\"users\":[\"uma\"]");
        HttpClient uma = await door.WithScopeAsync("user", "read");
        HttpClient anna = await door.WithScopeAsync("auditor", "read");
        JsonNode own = (await uma.ReadAsync("/why?share=asked")).Is(200).Json;
        Assert.True((bool)own["allowed"]!);
        Assert.Equal("asked-to", (string)own["grant"]!);
        Assert.NotEmpty(own["rules"]!.AsArray());
        (await uma.ReadAsync("/why?share=asked&user=otto")).Is(403);
        (await uma.ReadAsync("/why?share=made-up")).Is(404);
        await door.ShareAsync("unasked", "9-6");
        await door.GrantAsync("unasked", "\"users\":[\"otto\"]");
        (await uma.ReadAsync("/why?share=unasked")).Is(404);
        Assert.True((bool)(await anna.ReadAsync("/why?share=asked&user=uma")).Is(200).Json["allowed"]!);
        Assert.False((bool)(await anna.ReadAsync("/why?share=asked&user=otto")).Is(200).Json["allowed"]!);
        Assert.False((bool)(await anna.ReadAsync("/why?share=made-up")).Is(200).Json["allowed"]!);
        // Whom else a share is for, only readers are told.
        await door.GrantAsync("asked", "\"users\":[\"otto\"]", "asked-to-others");
        Assert.DoesNotContain("otto", (await uma.ReadAsync("/why?share=asked")).Is(200).Text, StringComparison.Ordinal);
        Assert.Contains("is for otto", (await anna.ReadAsync("/why?share=asked&user=uma")).Is(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_ReleasedByAnOperator_EndsAndItsHolderHasToWait()
    {
        await door.ShareAsync("leased", "200-2");
        await door.GrantAsync("leased", Anybody);
        await using RemoteDevice device = await door.ImportAsync("leased");
        Assert.Equal("inUse", await StateAsync("leased"));
        JsonNode lease = Assert.Single((await door.Root.ReadAsync("/leases")).Is(200).Json.AsArray(), l => (string)l!["share"]! == "leased")!;
        Assert.Equal("127.0.0.1", (string)lease["address"]!);
        HttpClient uma = await door.WithScopeAsync("user", "use");
        Assert.Null((await uma.ReadAsync("/shares/leased")).Is(200).Json["lease"]!["address"]);
        (await uma.PostAsync("/shares/leased/release")).Is(403);
        HttpClient otto = await door.WithScopeAsync("operator", "use");
        (await otto.PostAsync("/shares/leased/release", """{"reason":"maintenance","cooldownMinutes":5}""")).Is(204);
        await device.Ended.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(OpStatus.DeviceBusy, await door.RefusalAsync("leased"));
    }

    [Fact]
    public async Task Queue_IsJoinedOrderedAndLeft()
    {
        await door.ShareAsync("queued", "9-4");
        await door.GrantAsync("queued", "\"users\":[\"uma\",\"otto\"]");
        HttpClient uma = await door.WithScopeAsync("user", "use");
        HttpClient otto = await door.WithScopeAsync("operator", "full");
        string first = (string)(await uma.PostAsync("/shares/queued/queue")).Is(201).Json["name"]!;
        (await uma.PostAsync("/shares/queued/queue")).Is(409);
        (await uma.PostAsync("/shares/queued/queue", """{"user":"otto"}""")).Is(403);
        string second = (string)(await otto.PostAsync("/shares/queued/queue")).Is(201).Json["name"]!;
        Assert.Equal([first, second], (await uma.ReadAsync("/shares/queued/queue")).Is(200).Json.AsArray().Select(q => (string)q!["name"]!));
        Assert.Equal(2, (int)(await uma.ReadAsync("/shares/queued")).Json["waiting"]!);
        (await otto.AskAsync("PATCH", $"/queue/{second}", """{"priority":9}""")).Is(204);
        (await uma.AskAsync("DELETE", $"/queue/{second}")).Is(404);
        (await uma.AskAsync("DELETE", $"/queue/{first}")).Is(204);
        (await otto.AskAsync("DELETE", $"/queue/{second}")).Is(204);
        Assert.Empty((await uma.ReadAsync("/shares/queued/queue")).Json.AsArray());
    }

    [Fact]
    public async Task Reservation_IsMadeOnceAndGivenUp()
    {
        await door.ShareAsync("reserved", "9-5");
        await door.GrantAsync("reserved", "\"users\":[\"uma\",\"otto\"]");
        HttpClient uma = await door.WithScopeAsync("user", "use");
        HttpClient otto = await door.WithScopeAsync("operator", "use");
        string body = $$"""{"from":"{{door.Time.GetUtcNow().AddHours(1):O}}","until":"{{door.Time.GetUtcNow().AddHours(2):O}}","note":"mine"}""";
        string id = (string)(await uma.PostAsync("/shares/reserved/reservations", body)).Is(201).Json["name"]!;
        (await otto.PostAsync("/shares/reserved/reservations", body)).Is(409);
        Assert.Contains((await uma.ReadAsync("/reservations")).Is(200).Json.AsArray(), r => (string)r!["name"]! == id);
        Assert.Equal(["from"], (await uma.PostAsync("/shares/reserved/reservations", """{"from":"soon","until":"2030-01-01"}""")).Is(400).Places);
        (await uma.AskAsync("DELETE", $"/reservations/{id}")).Is(204);
        (await uma.AskAsync("DELETE", $"/reservations/{id}")).Is(404);
    }

    [Fact]
    public async Task Unlock_WithACode_IsGoodForOneImport()
    {
        await door.ShareAsync("coded", "200-3");
        await door.GrantAsync("coded", "\"users\":[\"uma\"],\"proof\":\"code\"");
        HttpClient uma = await door.WithScopeAsync("user", "full");
        JsonNode made = (await uma.PostAsync("/otp")).Is(201).Json;
        byte[] key = Convert.FromHexString((string)made["key"]!);
        (await uma.PostAsync($"/otp/{made["id"]}/confirm", $$"""{"code":"{{CodeOf(key)}}"}""")).Is(204);
        Assert.Equal(OpStatus.NoDevice, await door.RefusalAsync("coded"));
        Assert.Equal("needsCode", (string)(await uma.PostAsync("/shares/coded/unlock")).Is(202).Json["state"]!);
        door.Time.Advance(Totp.DefaultPeriod);
        string code = $$"""{"code":"{{CodeOf(key)}}"}""";
        Assert.Equal("open", (string)(await uma.PostAsync("/shares/coded/unlock", code)).Is(201).Json["state"]!);
        await using (RemoteDevice device = await door.ImportAsync("coded"))
        {
            Assert.Equal("uma", (string)(await uma.ReadAsync("/shares/coded")).Is(200).Json["lease"]!["user"]!);
        }
        Assert.Equal(OpStatus.NoDevice, await door.RefusalAsync("coded"));
        Assert.Equal("used", (string)(await uma.PostAsync("/shares/coded/unlock", code)).Is(202).Json["state"]!);
    }

    async Task<string> StateAsync(string share) => (string)(await door.Root.ReadAsync($"/shares/{share}")).Is(200).Json["state"]!;

    string CodeOf(byte[] key) => Totp.Code(CodeAlgorithm.Sha1, key, door.Time.GetUtcNow(), Totp.DefaultPeriod, 6);
}
