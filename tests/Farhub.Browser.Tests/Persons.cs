using System.Text.Json.Nodes;
using Farhub.Control.Codes;

namespace Farhub.Browser.Tests;

/// <summary>More people than there are roles: each test has its own, so that what one sets up is not in the way of another.</summary>
static class Persons
{
    /// <summary>Makes somebody who can log in.</summary>
    internal static async Task MakeAsync(this TestDoor door, string name, string role = "user", string note = "")
    {
        (await door.Root.PutAsync($"/users/{name}", $$"""{"role":"{{role}}","note":"{{note}}"}""")).Is(201);
        (await door.Root.PostAsync($"/users/{name}/password", $$"""{"password":"{{TestDoor.Password}}"}""")).Is(204);
    }

    /// <summary>Their browser, logged in.</summary>
    internal static async Task<IPage> LogInAsync(this Visits visits, string name, string path, bool hasScript = true)
    {
        IPage page = await visits.NobodyAsync(hasScript);
        await page.GotoAsync($"/login?then={Uri.EscapeDataString(path)}");
        await page.FillLoginAsync(name, TestDoor.Password);
        await page.WaitForURLAsync($"**{path}");
        return page;
    }

    /// <summary>Fills the form of the login and sends it.</summary>
    internal static async Task FillLoginAsync(this IPage page, string name, string password)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.PressAsync("Log in");
    }

    /// <summary>Presses a button.</summary>
    internal static Task PressAsync(this IPage page, string button) => page.Locator("main").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button }).ClickAsync();

    /// <summary>Follows a link of the page itself.</summary>
    internal static Task FollowAsync(this IPage page, string link) => page.Locator("main").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = link }).First.ClickAsync();

    /// <summary>Waits until the page says something.</summary>
    internal static Task SaysAsync(this IPage page, string text) => Assertions.Expect(page.Locator("main")).ToContainTextAsync(text);

    /// <summary>Gives somebody a generator, set up and confirmed.</summary>
    internal static async Task<CodeSecret> EnrolAsync(this TestDoor door, string name, string kind, bool confirms = true)
    {
        HttpClient client = door.WithToken(await door.LogInAsync(name));
        JsonNode made = (await client.PostAsync("/otp", $$"""{"kind":"{{kind}}","note":"my {{kind}}"}""")).Is(201).Json;
        CodeSecret secret = SecretOf((string)made["uri"]!);
        if (!confirms) return secret;
        string path = $"/otp/{(string)made["id"]!}/confirm";
        string code = kind == "ocra" ? secret.Answer((string)(await client.PostAsync(path)).Is(202).Json["challenges"]![0]!["question"]!) : door.NextCode(secret);
        (await client.PostAsync(path, $$"""{"code":"{{code}}"}""")).Is(204);
        return secret;
    }

    /// <summary>What an app reads from a QR code.</summary>
    internal static CodeSecret SecretOf(string uri)
    {
        Assert.True(OtpAuthUri.TryRead(uri, out OtpAuthUri? read, out string? problem), problem);
        return read.Secret;
    }

    /// <summary>The code of an app, a step later than the one before: each is good once.</summary>
    internal static string NextCode(this TestDoor door, CodeSecret secret)
    {
        door.Time.Advance(secret.Period);
        return Totp.Code(secret.Algorithm, secret.Key, door.Time.GetUtcNow(), secret.Period, secret.Digits);
    }

    /// <summary>The answer of a token.</summary>
    internal static string Answer(this CodeSecret secret, string question) => Ocra.Response(secret.Suite!, secret.Key, new OcraInput { Question = question });
}
