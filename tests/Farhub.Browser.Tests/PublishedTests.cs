using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Farhub.Browser.Tests;

/// <summary>The pages of the file that people install: it is trimmed, and what a page needs could be gone from it.</summary>
public sealed partial class PublishedTests(Chromium chromium)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task EveryPage_OfThePublishedFile_IsShown()
    {
        string program = Path.Combine(Visits.Root, "artifacts", "publish", "farhub");
        Assert.True(File.Exists(program), $"There is no {program}: dotnet publish src/Farhub -c Release -r linux-x64 -o artifacts/publish");
        DirectoryInfo state = Directory.CreateTempSubdirectory("farhub-published-");
        var start = new ProcessStartInfo(program, ["serve", "--managed", "--virtual", "loopback", "--listen", "127.0.0.1:0", "--secure", "127.0.0.1:0", "--state", state.FullName]) { RedirectStandardError = true };
        using Process hub = Process.Start(start)!;
        try
        {
            await using IBrowserContext context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
            IPage page = await context.NewPageAsync();
            await page.GotoAsync(await SetupLinkAsync(hub));
            await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync("seven green tractors sing");
            await page.GetByLabel("Password again").FillAsync("seven green tractors sing");
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("go on$") }).ClickAsync();
            await page.WaitForURLAsync(new Regex("/devices$"));
            foreach (Web.Pages.Page one in Web.Pages.PageTable.All.Where(p => !p.Path.Contains('{', StringComparison.Ordinal)))
            {
                IResponse answer = (await page.GotoAsync(new Uri(new Uri(page.Url), one.Path).ToString()))!;
                Assert.True(answer.Status == 200, $"{one.Path}: {answer.Status}");
            }
        }
        finally
        {
            hub.Kill();
            await hub.WaitForExitAsync(CancellationToken.None);
            state.Delete(recursive: true);
        }
    }

    /// <summary>What the hub prints at its first start.</summary>
    static async Task<string> SetupLinkAsync(Process hub)
    {
        using var limit = new CancellationTokenSource(Patience);
        List<string> said = [];
        while (true)
        {
            string line = await hub.StandardError.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"The hub ended: {string.Join("\n", said)}");
            said.Add(line);
            if (Link().Match(line) is { Success: true } link) return link.Value;
        }
    }

    [GeneratedRegex(@"https://\S+/setup\?token=\S+")]
    private static partial Regex Link();
}
