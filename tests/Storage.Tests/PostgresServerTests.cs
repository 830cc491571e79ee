using System.Diagnostics;
using Npgsql;

namespace Matching.Storage.Tests;

/// <summary>How a database is reached, locked, and complained about.</summary>
public sealed class PostgresServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_another_process_writes_to_says_so_after_the_time_it_was_given()
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await using var patient = await SqlStore.OpenAsync(With(temporary.Store.Address, settings => settings.CommandTimeout = 1), Ct);
        await using (await temporary.Store.BeginImportAsync(Ct))
        {
            var locked = await Assert.ThrowsAsync<StoreException>(() => patient.BeginImportAsync(Ct));
            Assert.Equal(StoreFault.Locked, locked.Fault);
            Assert.Contains("within 1 s", locked.Message, StringComparison.Ordinal);
            Assert.True(await patient.IsEmptyAsync(Ct));
        }
        await (await patient.BeginImportAsync(Ct)).DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_with_how_to_make_it()
    {
        await using var place = await TemporaryPlace.DatabaseAsync(upToDate: false);
        var refusal = await RefusalAsync(With(place.Address, settings => settings.Database = "nowhere"));
        Assert.Equal(StoreFault.NotWritable, refusal.Fault);
        Assert.Contains("nowhere on 127.0.0.1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("CREATE DATABASE", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named()
    {
        await using var place = await TemporaryPlace.DatabaseAsync(upToDate: false);
        var refusal = await RefusalAsync(With(place.Address, settings => settings.Port = 1));
        Assert.Equal(StoreFault.NotWritable, refusal.Fault);
        Assert.Contains("cannot be reached", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_make_tables_is_told_so()
    {
        await using var place = await TemporaryPlace.DatabaseAsync(upToDate: false);
        await place.RunAsync("CREATE ROLE guest LOGIN");
        var refusal = await RefusalAsync(With(place.Address, settings => settings.Username = "guest"));
        Assert.Equal(StoreFault.NotWritable, refusal.Fault);
        Assert.Contains("Give the role the right", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_letter_is_refused()
    {
        var server = await PostgresServer.SharedAsync();
        await using var place = await TemporaryPlace.DatabaseAsync(upToDate: false);
        await server.RunAsync("CREATE DATABASE narrow TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
        var refusal = await RefusalAsync(With(place.Address, settings => settings.Database = "narrow"));
        Assert.Equal(StoreFault.Unsupported, refusal.Fault);
        Assert.Contains("LATIN1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("55P03", StoreFault.Locked)]
    [InlineData("23503", StoreFault.BrokenReference)]
    [InlineData("23505", StoreFault.Other)]
    [InlineData("53100", StoreFault.DiskFull)]
    [InlineData("XX001", StoreFault.Damaged)]
    [InlineData("28P01", StoreFault.NotWritable)]
    [InlineData("25006", StoreFault.NotWritable)]
    [InlineData("57P01", StoreFault.NotWritable)]
    [InlineData("53300", StoreFault.NotWritable)]
    [InlineData("42601", StoreFault.Other)]
    public async Task Each_error_is_told_with_its_kind(string code, StoreFault fault)
    {
        await using var dialect = SqlDialect.Of(StoreAddress.Parse("Host=db;Database=matching"));
        var told = dialect.Explain(new PostgresException("no luck", "ERROR", "ERROR", code));
        Assert.Equal(fault, told.Fault);
        Assert.Contains(fault == StoreFault.BrokenReference ? "not in the store" : "matching on db", told.Message, StringComparison.Ordinal);
        Assert.IsType<PostgresException>(told.InnerException);
    }

    // On a server of its own: when one of its processes is killed, all its connections end.
    [Fact]
    public async Task A_server_process_that_is_killed_in_an_import_leaves_nothing_and_the_store_works_again()
    {
        await using var server = new PostgresServer();
        await using var store = await SqlStore.OpenAsync(StoreAddress.Parse(await server.MakeEmptyAsync()), Ct);
        await PutPeopleAsync(store, "before");
        await using (var import = await store.BeginImportAsync(Ct))
        {
            Some.People(import, [.. Enumerable.Range(0, 100).Select(i => $"m{i}")]);
            await KillAsync(await server.WriterAsync());
            Assert.Throws<StoreException>(() => import.Put(Some.Member("one-more")));
        }
        await PutPeopleAsync(store, "after");
        Assert.Equal(["after", "before"], (await store.ListMembersAsync(new PageRequest(), null, Ct)).Items.Select(member => member.Id));
    }

    private static async Task PutPeopleAsync(SqlStore store, string member)
    {
        await using var import = await store.BeginImportAsync(Ct);
        Some.People(import, member);
        await import.CommitAsync(Ct);
    }

    private static async Task KillAsync(int process)
    {
        using var writer = Process.GetProcessById(process);
        writer.Kill();
        await writer.WaitForExitAsync(Ct);
    }

    private static Task<StoreException> RefusalAsync(StoreAddress address) => Assert.ThrowsAsync<StoreException>(() => SqlStore.OpenAsync(address, Ct));

    private static StoreAddress With(StoreAddress address, Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(address.Server!);
        change(settings);
        return StoreAddress.Parse(settings.ToString());
    }
}
