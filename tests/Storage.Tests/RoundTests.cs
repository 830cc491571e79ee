using Matching.Introductions;

namespace Matching.Storage.Tests;

public abstract class RoundTests(Dialect dialect) : StoreTests(dialect)
{
    private async Task<TemporaryStore> OpenAsync()
    {
        var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo", "carl", "disa", "eva", "folke"));
        return temporary;
    }

    private static StoredRound Draft() => Some.Round(Some.Introduction("i1", "anna", "bo", 1), Some.Introduction("i2", "carl", "disa", 2)) with
    {
        LeftOut = [new LeftOut("eva", LeftOutReason.NoGoodPair), new LeftOut("folke", LeftOutReason.NotMatchable)],
    };

    [Fact]
    public async Task An_untouched_draft_gives_way_to_a_new_one()
    {
        await using var temporary = await OpenAsync();
        Assert.Equal(SaveDraftOutcome.Saved, await temporary.Store.SaveDraftAsync(Draft(), Ct));
        var other = Some.Round(Some.Introduction("j1", "anna", "disa", round: "other")) with { Id = "other" };
        Assert.Equal(SaveDraftOutcome.Saved, await temporary.Store.SaveDraftAsync(other, Ct));
        Assert.Null(await temporary.Store.FindRoundAsync("round", Ct));
        Assert.Null(await temporary.Store.FindIntroductionAsync("i1", Ct));
        Same.As(other, await temporary.Store.FindRoundAsync("norr", Some.Week, Ct));
    }

