using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage.Tests;

public abstract class HubTests(Dialect dialect) : StoreTests(dialect)
{
    [Fact]
    public async Task A_hub_that_is_not_there_is_null()
    {
        await using var temporary = await NewStoreAsync();
        Assert.Null(await temporary.Store.LoadHubAsync("x", Some.Now, Ct));
    }

    [Fact]
    public async Task Members_are_those_of_the_hub_and_those_who_have_it_as_another()
    {
        await using var temporary = await TwoHubsAsync();
        var hub = await LoadAsync(temporary);
        Same.As(Some.Hub(), hub.Hub);
        Assert.Equal(["anna", "bo", "gast"], hub.Members.Select(member => member.Id));
    }

    [Fact]
    public async Task Organisations_are_those_of_the_members_with_all_that_they_are_units_of()
    {
        await using var temporary = await TwoHubsAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Organisation("top"));
            import.Put(Some.Organisation("middle", unitOf: "top"));
            import.Put(Some.Organisation("leaf", unitOf: "middle"));
            import.Put(Some.Organisation("elsewhere", unitOf: "top"));
            import.Put(Some.Member("disa", organisation: "leaf"));
        });
        Assert.Equal(["agency", "leaf", "middle", "top"], (await LoadAsync(temporary)).Organisations.Select(one => one.Id));
    }

    [Fact]
    public async Task A_person_more_in_another_hub_changes_no_byte_of_a_round()
    {
        await using var temporary = await TwoHubsAsync();
        var before = await RoundAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Member("ny", hub: "syd") with { Challenges = ["Anslutning till elnätet"], Skills = ["Detaljplaner"] });
            import.Put(Some.Met("ny", "borta"));
        });
        Assert.Equal(before, await RoundAsync());

        async Task<byte[]> RoundAsync() => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            Round.Draw(HubSnapshot.Build(await LoadAsync(temporary), Some.Now), new RoundOptions { Seed = 1 }));
    }

    [Fact]
    public async Task Organisations_in_a_circle_are_read_once()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            import.Put(Some.Organisation("agency", unitOf: "other"));
            import.Put(Some.Organisation("other", unitOf: "agency"));
        });
        Assert.Equal(["agency", "other"], (await LoadAsync(temporary)).Organisations.Select(one => one.Id));
    }

    [Fact]
    public async Task Who_joins_after_the_day_in_the_hubs_time_zone_is_left_out()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import);
            import.Put(Some.Member("anna") with { Joined = new DateOnly(2026, 11, 24) });
            import.Put(Some.Member("bo") with { Joined = new DateOnly(2026, 11, 25) });
            import.Put(Some.Met("anna", "bo"));
        });
        // 23:30 UTC on the 23rd is the 24th in Stockholm.
        var hub = (await temporary.Store.LoadHubAsync("norr", new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero), Ct))!;
        Assert.Equal(["anna"], hub.Members.Select(member => member.Id));
        Assert.Empty(hub.Interactions);
        var before = (await temporary.Store.LoadHubAsync("norr", new DateTimeOffset(2026, 11, 23, 22, 30, 0, TimeSpan.Zero), Ct))!;
        Assert.Empty(before.Members);
    }

    [Fact]
    public async Task A_time_zone_that_is_not_known_is_told_with_the_hub()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => import.Put(Some.Hub() with { TimeZone = "Europe/Skellefteå" }));
        var refusal = await Assert.ThrowsAsync<StoreException>(() => temporary.Store.LoadHubAsync("norr", Some.Now, Ct));
        Assert.Contains("norr", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Europe/Skellefteå", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interactions_and_ties_have_both_ends_in_the_hub_and_are_not_later_than_the_moment()
    {
        await using var temporary = await TwoHubsAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Met("anna", "gast", Some.Now));
            import.Put(Some.Met("anna", "bo", Some.Now.AddTicks(10)));
            import.Put(Some.Met("anna", "borta"));
            import.Put(Some.Met("bo", "anna") with { Minutes = 45, Useful = Usefulness.Yes });
            import.Put(new StandingTie { A = "bo", B = "anna", Kind = StandingTieKind.Advice, Weight = 0.5 });
            import.Put(new StandingTie { A = "bo", B = "borta", Kind = StandingTieKind.Advice });
        });
        var hub = await LoadAsync(temporary);
        Assert.Equal([Some.Met("anna", "bo") with { Minutes = 45, Useful = Usefulness.Yes }, Some.Met("anna", "gast", Some.Now)], hub.Interactions);
        Assert.Equal([new StandingTie { A = "bo", B = "anna", Kind = StandingTieKind.Advice, Weight = 0.5 }], hub.Ties);
        Assert.Same(hub.Members[0].Id, hub.Interactions[0].A);
    }

    [Fact]
    public async Task Check_ins_are_those_in_this_hub_until_the_day()
    {
        await using var temporary = await TwoHubsAsync();
        var today = new CheckIn { Member = "anna", Hub = "norr", Day = new DateOnly(2026, 11, 23) };
        await temporary.PutAsync(import =>
        {
            import.Put(today);
            import.Put(today with { Day = new DateOnly(2026, 11, 24) });
            import.Put(today with { Hub = "syd" });
            import.Put(today with { Member = "borta" });
        });
        Assert.Equal([today], (await LoadAsync(temporary)).CheckIns);
    }

    [Fact]
    public async Task Events_are_those_of_the_hub_that_somebody_attended_wherever_from()
    {
        await using var temporary = await TwoHubsAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Gathering("second") with { StartsAt = Some.Now.AddDays(-1) });
            import.Put(Some.Gathering("first") with { StartsAt = Some.Now.AddDays(-2) });
            import.Put(Some.Gathering("future") with { StartsAt = Some.Now.AddDays(1) });
            import.Put(Some.Gathering("elsewhere", hub: "syd"));
            import.Put(Some.Gathering("nobody"));
            foreach (var id in new[] { "second", "first", "future", "elsewhere" }) Attend(import, id, "anna");
            Attend(import, "second", "borta");
            Attend(import, "second", "bo", AttendanceStatus.NoShow);
            Attend(import, "first", "bo", at: Some.Now.AddDays(1));
        });
        Assert.Equal(
            ["first 11/21 anna", "second 11/22 anna,borta"],
            (await LoadAsync(temporary)).Gatherings.Select(one => FormattableString.Invariant($"{one.Event} {one.StartsAt:MM/dd} {string.Join(',', one.Members)}")));
    }

    [Fact]
    public async Task Rules_are_those_whose_sides_are_here_as_members_or_as_organisations()
    {
        await using var temporary = await TwoHubsAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Organisation("supplier"));
            import.Put(new Rule { Kind = RuleKind.Never, A = "anna", B = "bo", Until = new DateOnly(2020, 1, 1), Reason = "gammalt" });
            import.Put(new Rule { Kind = RuleKind.Never, A = "anna", B = "borta" });
            import.Put(new Rule { Kind = RuleKind.Never, A = "borta", B = "anna" });
            import.Put(new Rule { Kind = RuleKind.Never, A = "borta" });
            import.Put(new Rule { Kind = RuleKind.Quarantine, A = "agency" });
            import.Put(new Rule { Kind = RuleKind.Quarantine, A = "agency", B = "supplier" });
            import.Put(new Rule { Kind = RuleKind.SameTeam, A = "agency", B = "gast" });
        });
        Assert.Equal(
            [
                new Rule { Kind = RuleKind.Never, A = "anna", B = "bo", Until = new DateOnly(2020, 1, 1), Reason = "gammalt" },
                new Rule { Kind = RuleKind.Quarantine, A = "agency" },
                new Rule { Kind = RuleKind.SameTeam, A = "agency", B = "gast" },
            ],
            (await LoadAsync(temporary)).Rules);
    }

    [Fact]
    public async Task History_tells_what_was_sent_and_what_was_turned_down_and_not_what_waits()
    {
        await using var temporary = await TwoHubsAsync();
        await temporary.Store.SaveDraftAsync(
            Some.Round(
                Some.Introduction("i1", "anna", "bo", 1),
                Some.Introduction("i2", "anna", "gast", 2),
                Some.Introduction("i3", "bo", "gast", 3),
                Some.Introduction("i4", "gast", "borta", 4)),
            Ct);
        await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Approved), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i2", IntroductionStatus.Rejected), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i3", IntroductionStatus.Held), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i4", IntroductionStatus.Approved), Ct);
        await temporary.Store.PublishAsync("round", Some.Now.AddHours(2), Some.Now.AddDays(7), Ct);
        var sent = new PastIntroduction { A = "anna", B = "bo", SentAt = Some.Now.AddHours(2), ExpiresAt = Some.Now.AddDays(7), PromptEnd = Some.Now.AddDays(7) };
        var rejected = new PastIntroduction { A = "anna", B = "gast", RejectedAt = Some.Now.AddHours(1) };
        Assert.Equal([rejected, sent, sent with { A = "gast", B = "borta" }], await HistoryAsync(temporary, Some.Now.AddDays(1)));
        Assert.Equal([rejected], await HistoryAsync(temporary, Some.Now.AddHours(1)));
        Assert.Empty(await HistoryAsync(temporary, Some.Now));
    }

    [Fact]
    public async Task History_counts_a_swapped_introduction_as_turned_down()
    {
        await using var temporary = await TwoHubsAsync();
        await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction("i1", "anna", "bo")), Ct);
        var instead = Some.Introduction("i2", "anna", "gast") with { Replaces = "i1" };
        await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Swapped) with { Replacement = instead }, Ct);
        Assert.Equal([new PastIntroduction { A = "anna", B = "bo", RejectedAt = Some.Now.AddHours(1) }], await HistoryAsync(temporary, Some.Now.AddDays(1)));
    }

    [Fact]
    public async Task History_tells_an_answer_from_the_moment_it_was_given()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        var sent = new PastIntroduction { A = "anna", B = "bo", SentAt = Some.Now.AddHours(2), ExpiresAt = Some.Now.AddDays(7), PromptEnd = Some.Now.AddDays(7) };
        await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.Yes, Some.Now.AddDays(1), Ct);
        Assert.Equal([sent], await HistoryAsync(temporary, Some.Now.AddHours(23)));
        sent = sent with { AnsweredByA = Some.Now.AddDays(1) };
        Assert.Equal([sent], await HistoryAsync(temporary, Some.Now.AddDays(2)));
        await temporary.Store.AnswerPromptAsync("i1-b", PromptAnswer.Yes, Some.Now.AddDays(3), Ct);
        Assert.Equal([sent], await HistoryAsync(temporary, Some.Now.AddDays(2)));
        Assert.Equal([sent with { ExpiresAt = null, AcceptedAt = Some.Now.AddDays(3), AnsweredByB = Some.Now.AddDays(3) }], await HistoryAsync(temporary, Some.Now.AddDays(3)));
    }

    [Fact]
    public async Task History_tells_a_no_and_keeps_the_other_question_open()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        await temporary.Store.AnswerPromptAsync("i1-a", PromptAnswer.No, Some.Now.AddDays(1), Ct);
        var past = Assert.Single(await HistoryAsync(temporary, Some.Now.AddDays(2)));
        Assert.Equal((Some.Now.AddDays(1), null, Some.Now.AddDays(7)), (past.DeclinedAt, past.AcceptedAt, past.ExpiresAt));
    }

    [Theory]
    [InlineData(Usefulness.Yes, Usefulness.Yes, Usefulness.Yes)]
    [InlineData(Usefulness.Yes, Usefulness.Unknown, Usefulness.Unknown)]
    [InlineData(Usefulness.Unknown, Usefulness.No, Usefulness.No)]
    [InlineData(Usefulness.No, Usefulness.Yes, Usefulness.No)]
    public async Task A_meeting_is_as_useful_as_the_less_satisfied_side_says(Usefulness a, Usefulness b, Usefulness expected)
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        await TellAsync(temporary, "anna", true, a, Some.Now.AddDays(5));
        await TellAsync(temporary, "bo", true, b, Some.Now.AddDays(4));
        var past = Assert.Single(await HistoryAsync(temporary, Some.Now.AddDays(6)));
        Assert.Equal((Some.Now.AddDays(4), expected), (past.MetAt, past.Useful));
    }

    [Fact]
    public async Task A_meeting_counts_from_when_it_was_told_and_only_by_those_who_say_they_met()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        await TellAsync(temporary, "anna", false, Usefulness.No, Some.Now.AddDays(3));
        await TellAsync(temporary, "bo", true, Usefulness.Yes, Some.Now.AddDays(5));
        Assert.Null(Assert.Single(await HistoryAsync(temporary, Some.Now.AddDays(4))).MetAt);
        var past = Assert.Single(await HistoryAsync(temporary, Some.Now.AddDays(5)));
        Assert.Equal((Some.Now.AddDays(5), Usefulness.Yes), (past.MetAt, past.Useful));
    }

    [Fact]
    public async Task History_tells_who_answered_when_the_question_ended_and_why_a_host_said_no()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo", "cia", "disa"));
        await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction("i1", "anna", "bo"), Some.Introduction("i2", "cia", "disa", 2)), Ct);
        await temporary.Store.DecideAsync(new Decision { Introduction = "i1", Status = IntroductionStatus.Approved, By = "host", At = Some.Now }, Ct);
        await temporary.Store.DecideAsync(
            new Decision { Introduction = "i2", Status = IntroductionStatus.Rejected, ReasonCode = "bad-timing", By = "host", At = Some.Now }, Ct);
        await temporary.Store.PublishAsync("round", Some.Now, Some.Now.AddDays(14), Ct);
        await temporary.Store.AnswerPromptAsync("i1-b", PromptAnswer.Later, Some.Now.AddDays(1), Ct);
        await temporary.Store.ResumeAsync("cia", Some.Now.AddDays(2), Ct);

        var hub = (await temporary.Store.LoadHubAsync("norr", Some.Now.AddDays(20), Ct))!;
        var sent = hub.History.Single(past => past.A == "anna");
        Assert.Equal((Some.Now.AddDays(14), null, Some.Now.AddDays(1)), (sent.PromptEnd!.Value, sent.AnsweredByA, sent.AnsweredByB!.Value));
        Assert.Equal(RejectionReason.BadTiming, hub.History.Single(past => past.A == "cia").RejectedFor);
        Assert.Equal([("cia", Some.Now.AddDays(2))], hub.Resumed.Select(one => (one.Key, one.Value)));
        Assert.Empty((await temporary.Store.LoadHubAsync("norr", Some.Now.AddDays(1), Ct))!.Resumed);
        Assert.False(await temporary.Store.ResumeAsync("nobody", Some.Now, Ct));
    }

    [Fact]
    public async Task The_same_store_gives_the_same_records_byte_for_byte()
    {
        await using var temporary = await NewStoreAsync();
        string[] ids = [.. Enumerable.Range(0, 60).Select(i => $"m{i * 37 % 60:00}")];
        await temporary.PutAsync(import =>
        {
            Some.People(import, ids);
            for (var i = 0; i < 500; i++) import.Put(Some.Met(ids[i % 60], ids[(i * 7 + 1) % 60], Some.Now.AddMinutes(-i)));
        });
        var first = await LoadAsync(temporary);
        Assert.Equal(first.Interactions.OrderBy(one => one.A, StringComparer.Ordinal).ThenBy(one => one.B, StringComparer.Ordinal).ThenBy(one => one.At), first.Interactions);
        Same.As(first, await LoadAsync(temporary));
    }

    /// <summary>norr with anna, bo and the guest gast, whose first hub is syd; borta is in syd alone, with an organisation of its own.</summary>
    private async Task<TemporaryStore> TwoHubsAsync()
    {
        var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna", "bo");
            import.Put(Some.Hub("syd"));
            import.Put(Some.Organisation("far"));
            import.Put(Some.Member("gast", hub: "syd") with { OtherHubs = ["norr"] });
            import.Put(Some.Member("borta", hub: "syd", organisation: "far"));
        });
        return temporary;
    }

    private static async Task<HubRecords> LoadAsync(TemporaryStore temporary) => (await temporary.Store.LoadHubAsync("norr", Some.Now, Ct))!;

    private static async Task<IReadOnlyList<PastIntroduction>> HistoryAsync(TemporaryStore temporary, DateTimeOffset asOf) =>
        (await temporary.Store.LoadHubAsync("norr", asOf, Ct))!.History;

    private static void Attend(
        ImportTransaction import, string gathering, string member, AttendanceStatus status = AttendanceStatus.Attended, DateTimeOffset? at = null) =>
        import.Put(new Attendance { Event = gathering, Member = member, Status = status, At = at });

    private static Task<OutcomeResult> TellAsync(TemporaryStore temporary, string member, bool met, Usefulness useful, DateTimeOffset at) =>
        temporary.Store.RecordOutcomeAsync(new IntroductionOutcome { Introduction = "i1", Member = member, Met = met, Useful = useful, At = at }, Ct);
}

public sealed class SqliteHubTests() : HubTests(Dialect.Sqlite);

public sealed class PostgresHubTests() : HubTests(Dialect.Postgres);
