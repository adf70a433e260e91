using System.Text.Json.Nodes;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Web.Pages.Live;
using Farhub.Web.Pages.Me;
using Farhub.Web.Pages.People;

namespace Farhub.Web.Tests;

/// <summary>What pages about people are made of.</summary>
public sealed class PeopleTests(TestDoor door) : IClassFixture<TestDoor>
{
    static readonly Unlock Asked = new() { Name = "u1", Share = "signer", User = "arno", Address = "10.0.0.1", Until = default, ApprovalOf = "leads" };

    static readonly HubState Before = HubState.Empty with
    {
        Groups = HubState.Empty.Groups.Add("leads", new Group { Name = "leads", Members = ["berta"] }),
    };

    [Theory]
    [InlineData("needsCode", true, false)]
    [InlineData("wrongCode", true, true)]
    [InlineData("needsSecondCode", true, true)]
    [InlineData("locked", true, true)]
    [InlineData("wrongAnswer", false, true)]
    [InlineData("needsAnswer", false, false)]
    public void ProofStep_OfAnAnswer_SaysWhatComesNext(string state, bool needsCode, bool isFailure)
    {
        JsonNode answer = JsonNode.Parse($$"""{"state":"{{state}}","text":"Said.","challenges":[{"note":"key","question":"12345678"}]}""")!;
        ProofStep step = ProofStep.Read(answer, hasCode: true)!;
        Assert.Equal((needsCode, isFailure), (step.NeedsCode, step.IsFailure));
        Assert.Equal(state == "needsAnswer" ? [new TokenQuestion("key", "12345678")] : [], step.Questions);
    }

    [Fact]
    public void ProofStep_OfNothing_IsNone() => Assert.Null(ProofStep.Read(null, hasCode: true));

    [Theory]
    [InlineData("arno", true)]
    [InlineData("berta", true)]
    [InlineData("cora", false)]
    public void OwnThings_OfWhoAsksAndWhoIsAsked_DifferWithTheRequest(string user, bool differ)
    {
        HubState asked = Before with { Unlocks = Before.Unlocks.Add(Asked.Name, Asked) };
        HubState approved = Before with { Unlocks = Before.Unlocks.Add(Asked.Name, Asked with { ApprovedBy = "berta" }) };
        Assert.Equal(differ, OwnThings.Differ(Before, asked, user));
        Assert.Equal(differ, OwnThings.Differ(asked, approved, user));
        Assert.Equal(differ, OwnThings.Differ(approved, Before, user));
        Assert.False(OwnThings.Differ(asked, asked with { Groups = asked.Groups.Clear() }, user));
    }

    [Fact]
    public void PersonFacts_HaveWhatNamesSomebody()
    {
        HubState state = Before with
        {
            Grants = Before.Grants.Add("g", new Grant { Name = "g", Groups = ["leads"], Shares = ["a"], Tags = ["lab"], Proof = Proof.Code, From = ["10.0.0.0/8"], ApprovedBy = "leads" })
                .Add("h", new Grant { Name = "h", Users = ["berta"], Tags = ["x"] }),
        };
        PersonFacts facts = PersonFacts.Of(state, new User { Name = "berta", PasswordHash = "x" });
        Assert.Equal(["g", "h"], facts.Grants.Select(g => g.Name));
        Assert.Equal(["group leads", "grant h"], facts.Holders);
        Assert.Equal("password", facts.Proofs);
        Assert.Equal("a, all tagged lab", PersonFacts.SharesOf(facts.Grants[0]));
        Assert.Equal("from 10.0.0.0/8, with a one-time code, approved by group leads", PersonFacts.TermsOf(facts.Grants[0]));
    }

    [Theory]
    [InlineData("users", "{}")]
    [InlineData("groups", """{"members":["ada"]}""")]
    public async Task Thing_ThatIsMade_IsNewOrRefused(string kind, string body)
    {
        JsonObject named = JsonNode.Parse(body)!.AsObject();
        named["name"] = "made-one";
        Answer made = (await door.Root.PostAsync($"/{kind}", named.ToJsonString())).Is(201);
        Assert.Equal($"/api/v1/{kind}/made-one", made.Headers.Location?.ToString());
        (await door.Root.PostAsync($"/{kind}", named.ToJsonString())).Is(409);
        Assert.Equal(["name"], (await door.Root.PostAsync($"/{kind}", body)).Is(400).Places);
    }

    [Fact]
    public async Task User_WhoIsLoggedOutByAnAdmin_IsOut()
    {
        HttpClient uma = await door.AsAsync("user");
        (await uma.ReadAsync("/me")).Is(200);
        (await door.Root.PostAsync("/users/uma/logout")).Is(204);
        (await uma.ReadAsync("/me")).Is(401);
        (await door.Root.PostAsync("/users/nobody-at-all/logout")).Is(404);
    }
}
