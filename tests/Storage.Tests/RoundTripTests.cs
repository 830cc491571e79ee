using CsCheck;
using Matching.Profiles;

namespace Matching.Storage.Tests;

/// <summary>What is put comes back as it was, whatever it says; and putting it again changes nothing.</summary>
public abstract class RoundTripTests(Dialect dialect) : StoreTests(dialect)
{
    private const int Times = 100;

    [Fact]
    public Task A_hub_comes_back_as_it_was_put() => HoldsAsync(Generated.Hub, (import, hub) => import.Put(hub), (store, hub) => store.FindHubAsync(hub.Id, Ct));

    [Fact]
    public Task An_organisation_comes_back_as_it_was_put() =>
        HoldsAsync(Generated.Organisation, (import, one) => import.Put(one), (store, one) => store.FindOrganisationAsync(one.Id, Ct));

    [Fact]
    public Task A_member_comes_back_as_it_was_put() =>
        HoldsAsync(Generated.Member, (import, member) => import.Put(member), (store, member) => store.FindMemberAsync(member.Id, Ct));

    [Fact]
    public Task An_event_comes_back_as_it_was_put() =>
        HoldsAsync(Generated.Gathering, (import, one) => import.Put(one), (store, one) => store.FindGatheringAsync(one.Id, Ct));

    [Fact]
    public Task An_interaction_comes_back_as_it_was_put() => HoldsAsync(
        Generated.Interaction,
        (import, one) => import.Put(one),
        async (store, one) => (await LoadAsync(store)).Interactions.SingleOrDefault(found => found.At == one.At && found.Kind == one.Kind));

    [Fact]
    public Task A_standing_tie_comes_back_as_it_was_put() => HoldsAsync(
        Generated.Tie, (import, tie) => import.Put(tie), async (store, tie) => (await LoadAsync(store)).Ties.SingleOrDefault(found => found.Kind == tie.Kind));

    [Fact]
    public Task A_check_in_comes_back_as_it_was_put() => HoldsAsync(
        Generated.CheckIn, (import, one) => import.Put(one), async (store, one) => (await LoadAsync(store)).CheckIns.SingleOrDefault(found => found == one));

    [Fact]
    public Task A_rule_comes_back_as_it_was_put() => HoldsAsync(
        Generated.Rule,
        (import, rule) => import.Put(rule),
        async (store, rule) => (await LoadAsync(store)).Rules.SingleOrDefault(found => found.Kind == rule.Kind && found.B == rule.B));

    [Fact]
    public async Task A_round_comes_back_as_it_was_saved()
    {
        await Generated.Round.SampleAsync(
            async round =>
            {
                await using var fresh = await FreshAsync();
                Assert.Equal(SaveDraftOutcome.Saved, await fresh.Store.SaveDraftAsync(round, Ct));
                Same.As(round, await fresh.Store.FindRoundAsync(round.Id, Ct));
                Same.As(round, await fresh.Store.FindRoundAsync(round.Hub, round.Week, Ct));
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public async Task Times_are_kept_to_the_microsecond_in_utc()
    {
        await using var temporary = await NewStoreAsync();
        var start = new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.FromHours(2)).AddTicks(9_999_999);
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Hub());
            import.Put(Some.Gathering() with { StartsAt = start });
        });
        var found = await temporary.Store.FindGatheringAsync("breakfast", Ct);
        Assert.Equal(start.AddTicks(-9), found!.StartsAt);
        Assert.Equal(TimeSpan.Zero, found.StartsAt.Offset);
    }

    private async Task<TemporaryStore> FreshAsync()
    {
        var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        return temporary;
    }

    private async Task HoldsAsync<T>(Gen<T> gen, Func<ImportTransaction, T, PutOutcome> put, Func<SqlStore, T, Task<T?>> find)
        where T : class
    {
        await using var temporary = await FreshAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Hub("h1"));
            import.Put(Some.Hub("h2"));
            import.Put(Some.Organisation("top"));
        });
        await gen.SampleAsync(
            async record =>
            {
                var before = await find(temporary.Store, record);
                var expected = before is null ? PutOutcome.Added : Same.Text(before) == Same.Text(record) ? PutOutcome.Unchanged : PutOutcome.Changed;
                await temporary.PutAsync(import => Assert.Equal(expected, put(import, record)));
                Same.As(record, await find(temporary.Store, record));
                await temporary.PutAsync(import => Assert.Equal(PutOutcome.Unchanged, put(import, record)));
            },
            iter: Times,
            threads: 1);
    }

    private static async Task<HubRecords> LoadAsync(SqlStore store) => (await store.LoadHubAsync("norr", DateTimeOffset.MaxValue.AddDays(-2), Ct))!;
}

public sealed class SqliteRoundTripTests() : RoundTripTests(Dialect.Sqlite);

public sealed class PostgresRoundTripTests() : RoundTripTests(Dialect.Postgres);
