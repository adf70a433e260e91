using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Farhub.Browser.Tests;

/// <summary>People in front of browsers, and what is looked at for each of them: no error in the console, nothing loaded from elsewhere, nothing that WCAG 2.2 AA forbids.</summary>
/// <param name="door">Their hub.</param>
/// <param name="chromium">Their browser.</param>
public sealed class Visits(TestDoor door, Chromium chromium) : IAsyncDisposable
{
    /// <summary>The working tree.</summary>
    public static readonly string Root = Path.GetFullPath(Path.Combine(ThisFile(), "..", "..", ".."));

    static readonly string Pictures = Path.Combine(Root, "artifacts", "screenshots");

    readonly List<IBrowserContext> _contexts = [];
    readonly List<string> _complaints = [];

    string Address => door.Door.Addresses.Single(a => a.StartsWith("https:", StringComparison.Ordinal));

    /// <summary>Somebody who has not logged in.</summary>
    public async Task<IPage> NobodyAsync(bool hasScript = true, bool isPhone = false)
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            IgnoreHTTPSErrors = true,
            JavaScriptEnabled = hasScript,
            ViewportSize = isPhone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 860 },
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(Chromium.Patience);
        _contexts.Add(context);
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // A page that says 4xx on purpose is no error of the page.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal)) _complaints.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"script: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Address, StringComparison.Ordinal)) _complaints.Add($"asks elsewhere: {request.Url}");
        };
        return page;
    }

    /// <summary>Somebody of a role, logged in through the page.</summary>
    /// <param name="role">user, auditor, operator or admin.</param>
    /// <param name="path">Where they then are.</param>
    /// <param name="hasScript">False: their browser runs none.</param>
    /// <param name="isPhone">True: as narrow as a phone.</param>
    public async Task<IPage> AsAsync(string role, string path = "/shares", bool hasScript = true, bool isPhone = false)
    {
        if (role != "admin") (await door.Root.PostAsync($"/users/{TestDoor.Names[role]}/password", $$"""{"password":"{{TestDoor.Password}}"}""")).Is(204);
        IPage page = await NobodyAsync(hasScript, isPhone);
        await page.GotoAsync($"/login?then={Uri.EscapeDataString(path)}");
        await page.GetByLabel("Name").FillAsync(TestDoor.Names[role]);
        await page.GetByLabel("Password").FillAsync(TestDoor.Password);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log in" }).ClickAsync();
        try
        {
            await page.WaitForURLAsync(new Regex($"{Regex.Escape(path)}$"));
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"{role} did not come to {path}, but to {page.Url}: {await page.InnerTextAsync("body")}", e);
        }
        return page;
    }

    /// <summary>Looks at a page as it is: light and dark, wide and narrow. Keeps a picture of each (<c>artifacts/screenshots</c>) and has axe judge two of them, which
    /// have both sizes and both schemes of colours: it takes seconds.</summary>
    public static async Task LookAsync(IPage page, string name)
    {
        await page.WaitForLoadStateAsync();
        PageViewportSizeResult before = page.ViewportSize!;
        Directory.CreateDirectory(Pictures);
        foreach ((string size, int width, int height) in ((string, int, int)[])[("desktop", 1280, 860), ("phone", 390, 844)])
        {
            await page.SetViewportSizeAsync(width, height);
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{name} is wider than a {size}");
            foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{size}-{scheme}.png".ToLowerInvariant()), FullPage = true });
                if ((size == "desktop") == (scheme == ColorScheme.Light)) await JudgeAsync(page, $"{name}, {size}, {scheme}");
            }
        }
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    /// <summary>Nothing may have gone wrong in any browser.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (IBrowserContext context in _contexts) await context.DisposeAsync();
        Assert.Empty(_complaints);
    }

    static async Task JudgeAsync(IPage page, string what)
    {
        AxeResult result = await page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice") });
        Assert.True(result.Violations.Length == 0, $"{what}: {string.Join("\n", result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"))}");
    }

    static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
