using DbUp.Engine;
using Matching.Profiles;

namespace Matching.Storage.Tests;

public abstract class OpeningTests(Dialect dialect) : StoreTests(dialect)
{
    // In the columns of the first version, which every later one still takes.
    private static readonly string[] Data =
    [
        "INSERT INTO hubs (id, name, time_zone, neighbours) VALUES ('norr', 'Norr', 'Europe/Stockholm', '[]')",
        "INSERT INTO organisations (id, name, sector, aliases, keywords) VALUES ('agency', 'Agency', 'agency', '[]', '[]')",
        Member("anna"),
        Member("bo"),
        """INSERT INTO rounds (id, hub, week, as_of, options, status, network) VALUES ('r', 'norr', '2026-W48', 0, '{"seed":3}', 'draft', '{"before":{},"forecast":{}}')""",
        """
        INSERT INTO introductions (id, round, position, a, b, kind, score, parts, reasons, status)
        VALUES ('r-01', 'r', 1, 'anna', 'bo', 'new', 0.5, '{"fit":0.5}', '[]', 'suggested')
        """,
    ];

    public static TheoryData<int> EarlierVersions => [.. Enumerable.Range(1, Migrations.Scripts("sqlite").Count - 1)];

    [Fact]
    public async Task A_new_store_answers_and_is_empty()
    {
        await using var place = await NewPlaceAsync();
        await using var store = await SqlStore.OpenAsync(place.Address, Ct);
        Assert.True(await store.IsReachableAsync(Ct));
        Assert.True(await store.IsEmptyAsync(Ct));
        Assert.Equal(place.Address, store.Address);
    }

    [Fact]
    public async Task A_store_with_an_organisation_is_not_empty()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => import.Put(Some.Organisation()));
        Assert.False(await temporary.Store.IsEmptyAsync(Ct));
    }

    [Fact]
    public async Task What_was_put_is_there_when_the_store_is_opened_again()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => import.Put(Some.Hub()));
        await using var again = await SqlStore.OpenAsync(temporary.Store.Address, Ct);
        Same.As(Some.Hub(), await again.FindHubAsync("norr", Ct));
    }

    [Fact]
    public async Task Eight_stores_opened_at_once_on_a_new_place_make_the_tables_once()
    {
        await using var place = await NewPlaceAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqlStore.OpenAsync(place.Address, Ct), Ct)));
        try
        {
            Assert.All(await Task.WhenAll(stores.Select(store => store.IsReachableAsync(Ct))), Assert.True);
            Assert.Equal((long)Migrations.Scripts("sqlite").Count, await place.ScalarAsync("SELECT count(*) FROM schema_versions"));
        }
        finally
        {
            foreach (var store in stores) await store.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task A_store_of_an_earlier_version_is_brought_up_to_date_with_its_data(int version)
    {
        await using var place = await NewPlaceAsync();
        await MakeAsync(place, version);
        await place.RunAsync(Data);
        await using var store = await SqlStore.OpenAsync(place.Address, Ct);
        Assert.Equal(0, (await store.FindHubAsync("norr", Ct))!.Withhold);
        Assert.Equal((0, 1), await store.FindMemberAsync("anna", Ct) is { } member ? (member.Complexity.Count, member.Challenges.Count) : default);
        var introduction = await store.FindIntroductionAsync("r-01", Ct);
        Assert.Equal((1, 0.5), (introduction!.Suggestion.Propensity, introduction.Suggestion.Parts.Fit));
        Assert.Equal(1, (await store.FindRoundAsync("r", Ct))!.ShareOfBound);
    }

    [Fact]
    public async Task A_store_by_a_newer_version_is_refused_and_left_alone()
    {
        await using var place = await NewPlaceAsync();
        await using (await SqlStore.OpenAsync(place.Address, Ct))
        {
            await place.RunAsync("INSERT INTO schema_versions (ScriptName, Applied) VALUES ('0999_from_the_future.sql', '2030-01-01')");
        }
        var refusal = await Assert.ThrowsAsync<StoreException>(() => SqlStore.OpenAsync(place.Address, Ct));
        Assert.Equal(StoreFault.NewerVersion, refusal.Fault);
        Assert.Contains(place.Address.Name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("0999_from_the_future.sql", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        await using var place = await NewPlaceAsync();
        await place.RunAsync("CREATE TABLE bookmarks (url TEXT)");
        Assert.Equal(StoreFault.NotAStore, (await Assert.ThrowsAsync<StoreException>(() => SqlStore.OpenAsync(place.Address, Ct))).Fault);
    }

    [Fact]
    public void Every_script_is_there_in_both_dialects() =>
        Assert.Equal(Migrations.Scripts("sqlite").Select(script => script.Name), Migrations.Scripts("postgres").Select(script => script.Name));

    private static string Member(string id) => $"""
        INSERT INTO members (id, name, organisation, hub, other_hubs, challenges, skills, interests, languages, days, contact_for,
          remote, happy_to_help, capacity, matchable)
        VALUES ('{id}', '{id}', 'agency', 'norr', '[]', '["Need"]', '[]', '[]', '[]', '[]', '[]', 0, 1, 1, 1)
        """;

    private static async Task MakeAsync(TemporaryPlace place, int version)
    {
        await using var dialect = SqlDialect.Of(place.Address);
        dialect.MakePlace();
        IReadOnlyList<SqlScript> scripts = [.. Migrations.Scripts(dialect.MigrationsFolder).Take(version)];
        Assert.True((await dialect.UpgradeAsync(Migrations.Journal, scripts, Ct)).Successful);
    }
}

public sealed class SqliteOpeningTests() : OpeningTests(Dialect.Sqlite);

public sealed class PostgresOpeningTests() : OpeningTests(Dialect.Postgres);
