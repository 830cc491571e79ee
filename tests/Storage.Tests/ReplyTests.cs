namespace Matching.Storage.Tests;

public abstract class ReplyTests(Dialect dialect) : StoreTests(dialect)
{
    public static KeptReply Reply(string key) => new()
    {
        Caller = "role:host",
        Key = key,
        RequestHash = "abc",
        Status = 201,
        ContentType = "application/json",
        Body = [0, 1, 254, 255],
        Location = "/matching/v1/rounds/r1",
        At = Some.Now,
    };

    [Fact]
    public async Task A_reply_comes_back_as_it_was_kept_to_its_caller_alone()
    {
        await using var temporary = await NewStoreAsync();
        Assert.True(await temporary.Store.KeepReplyAsync(Reply("k"), Ct));
        Same.As(Reply("k"), await temporary.Store.FindReplyAsync("role:host", "k", Ct));
        Assert.Null(await temporary.Store.FindReplyAsync("role:admin", "k", Ct));
        Assert.Null(await temporary.Store.FindReplyAsync("role:host", "other", Ct));
    }

    [Fact]
    public async Task The_first_reply_under_a_key_stands()
    {
        await using var temporary = await NewStoreAsync();
        var kept = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => temporary.Store.KeepReplyAsync(Reply("k") with { Status = 200 + i }, Ct), Ct)));
        var winner = Array.IndexOf(kept, true);
        Assert.Single(kept, one => one);
        Assert.Equal(200 + winner, (await temporary.Store.FindReplyAsync("role:host", "k", Ct))!.Status);
    }

    [Fact]
    public async Task Replies_are_kept_a_week()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.KeepReplyAsync(Reply("old") with { Body = [], Location = null }, Ct);
        await temporary.Store.KeepReplyAsync(Reply("new") with { At = Some.Now.AddDays(7) }, Ct);
        Assert.NotNull(await temporary.Store.FindReplyAsync("role:host", "old", Ct));
        await temporary.Store.KeepReplyAsync(Reply("newer") with { At = Some.Now.AddDays(7).AddTicks(10) }, Ct);
        Assert.Null(await temporary.Store.FindReplyAsync("role:host", "old", Ct));
    }
}

public sealed class SqliteReplyTests() : ReplyTests(Dialect.Sqlite);

public sealed class PostgresReplyTests() : ReplyTests(Dialect.Postgres);
