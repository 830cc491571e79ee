using System.Data.Common;
using CsCheck;

namespace Matching.Storage.Tests;

public abstract class AuditTests(Dialect dialect, string[] forbidden, string[] freeing) : StoreTests(dialect)
{
    private static AuditEntry Entry(int number, string? subject = "s1") => new(Some.Now.AddMinutes(number), "host:norr", "GET /members/{id}", subject, $"thing-{number}");

    private async Task<TemporaryStore> FiveAsync()
    {
        var temporary = await NewStoreAsync();
        await temporary.Store.AppendAuditAsync([Entry(1), Entry(2, "s2")], Ct);
        await temporary.Store.AppendAuditAsync([Entry(3, null)], Ct);
        await temporary.Store.AppendAuditAsync([Entry(4), Entry(5)], Ct);
        return temporary;
    }

    [Fact]
    public async Task Entries_are_read_newest_first_by_person_and_time_and_page_by_page()
    {
        await using var temporary = await FiveAsync();
        async Task<IEnumerable<long>> Numbers(string? subject, DateTimeOffset? from, PageRequest? page = null) =>
            (await temporary.Store.ListAuditAsync(subject, from, page ?? new PageRequest(), Ct)).Items.Select(row => row.Number);
        Assert.Equal([5, 4, 3, 2, 1], await Numbers(null, null));
        Assert.Equal([5, 4, 1], await Numbers("s1", null));
        Assert.Equal([5, 4], await Numbers("s1", Some.Now.AddMinutes(2)));
        Assert.Equal([3, 2], await Numbers(null, null, new PageRequest { Limit = 2, After = "4" }));
        Assert.Equal(Entry(3, null), (await temporary.Store.ListAuditAsync(null, null, new PageRequest(), Ct)).Items[2].Entry);
    }

    [Fact]
    public async Task An_entry_tells_on_which_data_it_was_done()
    {
        await using var temporary = await FiveAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        await temporary.Store.AppendAuditAsync([Entry(6)], Ct);
        var rows = (await temporary.Store.ListAuditAsync(null, null, new PageRequest(), Ct)).Items;
        Assert.Equal(rows[1].Revision + 1, rows[0].Revision);
    }

    [Fact]
    public async Task Nothing_in_it_can_be_changed_or_deleted()
    {
        await using var temporary = await FiveAsync();
        foreach (var sql in forbidden)
            Assert.Contains("append-only", (await Assert.ThrowsAnyAsync<DbException>(() => temporary.RunAsync(sql))).Message, StringComparison.Ordinal);
        Assert.Equal(new AuditCheck(5, null), await temporary.Store.CheckAuditAsync(Ct));
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'x' WHERE number = 3", 3)]
    [InlineData("UPDATE audit SET at = at + 1 WHERE number = 1", 1)]
    [InlineData("UPDATE audit SET subject = NULL WHERE number = 2", 2)]
    [InlineData("DELETE FROM audit WHERE number = 2", 2)]
    [InlineData("DELETE FROM audit WHERE number = 5", 5)]
    [InlineData("DELETE FROM audit", 1)]
    [InlineData("UPDATE audit SET number = -number WHERE number IN (2, 3); UPDATE audit SET number = 5 + number WHERE number < 0", 2)]
    [InlineData("UPDATE audit_head SET number = 4, hash = (SELECT hash FROM audit WHERE number = 4); DELETE FROM audit WHERE number = 3", 3)]
    public async Task Who_gets_round_that_is_seen(string sql, long brokenAt)
    {
        await using var temporary = await FiveAsync();
        await temporary.RunAsync([.. freeing, sql]);
        Assert.Equal(brokenAt, (await temporary.Store.CheckAuditAsync(Ct)).BrokenAt);
    }

    [Fact]
    public void Rows_that_differ_have_different_hashes() => Gen.Select(GenRow, GenRow).Sample((x, y) =>
    {
        if (x != y) Assert.NotEqual(x.HashAfter("h"), y.HashAfter("h"));
        Assert.NotEqual(x.HashAfter("h"), x.HashAfter("g"));
    });

    [Fact]
    public async Task Many_who_write_at_once_make_one_chain()
    {
        await using var temporary = await NewStoreAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => temporary.Store.AppendAuditAsync([Entry(number), Entry(number)], Ct)));
        Assert.Equal(new AuditCheck(80, null), await temporary.Store.CheckAuditAsync(Ct));
    }

    private static readonly Gen<string?> GenText = Gen.OneOf<string?>(null, "", "a", "1:a", "ab", "-1:");

    private static readonly Gen<AuditRow> GenRow =
        from number in Gen.Int[1, 12]
        from texts in GenText.Array[4]
        select new AuditRow(number, new AuditEntry(Some.Now, texts[0] ?? "", texts[1] ?? "", texts[2], texts[3]), number % 3, "");
}

public sealed class SqliteAuditTests() : AuditTests(
    Dialect.Sqlite,
    ["UPDATE audit SET actor = 'x'", "DELETE FROM audit WHERE number = 5"],
    ["DROP TRIGGER audit_is_not_changed", "DROP TRIGGER audit_is_not_deleted"]);

public sealed class PostgresAuditTests() : AuditTests(
    Dialect.Postgres,
    ["UPDATE audit SET actor = 'x'", "DELETE FROM audit WHERE number = 5", "TRUNCATE audit"],
    ["ALTER TABLE audit DISABLE TRIGGER USER"]);
