using Farhub.Control.Model;
using Farhub.Web.Pages.Access;

namespace Farhub.Web.Tests;

public sealed class GrantTextTests(TestDoor door) : IClassFixture<TestDoor>
{
    [Fact]
    public async Task Grant_WithEverything_ReadsLikeASentence()
    {
        (await door.Root.PutAsync("/schedules/office", """{"windows":["Mon-Fri 08:00-18:00"]}""")).Is(201);
        var grant = new Grant
        {
            Name = "g",
            Users = ["ann"],
            Groups = ["lab"],
            Shares = ["printer", "scanner"],
            Tags = ["usb-keys"],
            From = ["10.0.0.0/8", "192.0.2.1"],
            Schedule = "office",
            Proof = Proof.Code,
            ApprovedBy = "chiefs",
            LongestLeaseMinutes = 120,
            IdleMinutes = 90,
            DevicesAtOnce = 2,
        };
        Assert.Equal(
            "ann and group lab may use printer, scanner and everything tagged usb-keys, from 10.0.0.0/8 or 192.0.2.1, Mon-Fri 08:00-18:00 UTC, with a one-time code, approved by somebody else of group chiefs, for at most 2 hours, until it is idle for 1 hour and 30 minutes, at most 2 devices at a time.",
            TextOf(grant));
        Assert.Equal(["/users/ann", "/groups/lab", "/shares/printer", "/shares/scanner", "/shares?tag=usb-keys", "/schedules/office", "/groups/chiefs"], GrantText.Sentence(door.Hub.Registry.Current, grant).Select(p => p.Link).OfType<string>());
    }

    [Fact]
    public void Grant_ForAddresses_SaysSoFirst()
    {
        Assert.Equal("Whoever comes from 10.0.0.0/8 may use printer.", TextOf(new Grant { Name = "g", Shares = ["printer"], From = ["10.0.0.0/8"] }));
        Assert.Equal("Everybody may use printer.", TextOf(new Grant { Name = "g", Shares = ["printer"], From = ["any"] }));
        Assert.Equal("ann may use printer, with the answer to a challenge, one device at a time.", TextOf(new Grant { Name = "g", Users = ["ann"], Shares = ["printer"], From = ["any"], Proof = Proof.Challenge, DevicesAtOnce = 1 }));
    }

    [Theory]
    [InlineData(1, "1 minute")]
    [InlineData(45, "45 minutes")]
    [InlineData(60, "1 hour")]
    [InlineData(75, "1 hour and 15 minutes")]
    [InlineData(1440, "1 day")]
    [InlineData(2880, "2 days")]
    public void Minutes_AreInTheirGreatestUnits(int minutes, string text) => Assert.Equal(text, GrantText.Minutes(minutes));

    [Theory]
    [InlineData("", "grant", "grant")]
    [InlineData("printer", "users", "printer-users")]
    [InlineData("taken", "users", "taken-users-3")]
    [InlineData("a-share-whose-name-is-very-long", "users", "a-share-whose-name-is-ver-users")]
    [InlineData("a-share-whose-name-is-ve--long1", "users", "a-share-whose-name-is-ve-users")]
    public void Name_ForANewGrant_IsAName(string stem, string word, string name)
    {
        string made = GrantText.NameFor(stem, word, n => n is "taken-users" or "taken-users-2");
        Assert.Equal(name, made);
        Assert.True(Names.IsName(made));
    }

    [Fact]
    public void Windows_AsRowsOfAForm_AreTheSameWindowsAgain()
    {
        WindowRow[] rows = [.. WindowRow.Of(["Mon-Fri 08:00-18:00", "Sat 10:00-24:00", "always", "10:00-14:00"])];
        Assert.Equal(["Mon", "Tue", "Wed", "Thu", "Fri"], rows[0].Days);
        Assert.Equal(("08:00", "18:00"), (rows[0].From, rows[0].To));
        Assert.Equal(("10:00", "00:00"), (rows[1].From, rows[1].To));
        Assert.Equal((7, "00:00", "00:00"), (rows[2].Days.Count, rows[2].From, rows[2].To));
        Assert.Equal((0, "10:00", "14:00"), (rows[3].Days.Count, rows[3].From, rows[3].To));
    }

    string TextOf(Grant grant) => string.Concat(GrantText.Sentence(door.Hub.Registry.Current, grant).Select(p => p.Text));
}
