using Farhub.Browser.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Farhub.Browser.Tests;

/// <summary>The one Chromium of all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long a browser may take for anything, in milliseconds: machines that build something else beside it are slow.</summary>
    public const float Patience = 30_000;

    static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    IPlaywright _playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        string path = Environment.GetEnvironmentVariable("FARHUB_CHROMIUM") ?? Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("There is no Chromium: apt-get install chromium, or name one in FARHUB_CHROMIUM.");
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        // Root has no sandbox to put it into; it only ever sees our own pages.
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
