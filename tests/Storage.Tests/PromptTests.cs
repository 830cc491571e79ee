using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage.Tests;

public abstract class PromptTests(Dialect dialect) : StoreTests(dialect)
{
    private static readonly DateTimeOffset Expires = Some.Now.AddDays(7);

    private async Task<TemporaryStore> SentAsync()
    {
        var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        return temporary;
    }

    [Fact]
    public async Task Each_of_the_two_is_asked_about_the_other()
    {
        await using var temporary = await SentAsync();
        var expected = new StoredPrompt
        {
            Id = "i1-b",
            Introduction = "i1",
            Member = "bo",
            Other = "anna",
            Suggestion = Some.Suggestion("anna", "bo"),
            CreatedAt = Some.Now.AddHours(2),
            ExpiresAt = Expires,
        };
        Same.As(expected, await temporary.Store.FindPromptAsync("i1-b", Ct));
        Same.As([expected], await OpenAsync(temporary, "bo", Some.Now.AddDays(1)));
        Assert.Equal("bo", (await temporary.Store.FindPromptAsync("i1-a", Ct))!.Other);
        Assert.Null(await temporary.Store.FindPromptAsync("i1-c", Ct));
    }

    [Fact]
    public async Task A_question_is_open_from_when_it_is_sent_until_it_expires()
    {
        await using var temporary = await SentAsync();
        Assert.Empty(await OpenAsync(temporary, "anna", Some.Now.AddHours(1)));
        Assert.Single(await OpenAsync(temporary, "anna", Some.Now.AddHours(2)));
        Assert.Single(await OpenAsync(temporary, "anna", Expires.AddTicks(-10)));
        Assert.Empty(await OpenAsync(temporary, "anna", Expires));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PromptAnswer.Yes)]
    [InlineData(PromptAnswer.No)]
    public async Task A_hubs_open_pairs_are_those_asked_whatever_was_answered(PromptAnswer? answer)
    {
        await using var temporary = await SentAsync();
        if (answer is { } word) await temporary.Store.AnswerPromptAsync("i1-a", word, Some.Now.AddDays(1), Ct);
        Assert.Equal([new OpenPair("anna", "bo", 0.625)], await temporary.Store.ListOpenPairsAsync("norr", Some.Now.AddDays(2), Ct));
        Assert.Empty(await temporary.Store.ListOpenPairsAsync("norr", Some.Now, Ct));
        Assert.Empty(await temporary.Store.ListOpenPairsAsync("norr", Expires, Ct));
        Assert.Empty(await temporary.Store.ListOpenPairsAsync("elsewhere", Some.Now.AddDays(2), Ct));
    }

    [Theory]
    [InlineData(PromptAnswer.Yes, 1)]
    [InlineData(PromptAnswer.Later, 1)]
    [InlineData(PromptAnswer.No, 0)]
    public async Task A_no_closes_ones_own_question(PromptAnswer answer, int open)
    {
        await using var temporary = await SentAsync();
        var outcome = await temporary.Store.AnswerPromptAsync("i1-a", answer, Some.Now.AddDays(1), Ct);
        Assert.Equal(AnswerStatus.Answered, outcome.Status);
        Assert.Equal((answer, Some.Now.AddDays(1), null), (outcome.Prompt!.Answer, outcome.Prompt.AnsweredAt, outcome.Prompt.AcceptedAt));
        Assert.Equal(open, (await OpenAsync(temporary, "anna", Some.Now.AddDays(2))).Count);
    }

    [Theory]
    [InlineData(PromptAnswer.No)]
    [InlineData(PromptAnswer.Later)]
    [InlineData(PromptAnswer.Yes)]
    public async Task What_the_other_answered_shows_nowhere_until_both_said_yes(PromptAnswer others)
    {
        await using var temporary = await SentAsync();
        var before = Same.Text(await OpenAsync(temporary, "anna", Some.Now.AddDays(2)));
        await temporary.Store.AnswerPromptAsync("i1-b", others, Some.Now.AddDays(1), Ct);
        Assert.Equal(before, Same.Text(await OpenAsync(temporary, "anna", Some.Now.AddDays(2))));
    }

    [Fact]
    public async Task Two_yes_are_an_acceptance_and_stay_four_weeks()
    {
        await using var temporary = await SentAsync();
        await temporary.Store.AnswerPromptAsync("i1-b", PromptAnswer.Yes, Some.Now.AddDays(1), Ct);
        var accepted = Some.Now.AddDays(3);
        var outcome = await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.Yes, accepted, Ct);
        Assert.Equal(accepted, outcome.Prompt!.AcceptedAt);
        foreach (var member in new[] { "anna", "bo" })
        {
            Assert.Equal(accepted, Assert.Single(await OpenAsync(temporary, member, Expires.AddDays(5))).AcceptedAt);
            Assert.Single(await OpenAsync(temporary, member, accepted.AddDays(28).AddTicks(-10)));
            Assert.Empty(await OpenAsync(temporary, member, accepted.AddDays(28)));
        }
    }

    [Fact]
    public async Task A_later_and_a_lone_yes_can_be_changed()
    {
        await using var temporary = await SentAsync();
        foreach (var answer in new[] { PromptAnswer.Later, PromptAnswer.Yes, PromptAnswer.Later, PromptAnswer.Yes, PromptAnswer.No })
        {
            var outcome = await temporary.Store.AnswerPromptAsync("i1-a", answer, Some.Now.AddDays(1), Ct);
            Assert.Equal((AnswerStatus.Answered, answer), (outcome.Status, outcome.Prompt!.Answer));
        }
    }

    [Fact]
    public async Task A_no_is_final()
    {
        await using var temporary = await SentAsync();
        await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.No, Some.Now.AddDays(1), Ct);
        var outcome = await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.Yes, Some.Now.AddDays(2), Ct);
        Assert.Equal((AnswerStatus.AlreadyFinal, PromptAnswer.No), (outcome.Status, outcome.Prompt!.Answer));
    }

    [Fact]
    public async Task An_acceptance_is_final_for_both()
    {
        await using var temporary = await SentAsync();
        await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.Yes, Some.Now.AddDays(1), Ct);
        await temporary.Store.AnswerPromptAsync("i1-b", PromptAnswer.Yes, Some.Now.AddDays(1), Ct);
        foreach (var id in new[] { "i1-a", "i1-b" })
        {
            Assert.Equal(AnswerStatus.AlreadyFinal, (await temporary.Store.AnswerPromptAsync(id, PromptAnswer.No, Some.Now.AddDays(2), Ct)).Status);
            Assert.NotNull((await temporary.Store.FindPromptAsync(id, Ct))!.AcceptedAt);
        }
    }

    [Fact]
    public async Task The_same_answer_again_is_no_error_and_changes_nothing()
    {
        await using var temporary = await SentAsync();
        await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.No, Some.Now.AddDays(1), Ct);
        var outcome = await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.No, Expires.AddDays(1), Ct);
        Assert.Equal((AnswerStatus.Answered, Some.Now.AddDays(1)), (outcome.Status, outcome.Prompt!.AnsweredAt));
    }

    [Fact]
    public async Task After_it_has_expired_a_question_is_not_answered_any_more()
    {
        await using var temporary = await SentAsync();
        var outcome = await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.Yes, Expires, Ct);
        Assert.Equal((AnswerStatus.Expired, null), (outcome.Status, outcome.Prompt!.Answer));
        Assert.Equal(new AnswerOutcome(AnswerStatus.Missing), await temporary.Store.AnswerPromptAsync("x", PromptAnswer.Yes, Some.Now, Ct));
    }

    [Fact]
    public async Task Prompts_are_listed_oldest_first_and_no_more_than_asked_for()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo", "carl", "disa"));
        foreach (var (number, other) in new[] { (44, "bo"), (46, "carl"), (45, "disa") })
        {
            var id = $"r{number}";
            await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction($"{id}-1", "anna", other, round: id)) with { Id = id, Week = new(2026, number) }, Ct);
            await temporary.Store.DecideAsync(Some.Decision($"{id}-1", IntroductionStatus.Approved), Ct);
            await temporary.Store.PublishAsync(id, Some.Now.AddDays(number - 48), Expires, Ct);
        }
        Assert.Equal(["bo", "disa", "carl"], (await OpenAsync(temporary, "anna", Some.Now)).Select(prompt => prompt.Other));
        Assert.Equal(["bo", "disa"], (await temporary.Store.ListPromptsAsync("anna", Some.Now, 2, Ct)).Select(prompt => prompt.Other));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => temporary.Store.ListPromptsAsync("anna", Some.Now, 0, Ct));
    }

    [Fact]
    public async Task An_outcome_is_taken_from_the_two_after_it_was_sent()
    {
        await using var temporary = await SentAsync();
        await temporary.PutAsync(import => import.Put(Some.Member("carl")));
        await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction("draft", "anna", "carl", round: "next")) with { Id = "next", Week = new(2026, 49) }, Ct);
        var told = new IntroductionOutcome { Introduction = "i1", Member = "anna", Met = true, Useful = Usefulness.Yes, Note = "Bra fika", At = Some.Now.AddDays(4) };
        Assert.Equal(OutcomeResult.Recorded, await temporary.Store.RecordOutcomeAsync(told, Ct));
        Assert.Equal(OutcomeResult.Recorded, await temporary.Store.RecordOutcomeAsync(told with { Met = false }, Ct));
        Assert.Equal(OutcomeResult.NotYours, await temporary.Store.RecordOutcomeAsync(told with { Member = "carl" }, Ct));
        Assert.Equal(OutcomeResult.Missing, await temporary.Store.RecordOutcomeAsync(told with { Introduction = "x" }, Ct));
        Assert.Equal(OutcomeResult.NotSent, await temporary.Store.RecordOutcomeAsync(told with { Introduction = "draft" }, Ct));
        Assert.Equal(OutcomeResult.NotYours, await temporary.Store.RecordOutcomeAsync(told with { Introduction = "draft", Member = "bo" }, Ct));
    }

    private static Task<IReadOnlyList<StoredPrompt>> OpenAsync(TemporaryStore temporary, string member, DateTimeOffset asOf) =>
        temporary.Store.ListPromptsAsync(member, asOf, 10, Ct);
}

public sealed class SqlitePromptTests() : PromptTests(Dialect.Sqlite);

public sealed class PostgresPromptTests() : PromptTests(Dialect.Postgres);