    [Fact]
    public async Task The_same_draft_may_be_saved_again()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        Assert.Equal(SaveDraftOutcome.Saved, await temporary.Store.SaveDraftAsync(Draft(), Ct));
        Same.As(Draft(), await temporary.Store.FindRoundAsync("round", Ct));
    }

    [Theory]
    [InlineData(IntroductionStatus.Approved)]
    [InlineData(IntroductionStatus.Held)]
    [InlineData(IntroductionStatus.Rejected)]
    public async Task A_draft_on_which_a_host_has_decided_stays(IntroductionStatus decided)
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i2", decided), Ct);
        Assert.Equal(SaveDraftOutcome.HasDecisions, await temporary.Store.SaveDraftAsync(Draft(), Ct));
        Assert.Equal(decided, (await temporary.Store.FindIntroductionAsync("i2", Ct))!.Status);
    }

    [Fact]
    public async Task A_published_round_stays()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        Assert.Equal(SaveDraftOutcome.AlreadyPublished, await temporary.Store.SaveDraftAsync(Some.Round() with { Id = "other" }, Ct));
        Assert.Equal(RoundStatus.Published, (await temporary.Store.FindRoundAsync("norr", Some.Week, Ct))!.Status);
    }

    [Fact]
    public async Task Only_a_draft_with_its_own_introductions_can_be_saved()
    {
        await using var temporary = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => temporary.Store.SaveDraftAsync(Draft() with { Status = RoundStatus.Published }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => temporary.Store.SaveDraftAsync(Draft() with { Id = "other" }, Ct));
    }

    [Fact]
    public async Task A_draft_with_somebody_who_is_gone_is_refused_and_the_one_before_stays()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        var stray = Some.Round(Some.Introduction("i1", "anna", "nobody"));
        var refusal = await Assert.ThrowsAsync<StoreException>(() => temporary.Store.SaveDraftAsync(stray, Ct));
        Assert.Equal(StoreFault.BrokenReference, refusal.Fault);
        Same.As(Draft(), await temporary.Store.FindRoundAsync("round", Ct));
    }

    [Fact]
    public async Task Rounds_are_listed_newest_first_with_what_stands_in_them()
    {
        await using var temporary = await OpenAsync();
        for (var number = 45; number <= 48; number++)
        {
            var id = $"r{number}";
            await temporary.Store.SaveDraftAsync(
                Some.Round(Some.Introduction($"{id}-1", "anna", "bo", round: id)) with { Id = id, Week = new(2026, number) }, Ct);
        }
        await temporary.Store.DecideAsync(
            Some.Decision("r48-1", IntroductionStatus.Rejected) with { Replacement = Some.Introduction("r48-2", "carl", "disa", round: "r48") with { Replaces = "r48-1" } }, Ct);
        var page = await temporary.Store.ListRoundsAsync("norr", new PageRequest { Limit = 3 }, Ct);
        Assert.Equal(["r48", "r47", "r46"], page.Items.Select(round => round.Id));
        Assert.Equal(4, page.Total);
        Assert.Equal(new RoundHeader { Id = "r48", Hub = "norr", Week = Some.Week, AsOf = Some.Now, Status = RoundStatus.Draft, Introductions = 1 }, page.Items[0]);
        Assert.Equal(["r45"], (await temporary.Store.ListRoundsAsync("norr", new PageRequest { After = "2026-W46" }, Ct)).Items.Select(round => round.Id));
        Assert.Equal(0, (await temporary.Store.ListRoundsAsync("syd", new PageRequest(), Ct)).Total);
    }

    [Fact]
    public async Task A_decision_is_kept_with_who_when_and_why()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        Assert.Equal(DecideOutcome.Decided, await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Held) with { ReasonCode = "on-leave" }, Ct));
        Same.As(
            Draft().Introductions[0] with { Status = IntroductionStatus.Held, ReasonCode = "on-leave", DecidedBy = "host-1", DecidedAt = Some.Now.AddHours(1) },
            await temporary.Store.FindIntroductionAsync("i1", Ct));
        Same.As(Draft().Introductions[1], await temporary.Store.FindIntroductionAsync("i2", Ct));
    }

    [Fact]
    public async Task A_host_may_decide_anew_until_the_round_is_published()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Rejected) with { ReasonCode = "know-each-other" }, Ct);
        Assert.Equal(DecideOutcome.Decided, await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Approved) with { By = "host-2" }, Ct));
        var decided = await temporary.Store.FindIntroductionAsync("i1", Ct);
        Assert.Equal((IntroductionStatus.Approved, null, "host-2"), (decided!.Status, decided.ReasonCode, decided.DecidedBy));
        await temporary.Store.PublishAsync("round", Some.Now.AddHours(2), Some.Now.AddDays(7), Ct);
        Assert.Equal(DecideOutcome.RoundPublished, await temporary.Store.DecideAsync(Some.Decision("i2", IntroductionStatus.Approved), Ct));
        Assert.Equal(DecideOutcome.Missing, await temporary.Store.DecideAsync(Some.Decision("i9", IntroductionStatus.Approved), Ct));
    }

    [Fact]
    public async Task A_replacement_takes_the_place_and_the_left_out_list_follows()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        var replacement = Some.Introduction("i3", "anna", "eva", 1) with { Replaces = "i1" };
        var leftOut = new[] { new LeftOut("bo", LeftOutReason.OthersTaken), new LeftOut("folke", LeftOutReason.NotMatchable) };
        Assert.Equal(
            DecideOutcome.Decided,
            await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Swapped) with { Replacement = replacement, LeftOut = leftOut }, Ct));
        var round = await temporary.Store.FindRoundAsync("round", Ct);
        Assert.Equal([("i1", IntroductionStatus.Swapped), ("i3", IntroductionStatus.Suggested), ("i2", IntroductionStatus.Suggested)], round!.Introductions.Select(one => (one.Id, one.Status)));
        Same.As(replacement, round.Introductions[1]);
        Assert.Equal(leftOut, round.LeftOut);
        Assert.Equal(DecideOutcome.Replaced, await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Approved), Ct));
    }

    [Fact]
    public async Task A_decision_whose_replacement_cannot_be_kept_changes_nothing()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        var stray = Some.Introduction("i3", "anna", "nobody") with { Replaces = "i1" };
        await Assert.ThrowsAsync<StoreException>(() => temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Swapped) with { Replacement = stray }, Ct));
        Same.As(Draft(), await temporary.Store.FindRoundAsync("round", Ct));
    }

    [Theory]
    [InlineData(IntroductionStatus.Suggested)]
    [InlineData(IntroductionStatus.Sent)]
    public async Task Some_states_are_not_a_hosts_to_give(IntroductionStatus status)
    {
        await using var temporary = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => temporary.Store.DecideAsync(Some.Decision("i1", status), Ct));
    }

    [Fact]
    public async Task A_replacement_must_name_what_it_replaces()
    {
        await using var temporary = await OpenAsync();
        var decision = Some.Decision("i1", IntroductionStatus.Swapped) with { Replacement = Some.Introduction("i3", "anna", "eva") };
        await Assert.ThrowsAsync<ArgumentException>(() => temporary.Store.DecideAsync(decision, Ct));
    }

    [Fact]
    public async Task Publishing_sends_what_is_approved_and_nothing_else()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i2", IntroductionStatus.Approved), Ct);
        var (at, expires) = (Some.Now.AddHours(2), Some.Now.AddDays(7));
        var outcome = await temporary.Store.PublishAsync("round", at, expires, Ct);
        Assert.Equal(PublishStatus.Published, outcome.Status);
        Same.As(
            new PublishedRound
            {
                Id = "round",
                Hub = "norr",
                Week = Some.Week,
                PublishedAt = at,
                Prompts = [new SentPrompt("i2-a", "i2", "carl", expires), new SentPrompt("i2-b", "i2", "disa", expires)],
            },
            outcome.Round);
        var round = await temporary.Store.FindRoundAsync("round", Ct);
        Assert.Equal((RoundStatus.Published, at), (round!.Status, round.PublishedAt));
        Assert.Equal([IntroductionStatus.Suggested, IntroductionStatus.Sent], round.Introductions.Select(one => one.Status));
        Assert.Equal([null, at], round.Introductions.Select(one => one.SentAt));
        Assert.Null(await temporary.Store.FindPromptAsync("i1-a", Ct));
    }

    [Fact]
    public async Task Publishing_twice_is_publishing_once()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        var first = await temporary.Store.PublishAsync("round", Some.Now.AddHours(3), Some.Now.AddDays(30), Ct);
        await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.No, Some.Now.AddDays(1), Ct);
        var second = await temporary.Store.PublishAsync("round", Some.Now.AddDays(2), Some.Now.AddDays(40), Ct);
        Assert.True(first.Round!.Repeated);
        Assert.Equal(Some.Now.AddHours(2), first.Round.PublishedAt);
        Assert.Equal(Some.Now.AddDays(7), first.Round.Prompts[0].ExpiresAt);
        Same.As(first, second);
    }

    [Fact]
    public async Task Of_twenty_who_publish_at_once_one_sends()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Approved), Ct);
        await using var elsewhere = await SqlStore.OpenAsync(temporary.Store.Address, Ct);
        SqlStore[] stores = [temporary.Store, elsewhere];
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Task.Run(() => stores[i % 2].PublishAsync("round", Some.Now.AddHours(i), Some.Now.AddDays(7), Ct), Ct)));
        Assert.Single(outcomes, outcome => !outcome.Round!.Repeated);
        Assert.Single(outcomes.Select(outcome => Same.Text(outcome.Round! with { Repeated = false })).Distinct());
    }

    [Fact]
    public async Task A_round_that_is_not_there_or_has_nothing_approved_is_not_published()
    {
        await using var temporary = await OpenAsync();
        await temporary.Store.SaveDraftAsync(Draft(), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Held), Ct);
        Assert.Equal(new PublishOutcome(PublishStatus.Missing), await temporary.Store.PublishAsync("x", Some.Now, Some.Now.AddDays(7), Ct));
        Assert.Equal(new PublishOutcome(PublishStatus.NothingApproved), await temporary.Store.PublishAsync("round", Some.Now, Some.Now.AddDays(7), Ct));
        Assert.Equal(RoundStatus.Draft, (await temporary.Store.FindRoundAsync("round", Ct))!.Status);
        await Assert.ThrowsAsync<ArgumentException>(() => temporary.Store.PublishAsync("round", Some.Now, Some.Now, Ct));
    }
}

public sealed class SqliteRoundTests() : RoundTests(Dialect.Sqlite);

public sealed class PostgresRoundTests() : RoundTests(Dialect.Postgres);
