using System.Text.Json.Nodes;
using Farhub.Web.Api;

namespace Farhub.Web.Tests;

public sealed class AccountTests(TestDoor door) : IClassFixture<TestDoor>
{
    [Fact]
    public async Task Setup_OfAHubThatIsSetUp_IsRefused()
    {
        // The fixture has used the token; who has it is no admin a second time.
        (await door.Nobody.PostAsync("/setup", $$"""{"token":"{{door.SetupToken}}","name":"eve","password":"{{TestDoor.Password}}"}""")).Is(409);
        (await door.Nobody.PostAsync("/setup", $$"""{"token":"made-up","name":"eve","password":"{{TestDoor.Password}}"}""")).Is(409);
        (await door.Root.ReadAsync("/users/eve")).Is(404);
    }

    [Fact]
    public async Task Setup_WithAnotherToken_IsRefused()
    {
        await using var fresh = new TestDoor { IsSetUp = false };
        await fresh.InitializeAsync();
        (await fresh.Nobody.PostAsync("/setup", $$"""{"token":"{{fresh.SetupToken}}x","name":"eve","password":"{{TestDoor.Password}}"}""")).Is(403);
        (await fresh.Nobody.PostAsync("/setup", $$"""{"token":"{{door.SetupToken}}","name":"eve","password":"{{TestDoor.Password}}"}""")).Is(403);
        Assert.Equal(["password"], (await fresh.Nobody.PostAsync("/setup", $$"""{"token":"{{fresh.SetupToken}}","name":"eve","password":"short"}""")).Is(400).Places);
        Assert.Equal(["name"], (await fresh.Nobody.PostAsync("/setup", $$"""{"token":"{{fresh.SetupToken}}","name":"Eve!","password":"{{TestDoor.Password}}"}""")).Is(400).Places);
        Assert.Empty((await fresh.Root.ReadAsync("/users")).Is(200).Json.AsArray());
    }

    [Fact]
    public async Task Login_WithTheWrongPasswordOrName_SaysTheSame()
    {
        Answer wrongPassword = (await door.Nobody.PostAsync("/login", """{"name":"ada","password":"not the right one"}""")).Is(403);
        Answer wrongName = (await door.Nobody.PostAsync("/login", $$"""{"name":"nobody-at-all","password":"{{TestDoor.Password}}"}""")).Is(403);
        Assert.Equal(wrongPassword.Text, wrongName.Text);
    }

    [Fact]
    public async Task Login_TriedTooOften_HasToWait()
    {
        for (int i = 0; i < 10; i++) (await door.Nobody.PostAsync("/login", """{"name":"guessed","password":"not the right one"}""")).Is(403);
        (await door.Nobody.PostAsync("/login", """{"name":"guessed","password":"not the right one"}""")).Is(429);
        await door.LogInAsync("ada");
    }

    [Fact]
    public async Task Login_ThatIsOver_IsRefused()
    {
        HttpClient client = door.WithToken(await door.LogInAsync("ada"));
        Answer me = (await client.ReadAsync("/me")).Is(200);
        Assert.Equal("""{"name":"ada","role":"admin","scope":"full"}""", me.Text);
        (await client.AskAsync("POST", "/logout")).Is(204);
        (await client.ReadAsync("/me")).Is(401);
    }

    [Fact]
    public async Task Token_IsShownOnceAndGoodUntilItIsRevoked()
    {
        (string id, string text) = await door.MakeTokenAsync("uma", "use");
        HttpClient client = door.WithToken(text);
        Assert.Equal("""{"name":"uma","role":"user","scope":"use"}""", (await client.ReadAsync("/me")).Is(200).Text);
        Answer shown = (await client.ReadAsync("/tokens")).Is(200);
        Assert.Contains(id, shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, shown.Text, StringComparison.Ordinal);
        (await door.Root.AskAsync("DELETE", $"/tokens/{id}")).Is(204);
        (await client.ReadAsync("/me")).Is(401);
        (await door.Root.AskAsync("DELETE", $"/tokens/{id}")).Is(404);
    }

    [Fact]
    public async Task Token_OfSomebodyElse_IsNeitherMadeSeenNorRevoked()
    {
        HttpClient uma = await door.WithScopeAsync("user", "full");
        (string id, string _) = await door.MakeTokenAsync("ada", "read");
        (await uma.PostAsync("/tokens", """{"user":"ada","scope":"full"}""")).Is(403);
        Assert.All((await uma.ReadAsync("/tokens")).Is(200).Json.AsArray(), t => Assert.Equal("uma", (string)t!["user"]!));
        Assert.True((await uma.AskAsync("DELETE", $"/tokens/{id}")).Status is 403 or 404);
        Assert.Contains(id, door.Hub.Registry.State.Tokens.Keys);
    }

