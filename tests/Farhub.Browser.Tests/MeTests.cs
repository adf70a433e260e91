using Farhub.Client;
using Farhub.Control.Codes;
using Farhub.Protocol;

namespace Farhub.Browser.Tests;

/// <summary>What people do for themselves: prove who they are, and open what asks for it.</summary>
public sealed class MeTests(TestDoor door, Chromium chromium) : IClassFixture<TestDoor>, IAsyncDisposable
{
    readonly Visits _visits = new(door, chromium);

    public ValueTask DisposeAsync() => _visits.DisposeAsync();

    [Fact]
    public async Task App_SetUpThroughThePage_IsAskedForAtTheLogin()
    {
        await door.MakeAsync("olga", "operator", "Olga Ott, workshop");
        IPage page = await _visits.LogInAsync("olga", "/me");
        await page.SaysAsync("None yet. An app on your phone");
        await Visits.LookAsync(page, "me-empty");
        await page.FollowAsync("Set up a generator");
        await Visits.LookAsync(page, "code-new");
        await page.GetByLabel("What you call it").FillAsync("phone");
        await page.PressAsync("Go on");
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "QR code with the secret for olga" })).ToBeVisibleAsync();
        await Visits.LookAsync(page, "code-made");
        string uri = (await page.Locator("section[aria-labelledby=step1] details code").TextContentAsync())!.Trim();
        string recovery = (await page.Locator("section[aria-labelledby=step2] code").TextContentAsync())!.Trim();
        CodeSecret secret = Persons.SecretOf(uri);
        Assert.Equal(10, recovery.Split('\n').Length);
        Assert.Equal(Base32.Encode(secret.Key), (await page.Locator("section[aria-labelledby=step1] code").First.TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal));

        await page.GetByLabel("One-time code").FillAsync("not right");
        await page.PressAsync("Confirm");
        await page.SaysAsync("The code is wrong.");
        await Visits.LookAsync(page, "code-wrong");
        Assert.DoesNotContain(recovery.Split('\n')[0], await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("One-time code").FillAsync(door.NextCode(secret));
        await page.PressAsync("Confirm");
        await page.SaysAsync("It is set up.");
        await page.SaysAsync("10 recovery codes left");
        await page.GotoAsync("/me/codes/new");
        Assert.DoesNotContain(recovery.Split('\n')[0], await page.ContentAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log out" }).ClickAsync();
        await page.FillLoginAsync("olga", TestDoor.Password);
        await page.SaysAsync("is needed: the password is right");
        await page.GetByLabel("One-time code").FillAsync(door.NextCode(secret));
        await page.FillLoginAsync("olga", TestDoor.Password);
        await page.WaitForURLAsync("**/shares");
        // And with what is left when the phone is lost.
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log out" }).ClickAsync();
        await page.FillLoginAsync("olga", TestDoor.Password);
        await page.GetByLabel("One-time code").FillAsync(recovery.Split('\n')[0]);
        await page.FillLoginAsync("olga", TestDoor.Password);
        await page.WaitForURLAsync("**/shares");
        await page.GotoAsync("/me");
        await page.SaysAsync("9 recovery codes left");
    }

    [Theory]
    [InlineData("totp")]
    [InlineData("ocra")]
    public async Task Generator_ThatWasLeftUnconfirmed_IsConfirmedLaterAndRemovedWithAProof(string kind)
    {
        string name = $"nora-{kind}";
        await door.MakeAsync(name);
        CodeSecret secret = await door.EnrolAsync(name, kind, confirms: false);
        IPage page = await _visits.LogInAsync(name, "/me");
        await page.FollowAsync("Confirm or remove");
        await page.SaysAsync("Not confirmed yet");
        await Visits.LookAsync(page, $"code-confirm-{kind}");
        await ProveAsync(page, secret, "Confirm");
        await page.SaysAsync("It is set up.");
        await page.FollowAsync($"my {kind}");
        await page.Locator("#remove input:not([type=hidden])").FillAsync("12345678");
        await page.PressAsync("Remove it");
        await page.SaysAsync("is wrong");
        await Visits.LookAsync(page, $"code-remove-{kind}");
        await ProveAsync(page, secret, "Remove it");
        await page.SaysAsync("Removed.");
        await page.SaysAsync("None yet.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Share_ThatAsksForACode_IsOpenForOneImport(bool hasScript)
    {
        (string share, string user, string port) = hasScript ? ("vault", "tina", "200-1") : ("plain-vault", "paul", "200-4");
        if (!hasScript) door.Plug("loopback");
        await door.ShareAsync(share, port);
        await door.MakeAsync(user);
        await door.GrantAsync(share, $"\"users\":[\"{user}\"],\"proof\":\"code\"");
        IPage page = await _visits.LogInAsync(user, $"/shares/{share}", hasScript);
        await page.SaysAsync("you have no code generator yet");
        await LookAsync(page, "unlock-without-generator", hasScript);
        CodeSecret secret = await door.EnrolAsync(user, "totp");
        await page.ReloadAsync();
        Assert.Equal(OpStatus.NoDevice, await door.RefusalAsync(share));

        await page.GetByLabel("One-time code").FillAsync("000000");
        await page.PressAsync("Open it");
        await page.SaysAsync("The code is wrong.");
        await LookAsync(page, "unlock-wrong", hasScript);
        Assert.Equal(OpStatus.NoDevice, await door.RefusalAsync(share));
        await page.GetByLabel("One-time code").FillAsync(door.NextCode(secret));
        await page.PressAsync("Open it");
        await page.SaysAsync($"'{share}' is open for 127.0.0.1 until");
        await LookAsync(page, "unlock-open", hasScript);
        await using (RemoteDevice device = await door.ImportAsync(share))
        {
            if (!hasScript) await page.ReloadAsync();
            await page.SaysAsync("You are using it");
        }
        // It was for one.
        Assert.Equal(OpStatus.NoDevice, await door.RefusalAsync(share));

        // The hub notices a moment later that the device was given back, and without script a page does not.
        do await page.GotoAsync($"/shares/{share}");
        while (await page.GetByText("You are using it").CountAsync() > 0);
        await page.GetByLabel("One-time code").FillAsync(door.NextCode(secret));
        await page.PressAsync("Open it");
        await page.PressAsync("Close it");
        await page.SaysAsync("Closed.");
        Assert.Equal(OpStatus.NoDevice, await door.RefusalAsync(share));
    }

    [Fact]
    public async Task Challenge_AndASecondPerson_OpenAShare()
    {
        await door.ShareAsync("signer", "200-2");
        await door.MakeAsync("arno", note: "Arno Adler");
        await door.MakeAsync("berta", note: "Berta Brandt");
        (await door.Root.PutAsync("/groups/leads", """{"members":["berta"]}""")).Is(201);
        await door.GrantAsync("signer", """ "users":["arno"],"proof":"challenge","approvedBy":"leads" """);
        CodeSecret token = await door.EnrolAsync("arno", "ocra"), app = await door.EnrolAsync("berta", "totp");
        IPage approver = await _visits.LogInAsync("berta", "/approvals"), asker = await _visits.LogInAsync("arno", "/shares/signer");
        await approver.SaysAsync("You may approve what others ask for as somebody of leads");
        await Visits.LookAsync(approver, "approvals-empty");
        await asker.PressAsync("Ask me the question");
        string question = (await asker.Locator("[data-question]").TextContentAsync())!;
        await Visits.LookAsync(asker, "unlock-question");
        await asker.GetByLabel("Answer of the token").FillAsync("00000000");
        await asker.PressAsync("Ask for approval");
        await asker.SaysAsync("The answer is wrong.");
        await asker.PressAsync("Ask me the question");
        Assert.Equal(question, await asker.Locator("[data-question]").TextContentAsync());
        await asker.GetByLabel("Answer of the token").FillAsync(token.Answer(question));
        await asker.PressAsync("Ask for approval");
        await asker.SaysAsync("Waits for approval by somebody of group leads");
        await Visits.LookAsync(asker, "unlock-pending");
        Assert.Equal(OpStatus.NoDevice, await door.RefusalAsync("signer"));

        await Assertions.Expect(approver.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "arno asks for signer" })).ToBeVisibleAsync();
        await Assertions.Expect(approver.Locator(".menu .count")).ToContainTextAsync("1");
        await Visits.LookAsync(approver, "approvals");
        await approver.GotoAsync("/me");
        await approver.SaysAsync("Somebody waits for you");
        await Visits.LookAsync(approver, "me-asked");
        await approver.FollowAsync("Approve or deny");
        await approver.GetByLabel("One-time code").FillAsync("000000");
        await approver.PressAsync("Approve");
        await approver.SaysAsync("The code is wrong.");
        await approver.GetByLabel("One-time code").FillAsync(door.NextCode(app));
        await approver.PressAsync("Approve");
        await approver.SaysAsync("'signer' is open for arno at 127.0.0.1 until");
        await approver.SaysAsync("Nothing waits for you");
        await Assertions.Expect(approver.Locator(".menu .count")).ToHaveCountAsync(0);

        await asker.SaysAsync("approved by berta");
        await asker.GotoAsync("/me");
        await asker.SaysAsync("Open for 127.0.0.1, approved by berta");
        await Visits.LookAsync(asker, "me");
        await using RemoteDevice device = await door.ImportAsync("signer");
        await Assertions.Expect(asker.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Open for my address" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Request_ThatIsDenied_IsOver()
    {
        await door.ShareAsync("safe", "200-3");
        await door.MakeAsync("cora");
        await door.MakeAsync("dirk");
        (await door.Root.PutAsync("/groups/seconds", """{"members":["cora","dirk"]}""")).Is(201);
        await door.GrantAsync("safe", """ "users":["cora"],"approvedBy":"seconds" """);
        IPage approver = await _visits.LogInAsync("dirk", "/approvals"), asker = await _visits.LogInAsync("cora", "/shares/safe");
        await asker.PressAsync("Ask for approval");
        await asker.SaysAsync("Waits for approval");
        await approver.SaysAsync("To approve it takes a one-time code, and you have no code generator yet.");
        await Visits.LookAsync(approver, "approvals-without-generator");
        await approver.PressAsync("Deny");
        await approver.SaysAsync("Denied: cora does not get safe.");
        await Assertions.Expect(asker.Locator("main")).Not.ToContainTextAsync("Waits for approval");
        Assert.DoesNotContain(door.Hub.Registry.State.Unlocks.Values, u => u.User == "cora");
    }

    [Fact]
    public async Task Token_IsShownOnceAndWorks()
    {
        await door.MakeAsync("emil");
        IPage page = await _visits.LogInAsync("emil", "/me");
        await page.FollowAsync("Make a token");
        await Visits.LookAsync(page, "token-new");
        await page.GetByLabel("What it is for").FillAsync("monitoring");
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Look" }).CheckAsync();
        await page.PressAsync("Make the token");
        await page.SaysAsync("never shown again");
        string token = (await page.Locator("section[aria-labelledby=once] code").TextContentAsync())!;
        Assert.DoesNotContain(token, page.Url, StringComparison.Ordinal);
        await Visits.LookAsync(page, "token-made");
        HttpClient client = door.WithToken(token);
        Assert.Equal("""{"name":"emil","role":"user","scope":"read"}""", (await client.ReadAsync("/me")).Is(200).Text);
        await page.FollowAsync("I have kept it");
        await page.SaysAsync("monitoring");
        Assert.DoesNotContain(token, await page.ContentAsync(), StringComparison.Ordinal);
        await page.PressAsync("Revoke monitoring");
        await page.SaysAsync("Revoked");
        (await client.ReadAsync("/me")).Is(401);
    }

    [Fact]
    public async Task Password_IsChangedWithTheOldOne()
    {
        const string Next = "eight purple kettles whistle";
        await door.MakeAsync("fred");
        IPage page = await _visits.LogInAsync("fred", "/me");
        await page.FollowAsync("Change password");
        await FillAsync(TestDoor.Password, Next, Next + "x");
        await page.SaysAsync("New password again is not the same password");
        await FillAsync("not the right one", Next, Next);
        await page.SaysAsync("The old password is wrong.");
        await Visits.LookAsync(page, "password");
        await FillAsync(TestDoor.Password, Next, Next);
        await page.SaysAsync("Your password is changed");
        await page.FillLoginAsync("fred", Next);
        await page.WaitForURLAsync("**/me");

        async Task FillAsync(string old, string next, string again)
        {
            await page.GetByLabel("Present password").FillAsync(old);
            await page.GetByLabel("New password", new PageGetByLabelOptions { Exact = true }).FillAsync(next);
            await page.GetByLabel("New password again").FillAsync(again);
            await page.PressAsync("Change it");
        }
    }

    /// <summary>Without script there is no axe either.</summary>
    static Task LookAsync(IPage page, string name, bool hasScript) => hasScript ? Visits.LookAsync(page, name) : Task.CompletedTask;

    async Task ProveAsync(IPage page, CodeSecret secret, string button)
    {
        string proof = secret.Kind == CodeKind.Ocra ? secret.Answer((await page.Locator("[data-question]").First.TextContentAsync())!) : door.NextCode(secret);
        await page.GetByLabel(secret.Kind == CodeKind.Ocra ? "Answer of the token" : "One-time code").First.FillAsync(proof);
        await page.PressAsync(button);
    }
}
