using Farhub.Hosting;

namespace Farhub.Tests.Hosting;

public sealed class SetupLinkTests
{
    [Theory]
    [InlineData("https://rack1:3243/setup?token=fhi_a-b_c", "https://[::]:3243", "https://0.0.0.0:3243")]
    [InlineData("https://rack1:3243/setup?token=fhi_a-b_c", "https://127.0.0.1:3244", "https://0.0.0.0:3243")]
    [InlineData("https://localhost:4443/setup?token=fhi_a-b_c", "https://127.0.0.1:4443")]
    [InlineData("https://localhost:4443/setup?token=fhi_a-b_c", "https://[::1]:4443", "unix:/run/farhub/control.sock")]
    [InlineData("https://192.0.2.7:3243/setup?token=fhi_a-b_c", "https://127.0.0.1:3243", "https://192.0.2.7:3243")]
    [InlineData("https://[2001:db8::7]:443/setup?token=fhi_a-b_c", "https://[2001:db8::7]:443")]
    public void Link_IsWhereOthersReachTheDoor(string link, params string[] addresses) => Assert.Equal(link, SetupLink.For(addresses, "rack1", "fhi_a-b_c"));

    [Fact]
    public void Link_WithoutADoor_IsNone() => Assert.Null(SetupLink.For(["unix:/run/farhub/control.sock"], "rack1", "fhi_a"));
}
