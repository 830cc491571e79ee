using Matching.Storage.Access;

namespace Matching.Storage.Tests;

public abstract class SignInTests(Dialect dialect) : StoreTests(dialect)
{
    private static readonly SignInCode Code = new() { CodeHash = "f00d", Role = Role.Host, Hubs = ["norr", "syd"], ExpiresAt = Some.Now.AddMinutes(10) };

    [Fact]
    public async Task A_code_gives_what_it_was_made_for_once()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        await temporary.Store.AddSignInCodeAsync(Code, Ct);
        await temporary.Store.AddSignInCodeAsync(Code with { CodeHash = "cafe", Role = Role.Member, Hubs = [], Member = "anna" }, Ct);
        Same.As(Code, await temporary.Store.RedeemSignInCodeAsync("f00d", Some.Now, Ct));
        Assert.Null(await temporary.Store.RedeemSignInCodeAsync("f00d", Some.Now, Ct));
        Assert.Equal((Role.Member, "anna"), await temporary.Store.RedeemSignInCodeAsync("cafe", Some.Now, Ct) is { } code ? (code.Role, code.Member) : default);
    }

    [Fact]
    public async Task An_expired_or_unknown_code_gives_nothing()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.AddSignInCodeAsync(Code, Ct);
        Assert.Null(await temporary.Store.RedeemSignInCodeAsync("f00", Some.Now, Ct));
        Assert.Null(await temporary.Store.RedeemSignInCodeAsync("f00d", Code.ExpiresAt, Ct));
        Assert.Null(await temporary.Store.RedeemSignInCodeAsync("f00d", Some.Now, Ct));
    }

    [Fact]
    public async Task Of_fifty_who_redeem_at_once_one_comes_in()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.AddSignInCodeAsync(Code, Ct);
        await using var elsewhere = await SqlStore.OpenAsync(temporary.Store.Address, Ct);
        SqlStore[] stores = [temporary.Store, elsewhere];
        var given = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => stores[i % 2].RedeemSignInCodeAsync("f00d", Some.Now, Ct), Ct)));
        Assert.Single(given, code => code is not null);
    }

    [Fact]
    public async Task A_code_for_nobody_there_or_for_a_second_time_is_refused()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.AddSignInCodeAsync(Code, Ct);
        await Assert.ThrowsAsync<StoreException>(() => temporary.Store.AddSignInCodeAsync(Code, Ct));
        var refusal = await Assert.ThrowsAsync<StoreException>(() => temporary.Store.AddSignInCodeAsync(Code with { CodeHash = "x", Member = "nobody" }, Ct));
        Assert.Equal(StoreFault.BrokenReference, refusal.Fault);
    }
}

public sealed class SqliteSignInTests() : SignInTests(Dialect.Sqlite);

public sealed class PostgresSignInTests() : SignInTests(Dialect.Postgres);
