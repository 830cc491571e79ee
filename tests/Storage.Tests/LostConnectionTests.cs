using Matching.Storage.Access;

namespace Matching.Storage.Tests;

/// <summary>What a caller is told is what is in the store, also when a connection breaks and nobody hears of the commit.</summary>
public sealed class LostConnectionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.AfterTheCommit)]
    public async Task A_write_takes_place_once_and_its_first_answer_stands(Cut cut)
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await using var line = new CuttableLine(temporary.Store.Address);
        await using var store = await SqlStore.OpenAsync(line.Address, Ct);
        line.Break(cut);
        // Done twice, it would say that the key is taken.
        Assert.True(await store.KeepReplyAsync(ReplyTests.Reply("key"), Ct));
        Assert.False(await store.KeepReplyAsync(ReplyTests.Reply("key"), Ct));
    }

    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.AfterTheCommit)]
    public async Task A_round_is_published_once(Cut cut)
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction("i1", "anna", "bo")), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Approved), Ct);
        await using var line = new CuttableLine(temporary.Store.Address);
        await using var store = await SqlStore.OpenAsync(line.Address, Ct);
        line.Break(cut);
        var outcome = await store.PublishAsync("round", Some.Now, Some.Now.AddDays(7), Ct);
        Assert.False(outcome.Round!.Repeated);
        Assert.Equal(["i1-a", "i1-b"], outcome.Round.Prompts.Select(prompt => prompt.Id));
    }

    [Fact]
    public async Task Of_many_who_redeem_over_a_line_that_breaks_one_comes_in()
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await temporary.Store.AddSignInCodeAsync(new SignInCode { CodeHash = "f00d", Role = Role.Admin, ExpiresAt = Some.Now.AddDays(1) }, Ct);
        await using var line = new CuttableLine(temporary.Store.Address);
        await using var store = await SqlStore.OpenAsync(line.Address, Ct);
        SqlStore[] stores = [temporary.Store, store];
        line.Break(Cut.AfterTheCommit);
        var given = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => stores[i % 2].RedeemSignInCodeAsync("f00d", Some.Now, Ct), Ct)));
        Assert.Single(given, code => code is not null);
    }

    [Fact]
    public async Task An_import_whose_commit_was_not_heard_of_is_found_to_be_there()
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await using var line = new CuttableLine(temporary.Store.Address);
        await using var store = await SqlStore.OpenAsync(line.Address, Ct);
        await using (var import = await store.BeginImportAsync(Ct))
        {
            Some.People(import, "anna");
            line.Break(Cut.AfterTheCommit);
            await import.CommitAsync(Ct);
        }
        Assert.NotNull(await store.FindMemberAsync("anna", Ct));
    }

    [Fact]
    public async Task An_import_whose_commit_never_got_there_is_told_of_and_can_be_repeated()
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await using var line = new CuttableLine(temporary.Store.Address);
        await using var store = await SqlStore.OpenAsync(line.Address, Ct);
        await using (var import = await store.BeginImportAsync(Ct))
        {
            Some.People(import, "anna");
            line.Break(Cut.BeforeTheCommit);
            Assert.Equal(StoreFault.NotWritable, (await Assert.ThrowsAsync<StoreException>(() => import.CommitAsync(Ct))).Fault);
        }
        Assert.True(await store.IsEmptyAsync(Ct));
        await using var again = await store.BeginImportAsync(Ct);
        Some.People(again, "anna");
        await again.CommitAsync(Ct);
    }

    [Fact]
    public async Task A_server_that_ends_every_connection_is_called_again()
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await temporary.PutAsync(import => Some.People(import, "anna"));
        await EndConnectionsAsync(temporary.Store.Address);
        Assert.NotNull(await temporary.Store.FindMemberAsync("anna", Ct));
        await EndConnectionsAsync(temporary.Store.Address);
        Assert.True(await temporary.Store.ResumeAsync("anna", Some.Now, Ct));
    }

    [Fact]
    public async Task An_import_whose_connection_ends_leaves_nothing_and_another_goes_in()
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await using (var import = await temporary.Store.BeginImportAsync(Ct))
        {
            Some.People(import, [.. Enumerable.Range(0, 6000).Select(i => $"m{i}")]);
            await EndConnectionsAsync(temporary.Store.Address);
            var broken = Assert.Throws<StoreException>(() => Some.People(import, [.. Enumerable.Range(6000, 6000).Select(i => $"m{i}")]));
            Assert.Equal(StoreFault.NotWritable, broken.Fault);
            Assert.Same(broken, await Assert.ThrowsAsync<StoreException>(() => import.CommitAsync(Ct)));
        }
        Assert.True(await temporary.Store.IsEmptyAsync(Ct));
        await temporary.PutAsync(import => Some.People(import, "anna"));
    }

    [Fact]
    public async Task Work_that_was_done_is_forgotten_after_a_day()
    {
        await using var place = await TemporaryPlace.DatabaseAsync(upToDate: true);
        await using var store = await SqlStore.OpenAsync(place.Address, Ct);
        await store.ResumeAsync("nobody", Some.Now, Ct);
        await place.RunAsync("UPDATE operations SET at = at - INTERVAL '25 hours'");
        await store.ResumeAsync("nobody", Some.Now, Ct);
        Assert.Equal(1L, await place.ScalarAsync("SELECT count(*) FROM operations"));
    }

    private static async Task EndConnectionsAsync(StoreAddress address)
    {
        var database = address.Name.Split(' ')[0];
        await (await PostgresServer.SharedAsync()).RunAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'");
    }
}
