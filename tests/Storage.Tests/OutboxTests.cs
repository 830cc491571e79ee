namespace Matching.Storage.Tests;

public abstract class OutboxTests(Dialect dialect) : StoreTests(dialect)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    // When Some.SentAsync publishes.
    private static readonly DateTimeOffset Published = Some.Now.AddHours(2);

    [Fact]
    public async Task Each_of_the_two_has_one_message_however_often_the_round_is_published()
    {
        await using var temporary = await SentAsync();
        await temporary.Store.PublishAsync("round", Published.AddHours(1), Some.Now.AddDays(7), Ct);
        var taken = await ClaimAsync(temporary, "one", Published.AddHours(2));
        Assert.Equal(["i1-a", "i1-b"], taken.Select(message => message.Prompt).Order());
        Assert.All(taken, message => Assert.Equal(
            (MessageKind.Suggestion, Published, 0, "one", 1), (message.Kind, message.CreatedAt, message.Attempts, message.Owner, message.Epoch)));
        Assert.Equal(2, (await temporary.Store.CountWorkAsync(Ct)).MessagesWaiting);
    }

    [Fact]
    public async Task What_is_not_published_has_no_message()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction("i1", "anna", "bo")), Ct);
        await temporary.Store.PublishAsync("round", Published, Some.Now.AddDays(7), Ct);
        Assert.Empty(await ClaimAsync(temporary, "one", Published.AddDays(1)));
    }

    [Fact]
    public async Task The_second_yes_tells_both_once_and_the_first_tells_nobody()
    {
        await using var temporary = await SentAsync();
        await SendAllAsync(temporary, Published);
        await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.Yes, Some.Now.AddDays(1), Ct);
        Assert.Empty(await ClaimAsync(temporary, "one", Some.Now.AddDays(2)));
        await temporary.Store.AnswerPromptAsync("i1-b", PromptAnswer.Yes, Some.Now.AddDays(2), Ct);
        await temporary.Store.AnswerPromptAsync("i1-b", PromptAnswer.Yes, Some.Now.AddDays(2), Ct);
        var taken = await ClaimAsync(temporary, "one", Some.Now.AddDays(2));
        Assert.Equal(["i1-a", "i1-b"], taken.Select(message => message.Prompt).Order());
        Assert.All(taken, message => Assert.Equal((MessageKind.Accepted, Some.Now.AddDays(2)), (message.Kind, message.CreatedAt)));
    }

    [Theory]
    [InlineData(PromptAnswer.No)]
    [InlineData(PromptAnswer.Later)]
    public async Task A_yes_and_another_word_tell_nobody(PromptAnswer word)
    {
        await using var temporary = await SentAsync();
        await SendAllAsync(temporary, Published);
        await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.Yes, Some.Now.AddDays(1), Ct);
        await temporary.Store.AnswerPromptAsync("i1-b", word, Some.Now.AddDays(1), Ct);
        Assert.Empty(await ClaimAsync(temporary, "one", Some.Now.AddDays(2)));
    }

    [Fact]
    public async Task Of_many_who_look_at_once_each_message_is_one_processes()
    {
        await using var temporary = await SentAsync();
        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => temporary.Store.ClaimMessagesAsync($"worker-{i}", Published, Life, 1, Ct)));
        Assert.Equal(2, taken.Sum(messages => messages.Count));
        Assert.Equal(2, taken.SelectMany(messages => messages).Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_message_is_another_processes_when_its_lease_ends_under_the_same_id_and_the_first_can_note_nothing_any_more()
    {
        await using var temporary = await SentAsync();
        var first = (await ClaimAsync(temporary, "one", Published))[0];
        Assert.Empty(await ClaimAsync(temporary, "two", Published + Life - TimeSpan.FromMilliseconds(1)));
        var second = (await ClaimAsync(temporary, "two", Published + Life)).Single(message => message.Id == first.Id);
        Assert.Equal(2, second.Epoch);
        Assert.False(await temporary.Store.FinishMessageAsync(first, MessageState.Sent, Published + Life, Ct));
        Assert.False(await temporary.Store.PostponeMessageAsync(first, Published, Ct));
        Assert.True(await temporary.Store.FinishMessageAsync(second, MessageState.Sent, Published + Life, Ct));
        Assert.False(await temporary.Store.FinishMessageAsync(second, MessageState.Failed, Published + Life, Ct));
        Assert.Equal(new WorkCounts(1, 0, 0), await temporary.Store.CountWorkAsync(Ct));
    }

    [Fact]
    public async Task What_could_not_be_sent_waits_for_its_next_try_and_counts_its_attempts()
    {
        await using var temporary = await SentAsync();
        var message = (await ClaimAsync(temporary, "one", Published))[0];
        Assert.True(await temporary.Store.PostponeMessageAsync(message, Published.AddHours(1), Ct));
        Assert.DoesNotContain(await ClaimAsync(temporary, "two", Published.AddMinutes(59)), other => other.Id == message.Id);
        var again = (await ClaimAsync(temporary, "two", Published.AddHours(1))).Single(other => other.Id == message.Id);
        Assert.Equal((1, 2), (again.Attempts, again.Epoch));
    }

    [Theory]
    [InlineData(MessageState.Sent, 0)]
    [InlineData(MessageState.Dropped, 0)]
    [InlineData(MessageState.Failed, 1)]
    public async Task What_is_finished_is_taken_no_more_and_what_was_given_up_is_counted(MessageState state, int failed)
    {
        await using var temporary = await SentAsync();
        foreach (var message in await ClaimAsync(temporary, "one", Published)) Assert.True(await temporary.Store.FinishMessageAsync(message, state, Published, Ct));
        Assert.Empty(await ClaimAsync(temporary, "two", Published.AddDays(1)));
        Assert.Equal(new WorkCounts(0, failed * 2, 0), await temporary.Store.CountWorkAsync(Ct));
    }

    [Fact]
    public async Task A_message_that_is_finished_does_not_wait()
    {
        await using var temporary = await SentAsync();
        var message = (await ClaimAsync(temporary, "one", Published))[0];
        await Assert.ThrowsAsync<ArgumentException>(() => temporary.Store.FinishMessageAsync(message, MessageState.Waiting, Published, Ct));
    }

    [Fact]
    public async Task The_messages_of_both_go_with_a_member_who_is_erased()
    {
        await using var temporary = await SentAsync();
        var message = (await ClaimAsync(temporary, "one", Published))[0];
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        Assert.Equal(new WorkCounts(0, 0, 0), await temporary.Store.CountWorkAsync(Ct));
        Assert.False(await temporary.Store.FinishMessageAsync(message, MessageState.Sent, Published, Ct));
    }

    [Fact]
    public async Task An_id_names_nobody_and_fits_a_file_and_a_header()
    {
        await using var temporary = await SentAsync();
        var ids = (await ClaimAsync(temporary, "one", Published)).Select(message => message.Id).ToList();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Fact]
    public async Task Looking_for_messages_makes_no_snapshot_old()
    {
        await using var temporary = await SentAsync();
        var revision = await temporary.Store.FindRevisionAsync(Ct);
        await SendAllAsync(temporary, Published);
        Assert.Equal(revision, await temporary.Store.FindRevisionAsync(Ct));
    }

    private static async Task SendAllAsync(TemporaryStore temporary, DateTimeOffset now)
    {
        foreach (var message in await ClaimAsync(temporary, "one", now)) await temporary.Store.FinishMessageAsync(message, MessageState.Sent, now, Ct);
    }

    private static Task<IReadOnlyList<OutboxMessage>> ClaimAsync(TemporaryStore temporary, string owner, DateTimeOffset now) =>
        temporary.Store.ClaimMessagesAsync(owner, now, Life, 10, Ct);

    private async Task<TemporaryStore> SentAsync()
    {
        var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        return temporary;
    }
}

public sealed class SqliteOutboxTests() : OutboxTests(Dialect.Sqlite);

public sealed class PostgresOutboxTests() : OutboxTests(Dialect.Postgres);
