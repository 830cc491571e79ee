using Microsoft.Playwright;

namespace Matching.Pages.Tests;

public sealed class PublicPagesTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_documentation_shows_every_group_of_routes_and_asks_nothing_of_the_outside_world()
    {
        var (page, outside, errors) = await browser.OpenAsync("/docs");
        foreach (var group in new[] { "Rounds", "Prompts", "Imports", "Members", "Organisations" })
            await page.Locator("aside").GetByText(group, new LocatorGetByTextOptions { Exact = true }).First.WaitForAsync();
        await page.Locator("aside").GetByText("Rounds", new LocatorGetByTextOptions { Exact = true }).First.ClickAsync();
        await page.GetByText("Draw a week's round").First.WaitForAsync();
        foreach (var foreign in new[] { "Ask AI", "Generate SDK", "Deploy" }) Assert.Equal(0, await page.GetByText(foreign).CountAsync());
        Assert.Empty(outside);
        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task The_sign_in_page_has_one_button_which_signs_in_once(int width)
    {
        var link = await browser.SignInLinkAsync();
        var (page, outside, _) = await browser.OpenAsync(link, width);
        Assert.Equal("sv", await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(1, await page.GetByRole(AriaRole.Button).CountAsync());
        await page.GetByRole(AriaRole.Button).ClickAsync();
        var token = await page.GetByLabel("Token").InputValueAsync();
        Assert.Equal(2, token.Count(letter => letter == '.'));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await page.GotoAsync(browser.Address + link);
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByText("Länken är använd eller för gammal").WaitForAsync();
        Assert.Empty(outside);
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_problems_page_says_in_both_languages_what_to_do_and_leads_on()
    {
        var (page, outside, _) = await browser.OpenAsync("/docs/problems/no-token", 360);
        await page.GetByText("kommandot token").WaitForAsync();
        await page.GetByText("makes one with the command token").WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await page.GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByText("introduktioner mellan människor").First.WaitForAsync();
        Assert.Empty(outside);
        await page.CloseAsync();
    }

    [Fact]
    public async Task The_terms_say_what_the_data_may_be_used_for()
    {
        var (page, _, _) = await browser.OpenAsync("/docs/terms");
        await page.GetByText("inte för rekrytering").WaitForAsync();
        await page.CloseAsync();
    }
}
