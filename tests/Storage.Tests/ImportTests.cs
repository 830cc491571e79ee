using CsCheck;
using Matching.Profiles;

namespace Matching.Storage.Tests;

public abstract class ImportTests(Dialect dialect) : StoreTests(dialect)
{
    [Fact]
    public async Task Disposed_without_commit_it_leaves_no_trace()
    {
        await using var temporary = await NewStoreAsync();
        await using (var import = await temporary.Store.BeginImportAsync(Ct)) Some.People(import, "anna", "bo");
        Assert.True(await temporary.Store.IsEmptyAsync(Ct));
    }

    [Fact]
    public async Task Readers_see_the_state_before_until_it_is_committed()
    {
        await using var temporary = await NewStoreAsync();
        await using var import = await temporary.Store.BeginImportAsync(Ct);
        import.Put(Some.Hub());
        Assert.Null(await temporary.Store.FindHubAsync("norr", Ct));
        await import.CommitAsync(Ct);
        Assert.NotNull(await temporary.Store.FindHubAsync("norr", Ct));
    }

    [Fact]
    public async Task Other_writes_wait_until_it_is_disposed()
    {
        await using var temporary = await NewStoreAsync();
        var import = await temporary.Store.BeginImportAsync(Ct);
        var delete = temporary.Store.DeleteHubAsync("norr", Ct);
        import.Put(Some.Hub());
        Assert.False(delete.IsCompleted);
        await import.CommitAsync(Ct);
        await import.DisposeAsync();
        await import.DisposeAsync();
        Assert.Equal(DeleteOutcome.Deleted, await delete);
    }

    [Fact]
    public async Task A_write_that_is_called_off_while_it_waits_leaves_the_queue()
    {
        await using var temporary = await NewStoreAsync();
        using var calledOff = new CancellationTokenSource();
        await using (await temporary.Store.BeginImportAsync(Ct))
        {
            var waiting = temporary.Store.BeginImportAsync(calledOff.Token);
            await calledOff.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }
        await temporary.PutAsync(import => import.Put(Some.Hub()));
    }

    [Fact]
    public async Task After_its_end_nothing_more_is_put()
    {
        await using var temporary = await NewStoreAsync();
        var import = await temporary.Store.BeginImportAsync(Ct);
        await import.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => import.Put(Some.Hub()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => import.CommitAsync(Ct));
    }

