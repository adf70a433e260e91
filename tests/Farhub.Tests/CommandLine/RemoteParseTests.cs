using Farhub.CommandLine;

namespace Farhub.Tests.CommandLine;

/// <summary>Words typed, and the one call of a hub's API that they become.</summary>
public sealed class RemoteParseTests
{
    [Theory]
    [InlineData("GET /shares", "share list")]
    [InlineData("GET /shares as JSON", "share list --json")]
    [InlineData("rack1: GET /shares", "share list --hub rack1")]
    [InlineData("rack1: GET /shares/printer", "share --hub rack1 show printer")]
    [InlineData("PUT /shares/printer {\"device\":{\"id\":\"0529:0001\",\"serial\":\"A1\"},\"tags\":[\"a\",\"b\",\"c\"],\"enabled\":false} new", "share add printer --id 0529:0001 --serial A1 --tags a,b --tags c --enabled false")]
    [InlineData("PATCH /shares/printer {\"device\":{\"port\":null},\"tags\":[],\"schedule\":null}", "share change printer --port none --tags none --schedule none")]
    [InlineData("DELETE /shares/printer", "share remove printer")]
    [InlineData("POST /shares/printer/disable", "share disable printer")]
    [InlineData("POST /shares/printer/power-cycle", "share power-cycle printer")]
    [InlineData("POST /shares/printer/release {\"reason\":\"now\",\"cooldownMinutes\":5}", "share release printer --reason now")]
    [InlineData("PUT /grants/night {\"shares\":[\"printer\"],\"users\":[\"anna\"],\"proof\":\"code\",\"longestLeaseMinutes\":90} new", "grant add night --shares printer --users anna --proof code --longest-lease-minutes 90")]
    [InlineData("GET /shares/printer/queue", "queue list printer")]
    [InlineData("PATCH /queue/q-1 {\"priority\":7}", "queue move q-1 7")]
    [InlineData("DELETE /reservations/r-1", "reservation remove r-1")]
    [InlineData("rack1: POST /shares/printer/unlock {\"minutes\":5,\"code\":\"123456\"}", "unlock rack1 printer --code 123456")]
    [InlineData("POST /shares/printer/unlock {\"minutes\":9,\"address\":\"192.0.2.7\"}", "unlock local printer --minutes 9 --address 192.0.2.7")]
    [InlineData("POST /unlocks/u-1/approve {\"code\":\"1\"}", "approval approve u-1 --code 1")]
    [InlineData("GET /why?share=printer&user=anna&at=2027-03-31T22%3A00Z", "why printer --user anna --at 2027-03-31T22:00Z")]
    [InlineData("GET /audit?limit=5&action=import.refuse", "audit list --limit 5 --action import.refuse")]
    [InlineData("GET /audit/verify", "audit verify")]
    [InlineData("GET /configuration", "export")]
    [InlineData("GET /backup", "backup hub.db")]
    [InlineData("POST /otp {\"kind\":\"totp\",\"note\":\"\"} as JSON", "otp add --json")]
    [InlineData("POST /otp {\"kind\":\"ocra\",\"note\":\"\",\"user\":\"anna\"}", "otp add --kind ocra --user anna")]
    [InlineData("POST /tokens {\"scope\":\"read\",\"note\":\"ci\",\"days\":30}", "token add --scope read --note ci --days 30")]
    public Task Words_BecomeOneCall(string call, string words) => Typed.IsAsync(call, words.Split(' '));

    [Fact]
    public Task Windows_AreNotCutAtTheirCommas() => Typed.IsAsync(
        "PUT /schedules/week {\"windows\":[\"Sat,Sun 10:00-14:00\",\"Mon-Fri 08:00-18:00\"]} new", "schedule", "add", "week", "--windows", "Sat,Sun 10:00-14:00", "--windows", "Mon-Fri 08:00-18:00");

    [Fact]
    public Task Name_IsEscaped() => Typed.IsAsync("GET /shares/a%2F..%2Fb", "share", "show", "a/../b");

    [Fact]
    public Task Apply() => Typed.IsAsync(new ApplyRequest("rack1", "hub.yaml", true, false), "apply", "-f", "hub.yaml", "--plan", "--hub", "rack1");

    [Fact]
    public Task Login() => Typed.IsAsync(new LoginRequest("rack1", "anna", null, true, false, null), "login", "rack1", "--user", "anna", "--password-stdin");

    [Fact]
    public Task Restore() => Typed.IsAsync(new RestoreRequest("copy.db", "/srv/hub", null), "restore", "copy.db", "--state", "/srv/hub");

    [Fact]
    public Task Logout() => Typed.IsAsync("logout rack1", "logout", "rack1");
}