    [Fact]
    public async Task Token_ThatHasExpired_IsRefused()
    {
        HttpClient client = door.WithToken((await door.MakeTokenAsync("uma", "read", days: 1)).Text);
        (await client.ReadAsync("/me")).Is(200);
        door.Time.Advance(TimeSpan.FromDays(1));
        (await client.ReadAsync("/me")).Is(401);
    }

    [Fact]
    public async Task User_WhoIsDisabled_IsRefusedAtOnce()
    {
        (await door.Root.PutAsync("/users/dora", "{}")).Is(201);
        (await door.Root.PostAsync("/users/dora/password", $$"""{"password":"{{TestDoor.Password}}"}""")).Is(204);
        HttpClient login = door.WithToken(await door.LogInAsync("dora"));
        HttpClient token = door.WithToken((await door.MakeTokenAsync("dora", "full")).Text);
        (await login.ReadAsync("/me")).Is(200);
        (await token.ReadAsync("/me")).Is(200);
        (await door.Root.AskAsync("PATCH", "/users/dora", """{"enabled":false}""")).Is(200);
        (await login.ReadAsync("/me")).Is(401);
        (await token.ReadAsync("/me")).Is(401);
        (await door.Nobody.PostAsync("/login", $$"""{"name":"dora","password":"{{TestDoor.Password}}"}""")).Is(403);
    }

    [Fact]
    public async Task User_WhoGotAnotherRole_HasItAtOnce()
    {
        (await door.Root.PutAsync("/users/rita", """{"role":"admin"}""")).Is(201);
        HttpClient client = door.WithToken((await door.MakeTokenAsync("rita", "full")).Text);
        (await client.ReadAsync("/users")).Is(200);
        (await door.Root.AskAsync("PATCH", "/users/rita", """{"role":"user"}""")).Is(200);
        (await client.ReadAsync("/users")).Is(403);
    }

    [Fact]
    public async Task Password_ThatIsChanged_EndsLoginsAndNeedsTheOldOne()
    {
        const string Next = "eight purple kettles whistle";
        (await door.Root.PutAsync("/users/paul", "{}")).Is(201);
        (await door.Root.PostAsync("/users/paul/password", $$"""{"password":"{{TestDoor.Password}}"}""")).Is(204);
        HttpClient client = door.WithToken(await door.LogInAsync("paul"));
        (await client.PostAsync("/me/password", $$"""{"old":"not the right one","password":"{{Next}}"}""")).Is(403);
        Assert.Equal(["password"], (await client.PostAsync("/me/password", $$"""{"old":"{{TestDoor.Password}}","password":"short"}""")).Is(400).Places);
        (await client.PostAsync("/me/password", $$"""{"old":"{{TestDoor.Password}}","password":"{{Next}}"}""")).Is(204);
        (await client.ReadAsync("/me")).Is(401);
        (await door.Nobody.PostAsync("/login", $$"""{"name":"paul","password":"{{Next}}"}""")).Is(200);
    }

    [Fact]
    public async Task Secrets_AfterTheyWereMade_AreInNoAnswer()
    {
        HttpClient ada = door.WithToken(await door.LogInAsync("ada"));
        (string _, string token) = await door.MakeTokenAsync("ada", "full");
        JsonNode otp = (await ada.PostAsync("/otp", """{"note":"phone"}""")).Is(201).Json;
        string uri = (string)otp["uri"]!;
        List<string> secrets = [TestDoor.Password, token, door.SetupToken, ada.DefaultRequestHeaders.Authorization!.Parameter!, (string)otp["key"]!, uri, Secret(uri), .. otp["recoveryCodes"]!.AsArray().Select(c => (string)c!)];
        secrets.AddRange(door.Hub.Registry.State.Users.Values.Select(u => u.PasswordHash).OfType<string>());
        secrets.AddRange(door.Hub.Registry.State.Tokens.Values.Select(t => t.Hash));
        Assert.All(secrets, s => Assert.True(s.Length >= 8, s));
        int looked = 0;
        foreach (ApiEndpoint endpoint in door.Door.Endpoints.Where(e => e.Method == "GET" && e.Path != "/backup" && e.Path != "/events"))
        {
            string path = endpoint.Path.Replace("{name}", endpoint.Path.StartsWith("/users", StringComparison.Ordinal) ? "ada" : "made-up", StringComparison.Ordinal);
            Answer answer = await ada.ReadAsync(path == "/why" ? "/why?share=made-up" : path);
            foreach (string secret in secrets) Assert.DoesNotContain(secret, answer.Text, StringComparison.OrdinalIgnoreCase);
            looked++;
        }
        Assert.True(looked > 15);
    }

    static string Secret(string uri) => uri.Split("secret=")[1].Split('&')[0];
}