    [Fact]
    public async Task After_the_commit_nothing_more_is_put()
    {
        await using var temporary = await NewStoreAsync();
        await using var import = await temporary.Store.BeginImportAsync(Ct);
        await import.CommitAsync(Ct);
        Assert.Throws<InvalidOperationException>(() => import.Put(Some.Organisation()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => import.CommitAsync(Ct));
    }

    [Fact]
    public async Task It_knows_what_is_in_the_store_and_what_it_was_given()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            import.Put(Some.Organisation("unit", unitOf: "agency"));
            import.Put(Some.Gathering());
        });
        await using var import = await temporary.Store.BeginImportAsync(Ct);
        Assert.True(import.HasHub("norr") && import.HasOrganisation("unit") && import.HasMember("anna") && import.HasGathering("breakfast"));
        Assert.False(import.HasHub("syd") || import.HasOrganisation("other") || import.HasMember("bo") || import.HasGathering("lunch"));
        import.Put(Some.Hub("syd"));
        import.Put(Some.Organisation("other", unitOf: "unit"));
        import.Put(Some.Member("bo") with { OtherHubs = ["syd"] });
        import.Put(Some.Gathering("lunch"));
        Assert.True(import.HasHub("syd") && import.HasOrganisation("other") && import.HasMember("bo") && import.HasGathering("lunch"));
        Assert.Equal("agency", import.FindParent("unit"));
        Assert.Equal("unit", import.FindParent("other"));
        Assert.Null(import.FindParent("agency"));
        Assert.Null(import.FindParent("nowhere"));
        Assert.Equal("norr", import.FindMemberHubs("anna")!.Value.Hub);
        Assert.Equal(["syd"], import.FindMemberHubs("bo")!.Value.OtherHubs);
        Assert.Null(import.FindMemberHubs("carl"));
    }

    [Fact]
    public async Task It_knows_the_same_when_it_is_asked_a_thousand_times()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, [.. Enumerable.Range(0, 500).Select(i => $"m{i}")]));
        await using var import = await temporary.Store.BeginImportAsync(Ct);
        import.Put(Some.Member("m0") with { Hub = "norr", Name = "Moved" });
        Assert.All(Enumerable.Range(0, 500), i => Assert.True(import.HasMember($"m{i}")));
        Assert.All(Enumerable.Range(0, 500), i => Assert.False(import.HasMember($"n{i}")));
        import.Put(Some.Member("n7"));
        Assert.True(import.HasMember("n7"));
    }

    [Fact]
    public async Task A_changed_record_takes_the_place_of_the_one_before()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import);
            import.Put(Some.Hub("syd"));
            import.Put(Some.Hub("mitt"));
            Assert.Equal(PutOutcome.Added, import.Put(Some.Member("anna") with { OtherHubs = ["syd"] }));
            Assert.Equal(PutOutcome.Changed, import.Put(Some.Member("anna") with { OtherHubs = ["mitt"], Email = "anna@example.se" }));
            Assert.Equal(PutOutcome.Changed, import.Put(Some.Member("anna") with { OtherHubs = ["mitt"] }));
            Assert.Equal(PutOutcome.Unchanged, import.Put(Some.Member("anna") with { OtherHubs = ["mitt"] }));
        });
        Assert.Equal(0, (await temporary.Store.ListMembersAsync(new PageRequest(), ["syd"], Ct)).Total);
        Assert.Equal(1, (await temporary.Store.ListMembersAsync(new PageRequest(), ["mitt"], Ct)).Total);
    }

    [Theory]
    [InlineData(InteractionKind.Met, false)]
    [InlineData(InteractionKind.Meeting, false)]
    [InlineData(InteractionKind.Collaboration, false)]
    [InlineData(InteractionKind.SameTeam, false)]
    [InlineData(InteractionKind.CoAttendance, false)]
    [InlineData(InteractionKind.Declared, true)]
    [InlineData(InteractionKind.Message, true)]
    [InlineData(InteractionKind.Introduced, true)]
    public async Task An_interaction_has_a_direction_only_where_its_kind_has_one(InteractionKind kind, bool directed)
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna", "bo");
            Assert.Equal(PutOutcome.Added, import.Put(Some.Met("bo", "anna") with { Kind = kind }));
            Assert.Equal(directed ? PutOutcome.Added : PutOutcome.Unchanged, import.Put(Some.Met("anna", "bo") with { Kind = kind }));
            Assert.Equal(PutOutcome.Changed, import.Put(Some.Met("anna", "bo") with { Kind = kind, Useful = Usefulness.Yes }));
        });
        var found = (await temporary.Store.LoadHubAsync("norr", Some.Now, Ct))!.Interactions;
        Assert.Equal(directed ? [("anna", "bo"), ("bo", "anna")] : [("anna", "bo")], found.Select(one => (one.A, one.B)));
    }

    [Theory]
    [InlineData(StandingTieKind.Declared, true)]
    [InlineData(StandingTieKind.Advice, true)]
    [InlineData(StandingTieKind.SameTeam, false)]
    public async Task A_standing_tie_has_a_direction_only_where_its_kind_has_one(StandingTieKind kind, bool directed)
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna", "bo");
            import.Put(new StandingTie { A = "bo", B = "anna", Kind = kind });
            Assert.Equal(directed ? PutOutcome.Added : PutOutcome.Unchanged, import.Put(new StandingTie { A = "anna", B = "bo", Kind = kind }));
        });
        Assert.Equal(directed ? 2 : 1, (await temporary.Store.LoadHubAsync("norr", Some.Now, Ct))!.Ties.Count);
    }

    [Fact]
    public async Task The_latest_word_on_attendance_stands()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            import.Put(Some.Gathering());
            var invited = new Attendance { Event = "breakfast", Member = "anna", Status = AttendanceStatus.Invited };
            Assert.Equal(PutOutcome.Added, import.Put(invited));
            Assert.Equal(PutOutcome.Changed, import.Put(invited with { Status = AttendanceStatus.Attended, At = Some.Now.AddDays(-7) }));
            Assert.Equal(PutOutcome.Unchanged, import.Put(invited with { Status = AttendanceStatus.Attended, At = Some.Now.AddDays(-7) }));
        });
        var attended = Assert.Single((await temporary.Store.LoadHubAsync("norr", Some.Now, Ct))!.Gatherings);
        Assert.Equal(["anna"], attended.Members);
    }

    [Fact]
    public async Task A_rule_about_everyone_is_one_rule_however_often_it_is_put()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna", "bo");
            Assert.Equal(PutOutcome.Added, import.Put(new Rule { Kind = RuleKind.Never, A = "anna" }));
            Assert.Equal(PutOutcome.Unchanged, import.Put(new Rule { Kind = RuleKind.Never, A = "anna" }));
            Assert.Equal(PutOutcome.Added, import.Put(new Rule { Kind = RuleKind.Never, A = "anna", B = "bo" }));
        });
        Assert.Equal([null, "bo"], (await temporary.Store.LoadHubAsync("norr", Some.Now, Ct))!.Rules.Select(rule => rule.B));
    }

    // Far more than are put one by one, with few keys, so that every row meets itself; the model is a dictionary.
    [Fact]
    public Task Of_two_thousand_rows_each_is_told_added_changed_or_unchanged_as_one_is() => Generated.Weights.SampleAsync(
        async ties =>
        {
            await using var temporary = await NewStoreAsync();
            var model = new Dictionary<(string, string), double>();
            await temporary.PutAsync(import => PutAll(import, ties[..500], model));
            await temporary.PutAsync(import => PutAll(import, ties[500..], model));
            var kept = (await temporary.Store.LoadHubAsync("norr", Some.Now, Ct))!.Ties.ToDictionary(tie => (tie.A, tie.B), tie => tie.Weight);
            Assert.Equal(model.OrderBy(tie => tie.Key), kept.OrderBy(tie => tie.Key));
        },
        iter: 3,
        threads: 1);

    [Fact]
    public Task Of_two_thousand_members_each_is_in_the_hubs_last_told() => Generated.HubLists.SampleAsync(
        async told =>
        {
            await using var temporary = await NewStoreAsync();
            await temporary.PutAsync(import =>
            {
                Some.People(import);
                foreach (var hub in Generated.HubIds) import.Put(Some.Hub(hub));
                foreach (var (i, hubs) in told.Index()) import.Put(Some.Member($"m{i % 700}") with { OtherHubs = hubs });
            });
            var last = told.Index().GroupBy(one => one.Index % 700, one => one.Item).Select(group => group.Last()).ToList();
            foreach (var hub in Generated.HubIds)
            {
                Assert.Equal(last.Count(hubs => hubs.Contains(hub)), (await temporary.Store.ListMembersAsync(new PageRequest(), [hub], Ct)).Total);
            }
        },
        iter: 3,
        threads: 1);

    private static void PutAll(ImportTransaction import, (int A, int B, double Weight)[] ties, Dictionary<(string, string), double> model)
    {
        Some.People(import, [.. Enumerable.Range(0, 30).Select(i => $"m{i}")]);
        foreach (var (i, j, weight) in ties)
        {
            var tie = new StandingTie { A = $"m{i}", B = $"m{j}", Kind = StandingTieKind.Advice, Weight = weight };
            var expected = !model.TryGetValue((tie.A, tie.B), out var before) ? PutOutcome.Added
                : before.Equals(weight) ? PutOutcome.Unchanged : PutOutcome.Changed;
            Assert.Equal(expected, import.Put(tie));
            model[(tie.A, tie.B)] = weight;
        }
    }

    public static TheoryData<string> Strays => ["hub", "other hub", "organisation", "interaction", "tie", "check-in", "event", "attendance"];

    [Theory]
    [MemberData(nameof(Strays))]
    public async Task A_record_that_names_a_missing_one_stays_out_and_the_others_go_in(string stray)
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            var refusal = Assert.Throws<StoreException>(() => PutStray(import, stray));
            Assert.Equal(StoreFault.BrokenReference, refusal.Fault);
            Assert.Contains("nowhere", refusal.Message, StringComparison.Ordinal);
            import.Put(Some.Member("bo"));
        });
        Assert.Equal(["anna", "bo"], (await temporary.Store.ListMembersAsync(new PageRequest(), null, Ct)).Items.Select(member => member.Id));
    }

    [Fact]
    public async Task A_unit_may_come_before_what_it_is_a_unit_of()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Organisation("unit", unitOf: "whole"));
            import.Put(Some.Organisation("whole"));
        });
        Assert.Equal("whole", (await temporary.Store.FindOrganisationAsync("unit", Ct))!.UnitOf);
    }

    [Fact]
    public async Task A_unit_of_something_that_never_came_keeps_everything_out()
    {
        await using var temporary = await NewStoreAsync();
        await using (var import = await temporary.Store.BeginImportAsync(Ct))
        {
            import.Put(Some.Organisation("unit", unitOf: "whole"));
            var refusal = await Assert.ThrowsAsync<StoreException>(() => import.CommitAsync(Ct));
            Assert.Equal(StoreFault.BrokenReference, refusal.Fault);
        }
        Assert.True(await temporary.Store.IsEmptyAsync(Ct));
    }

    private static void PutStray(ImportTransaction import, string kind)
    {
        switch (kind)
        {
            case "hub": import.Put(Some.Member("x", hub: "nowhere")); break;
            case "other hub": import.Put(Some.Member("x") with { OtherHubs = ["norr", "nowhere"] }); break;
            case "organisation": import.Put(Some.Member("x", organisation: "nowhere")); break;
            case "interaction": import.Put(Some.Met("anna", "nowhere")); break;
            case "tie": import.Put(new StandingTie { A = "nowhere", B = "anna", Kind = StandingTieKind.Advice }); break;
            case "check-in": import.Put(new CheckIn { Member = "anna", Hub = "nowhere", Day = new DateOnly(2026, 11, 1) }); break;
            case "event": import.Put(Some.Gathering("x", hub: "nowhere")); break;
            case "attendance": import.Put(new Attendance { Event = "nowhere", Member = "anna", Status = AttendanceStatus.Invited }); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }
}

public sealed class SqliteImportTests() : ImportTests(Dialect.Sqlite)
{
    [Fact]
    public async Task A_long_import_leaves_no_log_behind()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import);
            var remit = new string('x', 2000);
            for (var i = 0; i < 6000; i++) import.Put(Some.Organisation($"o{i}") with { Remit = remit });
        });
        Assert.Equal(0, new FileInfo(temporary.Store.Address.File + "-wal").Length);
        Assert.True(new FileInfo(temporary.Store.Address.File!).Length > 12_000_000);
    }
}

public sealed class PostgresImportTests() : ImportTests(Dialect.Postgres);
