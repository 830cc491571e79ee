using Npgsql;

namespace Matching.Storage.Tests;

/// <summary>Who follows the revision on PostgreSQL hears of every process's writes, and again after the line was broken.</summary>
public sealed class RevisionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_of_another_process_is_heard_of_when_it_is_committed_and_not_before()
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await using var other = await SqlStore.OpenAsync(temporary.Store.Address, Ct);
        await using var heard = other.FollowRevisionAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.Equal(0, await NextAsync(heard));
        var next = NextAsync(heard);
        await using (var import = await temporary.Store.BeginImportAsync(Ct))
        {
            Some.People(import, "anna");
            Assert.False(next.IsCompleted);
            await import.CommitAsync(Ct);
        }
        Assert.Equal(1, await next);
        next = NextAsync(heard);
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        Assert.Equal(2, await next);
    }

    [Fact]
    public async Task What_was_written_while_the_line_was_broken_is_told_when_there_is_another()
    {
        await using var temporary = await TemporaryStore.OpenAsync(Dialect.Postgres);
        await using var other = await SqlStore.OpenAsync(temporary.Store.Address, Ct);
        await using var heard = other.FollowRevisionAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.Equal(0, await NextAsync(heard));
        var next = NextAsync(heard);
        var database = new NpgsqlConnectionStringBuilder(temporary.Store.Address.Server!).Database;
        await (await PostgresServer.SharedAsync()).RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND query LIKE 'LISTEN%'");
        await temporary.PutAsync(import => Some.People(import, "anna"));
        Assert.Equal(1, await next);
        next = NextAsync(heard);
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        Assert.Equal(2, await next);
    }

    // Within the half of a minute, so that it was heard and not found by the time.
    private static async Task<long> NextAsync(IAsyncEnumerator<long> heard)
    {
        Assert.True(await heard.MoveNextAsync().AsTask().WaitAsync(TimedSignal.Pause / 2, Ct));
        return heard.Current;
    }
}
