using System.Net.Http.Headers;
using System.Text;

namespace Farhub.Web.Tests;

/// <summary>What comes in that is not as it should be.</summary>
public sealed class BodyTests(TestDoor door) : IClassFixture<TestDoor>
{
    const int TooLarge = (8 << 20) + 1;

    public static TheoryData<string> Broken =>
    [
        "", "{", "[]", "null", "7", "\"text\"", """{"note":"a",}""", """{"note":"a"} {}""", "{'note':1}", """{"note":"a","note":"b"}""", """{"device":{"id":"1","id":"2"}}""",
        $$"""{"note":{{new string('[', 40)}}{{new string(']', 40)}} }""", """{"note":"\ud800"}""", """{"\udc00":1}""", """{"device":{"\ud800x":1}}""", """{"note":NaN}""", "{\"note\":\"\u0001\"}", "// {}",
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Body_ThatIsNoGoodJson_IsRefused(string body)
    {
        (await door.Root.PutAsync("/shares/broken", body)).Is(400);
        (await door.Root.ReadAsync("/shares/broken")).Is(404);
    }

    [Theory]
    [InlineData("""{"name":"\ud800","password":"x"}""")]
    [InlineData("""{"name":"x","password":"\udfff and more"}""")]
    public async Task Login_WithHalfACharacter_IsRefused(string body) => (await door.Nobody.PostAsync("/login", body)).Is(400);

    [Fact]
    public async Task Body_ThatIsNoUtf8_IsRefused()
    {
        using var content = new ByteArrayContent([.. "{\"note\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage request = Asking.Request("PUT", "/shares/broken", content);
        (await door.Root.AskAsync(request)).Is(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/yaml")]
    public async Task Body_OfAnotherType_IsRefused(string type)
    {
        using var content = new StringContent("{}", Encoding.UTF8, type);
        using HttpRequestMessage request = Asking.Request("PUT", "/groups/typed", content);
        (await door.Root.AskAsync(request)).Is(415);
        (await door.Root.ReadAsync("/groups/typed")).Is(404);
    }

    [Fact]
    public async Task Body_OfAJsonTypeWithParameters_IsTaken()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/merge-patch+json");
        using HttpRequestMessage request = Asking.Request("PUT", "/groups/merged", content);
        (await door.Root.AskAsync(request)).Is(201);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_ThatIsTooLarge_IsRefused(bool isChunked)
    {
        using var content = new ByteArrayContent([.. "{\"note\":\""u8, .. Enumerable.Repeat((byte)'a', TooLarge), .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage request = Asking.Request("PUT", "/groups/large", content);
        request.Headers.TransferEncodingChunked = isChunked;
        (await door.Root.AskAsync(request)).Is(413);
        (await door.Root.ReadAsync("/groups/large")).Is(404);
    }

    [Fact]
    public async Task Body_WithFieldsThatAreWrong_NamesAllOfThem()
    {
        Answer answer = (await door.Root.PostAsync("/tokens", """{"note":7,"days":"many","scope":null,"user":[],"colour":"red"}""")).Is(400);
        Assert.Equal(["colour", "days", "note", "user"], answer.Places.Order(StringComparer.Ordinal));
        Assert.Equal(["name", "password"], (await door.Nobody.PostAsync("/login")).Is(400).Places.Order(StringComparer.Ordinal));
        Assert.Equal(["days"], (await door.Root.PostAsync("/tokens", """{"days":1.5}""")).Is(400).Places);
        Assert.Equal(["days"], (await door.Root.PostAsync("/tokens", """{"days":99999999999}""")).Is(400).Places);
        Assert.Equal(["days"], (await door.Root.PostAsync("/tokens", """{"days":-1}""")).Is(400).Places);
    }

    [Theory]
    [InlineData("/users?role=admin", "role")]
    [InlineData("/audit?limit=1&limt=2", "limt")]
    [InlineData("/audit?limit=1&limit=2", "limit")]
    [InlineData("/audit?limit=-1", "limit")]
    [InlineData("/audit?limit=10001", "limit")]
    [InlineData("/audit?limit=", "limit")]
    [InlineData("/audit?from=99999999999", "from")]
    [InlineData("/why", "share")]
    [InlineData("/why?share=x&code=perhaps", "code")]
    [InlineData("/why?share=x&at=yesterday", "at")]
    [InlineData("/why?share=x&address=nowhere", "address")]
    public async Task Query_ThatIsWrong_IsAMistake(string path, string place) => Assert.Equal([place], (await door.Root.ReadAsync(path)).Is(400).Places);

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/nothing.txt")]
    [InlineData("GET", "/shares/a/b/c")]
    [InlineData("DELETE", "/openapi.json")]
    [InlineData("DELETE", "/users")]
    public async Task Address_WhereNothingIs_IsNotFound(string method, string path)
    {
        Answer answer = await door.Root.AskAsync(method, path, method == "POST" ? "{}" : null);
        Assert.True(answer.Status is 404 or 405, answer.Text);
        Assert.Equal("application/problem+json", answer.ContentType);
    }
}
