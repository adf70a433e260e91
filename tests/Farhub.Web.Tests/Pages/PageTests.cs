using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text.RegularExpressions;
using Farhub.Control.Model;
using Farhub.Web.Api;
using Farhub.Web.Pages;

namespace Farhub.Web.Tests.Pages;

/// <summary>What holds for all pages: who may look, what a form may do, what a browser is told. What they look like is the browser tests' affair.</summary>
public sealed class PageTests(TestDoor door) : IClassFixture<TestDoor>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> PagesAndRoles => [.. PageTable.All.SelectMany(p => (string[])["nobody", .. TestDoor.Names.Keys], (p, role) => (p.Path, role))];

    [Theory]
    [MemberData(nameof(PagesAndRoles))]
    public async Task Page_ForEachRole_IsShownToWhoMay(string path, string role)
    {
        Page shown = PageTable.All.Single(p => p.Path == path);
        using HttpClient browser = role == "nobody" ? Browser() : await LoggedInAsync(role);
        using HttpResponseMessage answer = await browser.GetAsync(new Uri(path.Replace("{name}", "nothing", StringComparison.Ordinal), UriKind.Relative), Cancellation);
        if (role == "nobody" && shown.Access != ApiAccess.Nobody)
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.StartsWith("/login?then=", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            return;
        }
        bool may = shown.Access == ApiAccess.Nobody || Admittance.Allows(shown.Access, Enum.Parse<Role>(role, ignoreCase: true));
        // Of a thing that is not there the page says so, to those who may.
        Assert.True(may ? answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound : answer.StatusCode == HttpStatusCode.Forbidden, $"{path} as {role}: {answer.StatusCode}");
        if (may && !path.Contains('{', StringComparison.Ordinal)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("script-src 'self';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Login_SetsACookie_ThatOnlyThisHubAndNoScriptGets()
    {
        using HttpClient browser = Browser();
        using HttpResponseMessage answer = await SendAsync(browser, "/login?then=/audit", ("do", "login"), ("name", "ada"), ("password", TestDoor.Password), ("then", "/shares?q=x"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/shares?q=x", answer.Headers.Location?.ToString());
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-farhub=", cookie, StringComparison.Ordinal);
        foreach (string word in (string[])["secure", "httponly", "samesite=lax", "path=/"]) Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Form_OfSomethingThatHasChangedMeanwhile_SaysSo_AndSavesWhenSentAgain()
    {
        (await door.Root.AskAsync("POST", "/groups", """{"name":"contested","note":"first"}""")).Is(201);
        using HttpClient browser = await LoggedInAsync("admin");
        string before = await VersionAsync(browser);
        (await door.Root.AskAsync("PATCH", "/groups/contested", """{"note":"second"}""")).Is(200);

        using HttpResponseMessage late = await SendAsync(browser, "/groups/contested", ("do", "PATCH /groups/contested"), ("if-match", before), ("note", "third"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        string page = await late.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("has changed meanwhile", page, StringComparison.Ordinal);
        Assert.Contains("value=\"third\"", page, StringComparison.Ordinal);
        Assert.Equal("second", (string)(await door.Root.ReadAsync("/groups/contested")).Is(200).Json["note"]!);

        using HttpResponseMessage again = await SendAsync(browser, "/groups/contested", ("do", "PATCH /groups/contested"), ("if-match", VersionIn(page)), ("note", "third"));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal("third", (string)(await door.Root.ReadAsync("/groups/contested")).Is(200).Json["note"]!);
        (await door.Root.AskAsync("DELETE", "/groups/contested")).Is(204);
    }

    static async Task<string> VersionAsync(HttpClient browser) => VersionIn(await browser.GetStringAsync(new Uri("/groups/contested", UriKind.Relative), Cancellation));

    static string VersionIn(string page) => WebUtility.HtmlDecode(Regex.Match(page, "name=\"if-match\" value=\"([^\"]+)\"").Groups[1].Value);

    [Theory]
    [InlineData("name", "Name")]
    [InlineData("grants/front-desk.from", "From")]
    [InlineData("limits.longestLease", "Limits, longest lease")]
    [InlineData("do[0].with", "Do 1, with")]
    [InlineData("", "")]
    public void PlaceOfAMistake_IsSaidInWords(string place, string words) => Assert.Equal(words, SentForm.Words(place));

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/shares\r\nX: y")]
    public async Task Login_ThatShouldLeadElsewhere_LeadsNowhereElse(string then)
    {
        using HttpClient browser = Browser();
        using HttpResponseMessage answer = await SendAsync(browser, "/login", ("do", "login"), ("name", "ada"), ("password", TestDoor.Password), ("then", then));
        Assert.Equal("/login", answer.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("https://elsewhere.example", null)]
    [InlineData("null", null)]
    [InlineData(null, "cross-site")]
    [InlineData(null, "same-site")]
    [InlineData(null, null)]
    public async Task Form_FromAnotherSite_DoesNothing(string? origin, string? site)
    {
        await door.ShareAsync("forged", "200-1");
        using HttpClient browser = await LoggedInAsync("admin");
        using HttpRequestMessage request = Form("/shares/forged", ("do", "DELETE /shares/forged"));
        request.Headers.Remove("Origin");
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        using HttpResponseMessage answer = await browser.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        (await door.Root.ReadAsync("/shares/forged")).Is(200);
        (await door.Root.AskAsync("DELETE", "/shares/forged")).Is(204);
    }

    [Fact]
    public async Task Form_DoesWhatItsRoleMay_AndNothingElse()
    {
        await door.ShareAsync("formed", "200-2");
        using HttpClient user = await LoggedInAsync("user"), admin = await LoggedInAsync("admin");
        using HttpResponseMessage refused = await SendAsync(user, "/shares", ("do", "DELETE /shares/formed"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        (await door.Root.ReadAsync("/shares/formed")).Is(200);
        using HttpResponseMessage unknown = await SendAsync(admin, "/shares", ("do", "EXPLODE /shares/formed"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using HttpResponseMessage extra = await SendAsync(admin, "/shares/formed", ("do", "PATCH /shares/formed"), ("note", "x"), ("colour", "red"));
        Assert.Equal(HttpStatusCode.BadRequest, extra.StatusCode);
        using HttpResponseMessage done = await SendAsync(admin, "/shares/formed", ("do", "PATCH /shares/formed"), ("note", "<b>bold & \"quoted\"</b>"), ("tags", "one\r\ntwo\r\n\r\n"), ("done", "Saved."));
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal("/shares/formed", done.Headers.Location?.ToString());
        Answer share = (await door.Root.ReadAsync("/shares/formed")).Is(200);
        Assert.Equal("<b>bold & \"quoted\"</b>", (string)share.Json["note"]!);
        Assert.Equal("""["one","two"]""", share.Json["tags"]!.ToJsonString());
        string page = await admin.GetStringAsync(new Uri("/shares/formed", UriKind.Relative), Cancellation);
        Assert.Contains("&lt;b&gt;bold", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", page, StringComparison.Ordinal);
        (await door.Root.AskAsync("DELETE", "/shares/formed")).Is(204);
    }

    [Fact]
    public async Task Cookie_OfALoginThatIsOver_IsTakenBack()
    {
        using HttpClient browser = Browser();
        browser.DefaultRequestHeaders.Add("Cookie", "__Host-farhub=fhs_nonsense");
        using HttpResponseMessage answer = await browser.GetAsync(new Uri("/shares", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_DoesNotOpenTheApi_NorAnApiTokenThePage()
    {
        using HttpClient browser = await LoggedInAsync("admin");
        using HttpResponseMessage api = await browser.GetAsync(new Uri("/api/v1/shares", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        using HttpClient program = Browser();
        program.DefaultRequestHeaders.Add("Cookie", $"__Host-farhub={(await door.MakeTokenAsync("ada", "full")).Text}");
        using HttpResponseMessage page = await program.GetAsync(new Uri("/shares", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        using HttpResponseMessage flows = await program.GetAsync(new Uri("/live/traffic", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, flows.StatusCode);
    }

    [Fact]
    public async Task Form_ThatIsTooLarge_IsRefused()
    {
        using HttpClient browser = await LoggedInAsync("admin");
        using HttpResponseMessage answer = await SendAsync(browser, "/shares", ("do", "POST /logout"), ("x", new string('a', 200_000)));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using HttpRequestMessage request = Form(path, fields);
        request.Headers.Add("Origin", browser.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return await browser.SendAsync(request, Cancellation);
    }

    static HttpRequestMessage Form(string path, params (string Name, string Value)[] fields) =>
        new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };

    async Task<HttpClient> LoggedInAsync(string role)
    {
        HttpClient program = await door.AsAsync(role), browser = Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"__Host-farhub={program.DefaultRequestHeaders.Authorization!.Parameter}");
        return browser;
    }

    /// <summary>Somebody whose browser goes nowhere by itself.</summary>
    HttpClient Browser()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = door.IsOurs } };
        var browser = new HttpClient(handler) { BaseAddress = new Uri(door.Door.Addresses.Single(a => a.StartsWith("https:", StringComparison.Ordinal))) };
        browser.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return browser;
    }
}
