using Matching.Api;
using Matching.Api.Access;
using Matching.Storage;
using Matching.Storage.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Program = Matching.Api.Program;

namespace Matching.Pages.Tests;

/// <summary>A real server with an empty store, and a real Chromium that reaches nothing else.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("matching-pages-").FullName;
    private WebApplication? app;
    private IPlaywright? playwright;
    private IBrowser? browser;

    internal string Address => app!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        app = Program.Build(["--urls", "http://127.0.0.1:0", "--Matching:Store", Path.Combine(folder, "matching.db"), "--Logging:LogLevel:Default", "Error"]);
        await app.Services.OpenStoreAsync();
        await app.StartAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium(), Args = Flags });
    }

    /// <summary>A page of its own; every address that the page asks for outside the server is noted.</summary>
    internal async Task<(IPage Page, List<string> Outside, List<string> Errors)> OpenAsync(string path, int width = 1280)
    {
        var page = await browser!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        List<string> outside = [], errors = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal)) outside.Add(request.Url);
        };
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(Address + path);
        return (page, outside, errors);
    }

    internal Task<string> SignInLinkAsync() => SignIn.MakeLinkAsync(
        app!.Services.GetRequiredService<SqlStore>(), new AccessGrant { Role = Role.Host, Hubs = ["lulea"] }, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        if (app is not null) await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Chromium() => Environment.GetEnvironmentVariable("MATCHING_CHROMIUM") is { Length: > 0 } known
        ? known
        : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("No Chromium here: run ./test.sh, which installs one, or set MATCHING_CHROMIUM.");
}
