using Matching.Api.Delivery;
using Matching.Api.Tests.Jobs;
using Matching.Profiles;
using Matching.Storage;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Matching.Api.Tests.Delivery;

public sealed class LettersTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_suggestion_says_first_names_organisation_and_reasons_and_where_to_answer_and_no_more()
    {
        await using var server = await Published.StartAsync("--Matching:Mail:BaseUrl", "https://moten.example.org/", "--Matching:Mail:From", "Samverket <samverket@example.org>");
        foreach (var message in await TakeAsync(server))
        {
            var (letter, prompt, to, other) = await WrittenAsync(server, message);
            var organisation = (await server.Store.FindOrganisationAsync(other.Organisation, Ct))!.Name;
            Assert.Equal(new MailboxAddress(to.Name, to.Email!), Assert.Single(letter.Mime.To));
            Assert.Equal("samverket@example.org", Assert.Single(letter.Mime.From.Mailboxes).Address);
            var text = letter.Mime.TextBody!;
            var inSwedish = to.Languages.Contains("sv");
            Assert.Equal($"{(inSwedish ? "Förslag: träffa" : "Suggestion: meet")} {other.FirstName()}, {organisation}", letter.Mime.Subject);
            Assert.Contains($"{(inSwedish ? "Hej" : "Hello")} {to.FirstName()}", text, StringComparison.Ordinal);
            Assert.All(prompt.Suggestion.Reasons, reason => Assert.Contains(inSwedish ? reason.Sv : reason.En, text, StringComparison.Ordinal));
            Assert.Contains("https://moten.example.org/", text, StringComparison.Ordinal);
            Assert.Contains(inSwedish ? "senast 7 december" : "by 7 December", text, StringComparison.Ordinal);
            Assert.EndsWith("Samverket Luleå", text.TrimEnd(), StringComparison.Ordinal);
            foreach (var secret in new[] { other.Name, other.Email!, other.Title!, prompt.Suggestion.Score.ToString(System.Globalization.CultureInfo.InvariantCulture) })
                Assert.DoesNotContain(secret, letter.Mime.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_speaks_no_Swedish_is_written_to_in_English_and_who_has_not_said_in_Swedish()
    {
        await using var server = await Published.StartAsync();
        var message = (await TakeAsync(server))[0];
        var to = (await WrittenAsync(server, message)).To;
        foreach (var (languages, greeting) in new[] { ((string[])["en"], "Hello "), (["en", "sv"], "Hej "), ([], "Hej ") })
        {
            await PutAsync(server, to with { Languages = languages });
            Assert.StartsWith(greeting, (await WriteAsync(server, message))!.Mime.TextBody, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task When_both_have_said_yes_each_is_told_how_to_reach_the_other()
    {
        await using var server = await Published.StartAsync();
        var asked = await TakeAsync(server);
        foreach (var message in asked) await server.Store.FinishMessageAsync(message, MessageState.Sent, server.Clock.GetUtcNow(), Ct);
        var introduction = asked[0].Prompt[..^2];
        foreach (var side in new[] { "a", "b" })
        {
            var prompt = (await server.Store.FindPromptAsync($"{introduction}-{side}", Ct))!;
            using var member = server.As(prompt.Member);
            await member.PostJson($"prompts/{prompt.Id}/answer", """{ "answer": "yes" }""");
        }
        var told = await TakeAsync(server);
        Assert.Equal(2, told.Count);
        foreach (var message in told)
        {
            var (letter, _, to, other) = await WrittenAsync(server, message);
            Assert.Equal(to.Email, Assert.Single(letter.Mime.To.Mailboxes).Address);
            Assert.Contains(other.Name, letter.Mime.TextBody, StringComparison.Ordinal);
            Assert.Contains(other.Email!, letter.Mime.TextBody, StringComparison.Ordinal);
            Assert.DoesNotContain(other.Title!, letter.Mime.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_message_is_the_same_bytes_on_every_try()
    {
        await using var server = await Published.StartAsync();
        var message = (await TakeAsync(server))[0];
        var first = (await WriteAsync(server, message))!;
        server.Clock.Advance(TimeSpan.FromHours(3));
        var second = (await WriteAsync(server, message with { Epoch = 2, Attempts = 1 }))!;
        Assert.Equal($"{message.Id}@localhost", first.Mime.MessageId);
        Assert.Equal(first.Mime.ToString(), second.Mime.ToString());
        Assert.Equal("auto-generated", first.Mime.Headers["Auto-Submitted"]);
    }

    [Theory]
    [InlineData("answered")]
    [InlineData("expired")]
    [InlineData("erased")]
    [InlineData("no address")]
    public async Task What_is_no_longer_to_be_told_is_not_written(string what)
    {
        await using var server = await Published.StartAsync();
        var message = (await TakeAsync(server))[0];
        var (_, prompt, to, _) = await WrittenAsync(server, message);
        if (what == "answered") await server.Store.AnswerPromptAsync(prompt.Id, PromptAnswer.Later, server.Clock.GetUtcNow(), Ct);
        if (what == "expired") server.Clock.Advance(TimeSpan.FromDays(14));
        if (what == "erased") await server.Store.DeleteMemberAsync(prompt.Other, Ct);
        if (what == "no address") await PutAsync(server, to with { Email = null });
        Assert.Null(await WriteAsync(server, message));
    }

    [Theory]
    [InlineData("Anna\r\nBcc: all@example.org", "anna@example.org")]
    [InlineData("Anna Berg", "anna@example.org\r\nBcc: all@example.org")]
    [InlineData("Anna Berg", "anna@example.org\nSubject: x")]
    [InlineData("Anna Berg", "anna@example.org, all@example.org")]
    [InlineData("Anna Berg", "anna")]
    public async Task A_name_or_an_address_that_would_break_out_of_its_line_is_refused(string name, string email)
    {
        await using var server = await Published.StartAsync();
        var message = (await TakeAsync(server))[0];
        var (_, _, to, _) = await WrittenAsync(server, message);
        await PutAsync(server, to with { Name = name, Email = email });
        await Assert.ThrowsAsync<LetterException>(() => WriteAsync(server, message));
    }

    [Fact]
    public async Task A_name_that_would_break_out_of_the_subjects_line_is_refused()
    {
        await using var server = await Published.StartAsync();
        var message = (await TakeAsync(server))[0];
        var (_, _, _, other) = await WrittenAsync(server, message);
        await PutAsync(server, other with { Name = "Bo\r\nBcc:all@example.org Dal" });
        await Assert.ThrowsAsync<LetterException>(() => WriteAsync(server, message));
    }

    [Theory]
    [InlineData("--Matching:Mail:From", "nobody", "Matching__Mail__From")]
    [InlineData("--Matching:Mail:BaseUrl", "example.org", "Matching__Mail__BaseUrl")]
    [InlineData("--Matching:Mail:BaseUrl", "javascript:alert(1)", "Matching__Mail__BaseUrl")]
    [InlineData("--Matching:Mail:Smtp:Port", "25", "Matching__Mail__Smtp__Host")]
    [InlineData("--Matching:Mail:Smtp:Host", "mail.example.org", "Matching__Mail__From")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string named)
    {
        var refusal = await Assert.ThrowsAsync<OptionsException>(() => RunningServer.StartAsync(settings: [setting, value]));
        Assert.StartsWith(named, refusal.Message, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<OutboxMessage>> TakeAsync(RunningServer server) =>
        server.Store.ClaimMessagesAsync("one", server.Clock.GetUtcNow(), Lease, 10, Ct);

    private static Task<Letter?> WriteAsync(RunningServer server, OutboxMessage message) =>
        server.Services.GetRequiredService<Letters>().WriteAsync(message, server.Clock.GetUtcNow(), Ct);

    private static async Task<(Letter Letter, StoredPrompt Prompt, Member To, Member Other)> WrittenAsync(RunningServer server, OutboxMessage message)
    {
        var prompt = (await server.Store.FindPromptAsync(message.Prompt, Ct))!;
        return ((await WriteAsync(server, message))!, prompt, (await server.Store.FindMemberAsync(prompt.Member, Ct))!, (await server.Store.FindMemberAsync(prompt.Other, Ct))!);
    }

    private static async Task PutAsync(RunningServer server, Member member)
    {
        await using var import = await server.Store.BeginImportAsync(Ct);
        import.Put(member);
        await import.CommitAsync(Ct);
    }
}
