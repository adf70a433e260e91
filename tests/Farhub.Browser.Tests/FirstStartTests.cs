using System.Text.RegularExpressions;

namespace Farhub.Browser.Tests;

/// <summary>From the link that a new hub prints to the first shared device.</summary>
public sealed class FirstStartTests(Chromium chromium) : IAsyncDisposable
{
    TestDoor _door = null!;
    Visits _visits = null!;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _visits.DisposeAsync();
        }
        finally
        {
            await _door.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FirstStart_FromTheLink_ToTheFirstSharedDevice(bool hasScript)
    {
        IPage page = await BeginAsync(hasScript);
        await page.GotoAsync($"/setup?token={_door.SetupToken}");
        if (hasScript) await Visits.LookAsync(page, "setup");
        await FillAsync(page, TestDoor.Password, TestDoor.Password);
        await page.WaitForURLAsync(new Regex("/devices$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Three steps to the first shared device" })).ToBeVisibleAsync();
        if (hasScript) await Visits.LookAsync(page, "devices-first-start");
        await Button(page, "Plug in a try-out disk").ClickAsync();
        await page.WaitForURLAsync(new Regex("/devices/200-1$"));
        await page.GotoAsync("/devices");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Share Farhub Virtual disk" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("virtual-disk");
        await Button(page, "Share it").ClickAsync();
        await page.WaitForURLAsync(new Regex("/shares/virtual-disk$"));
        await Assertions.Expect(page.GetByText("It is shared. Now say who may use it.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Let somebody use it" })).ToHaveAttributeAsync("href", "/grants/new?share=virtual-disk");
        await page.GotoAsync("/devices");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "One step is left" })).ToBeVisibleAsync();
        if (hasScript) await Visits.LookAsync(page, "devices-one-step-left");
    }

    [Fact]
    public async Task Passwords_ThatDiffer_AreShownAtTheirField()
    {
        IPage page = await BeginAsync();
        await page.GotoAsync($"/setup?token={_door.SetupToken}");
        await FillAsync(page, TestDoor.Password, "seven green tractors sink");
        await Assertions.Expect(page.GetByLabel("Password again")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator(".mistake")).ToHaveTextAsync("Password again is not the same password");
        // No password comes back into a page.
        await Assertions.Expect(page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync("");
        await Visits.LookAsync(page, "setup-mistake");
        await FillAsync(page, "short", "short");
        await Assertions.Expect(page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        await FillAsync(page, TestDoor.Password, TestDoor.Password);
        await page.WaitForURLAsync(new Regex("/devices$"));
    }

    [Fact]
    public async Task LinkOfAnEarlierStart_AsksForTheTokenOfThisOne()
    {
        IPage page = await BeginAsync();
        await page.GotoAsync("/setup?token=fhi_of-yesterday");
        await FillAsync(page, TestDoor.Password, TestDoor.Password);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The setup token is wrong or has expired");
        await Visits.LookAsync(page, "setup-wrong-token");
        await page.GetByLabel("Setup token").FillAsync(_door.SetupToken);
        await FillAsync(page, TestDoor.Password, TestDoor.Password);
        await page.WaitForURLAsync(new Regex("/devices$"));
        await page.GotoAsync($"/setup?token={_door.SetupToken}");
        await Assertions.Expect(page.GetByText("This hub is set up already.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task NewHub_WithoutTheLink_AsksForTheToken()
    {
        IPage page = await BeginAsync();
        await page.GotoAsync("/");
        await page.WaitForURLAsync(new Regex("/setup$"));
        await page.GetByLabel("Setup token").FillAsync(_door.SetupToken);
        await FillAsync(page, TestDoor.Password, TestDoor.Password);
        await page.WaitForURLAsync(new Regex("/devices$"));
    }

    async Task<IPage> BeginAsync(bool hasScript = true)
    {
        _door = new TestDoor { IsSetUp = false, Plugged = [] };
        await _door.InitializeAsync();
        _visits = new Visits(_door, chromium);
        return await _visits.NobodyAsync(hasScript);
    }

    static async Task FillAsync(IPage page, string password, string again)
    {
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(password);
        await page.GetByLabel("Password again").FillAsync(again);
        await Button(page, "Make this user and go on").ClickAsync();
    }

    static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });
}
