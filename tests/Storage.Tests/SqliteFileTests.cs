using System.Data.Common;
using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;

namespace Matching.Storage.Tests;

/// <summary>How a file is made, locked, and complained about.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly string folder = TemporaryPlace.NewFolder();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private StoreAddress Address => TemporaryPlace.FileIn(folder);

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Folder_and_files_are_this_users_alone()
    {
        await using var store = await SqlStore.OpenAsync(Address, Ct);
        await using var import = await store.BeginImportAsync(Ct);
        import.Put(Some.Hub());
        await import.CommitAsync(Ct);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Address.Folder));
        var files = Directory.GetFiles(Address.Folder);
        Assert.Equal(["matching.db", "matching.db-shm", "matching.db-wal"], files.Select(Path.GetFileName).Order());
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Every_open_sets_the_pragmas_also_on_a_connection_that_had_them_changed()
    {
        var dialect = new SqliteDialect(Address);
        dialect.MakePlace();
        await using (var first = await dialect.OpenAsync(Ct))
        {
            await AssertPragmasAsync(first);
            await RunAsync(first, """
                PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA secure_delete = OFF; PRAGMA temp_store = FILE;
                PRAGMA busy_timeout = 1; PRAGMA cache_size = 7; PRAGMA max_page_count = 4321
                """);
        }
        await using (var second = await dialect.OpenAsync(Ct))
        {
            // Not one of ours, and so the sign that this is the very connection that was changed.
            Assert.Equal(4321L, await ScalarAsync(second, "PRAGMA max_page_count"));
            await AssertPragmasAsync(second);
        }
        await dialect.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Address.Folder);
        await File.WriteAllTextAsync(Address.File!, string.Concat(Enumerable.Repeat("id;name\nnorr;Norr\n", 100)), Ct);
        var before = await File.ReadAllBytesAsync(Address.File!, Ct);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => SqlStore.OpenAsync(Address, Ct));
        Assert.Equal(StoreFault.NotAStore, refusal.Fault);
        Assert.Contains("is not a store of this program", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Address.File!, Ct));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "taken"), "", Ct);
        var address = StoreAddress.Parse(Path.Combine(folder, "taken", "deeper", "matching.db"));
        var refusal = await Assert.ThrowsAsync<StoreException>(() => SqlStore.OpenAsync(address, Ct));
        Assert.Equal(StoreFault.NotWritable, refusal.Fault);
        Assert.Contains(address.Name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--store", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.51.3")]
    [InlineData("3.53.3")]
    [InlineData("4.0")]
    public void A_library_without_the_log_reset_fault_is_accepted(string version) => SqliteDialect.CheckVersion(version);

    [Theory]
    [InlineData("3.51.2")]
    [InlineData("3.40.1")]
    [InlineData("unknown")]
    public void A_library_that_can_lose_data_is_refused(string version)
    {
        var refusal = Assert.Throws<StoreException>(() => SqliteDialect.CheckVersion(version));
        Assert.Contains(version, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("3.51.3", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 5, StoreFault.Locked)]
    [InlineData(8, 8, StoreFault.NotWritable)]
    [InlineData(10, 778, StoreFault.NotWritable)]
    [InlineData(11, 11, StoreFault.Damaged)]
    [InlineData(13, 13, StoreFault.DiskFull)]
    [InlineData(14, 14, StoreFault.NotWritable)]
    [InlineData(19, 787, StoreFault.BrokenReference)]
    [InlineData(19, 2067, StoreFault.Other)]
    [InlineData(26, 26, StoreFault.NotAStore)]
    [InlineData(1, 1, StoreFault.Other)]
    public void Each_error_is_told_with_its_kind(int code, int extended, StoreFault fault)
    {
        var told = new SqliteDialect(Address).Explain(new SqliteException("no luck", code, extended));
        Assert.Equal(fault, told.Fault);
        Assert.EndsWith(fault == StoreFault.Other ? "no luck" : ".", told.Message, StringComparison.Ordinal);
        Assert.IsType<SqliteException>(told.InnerException);
    }

    [Fact]
    public async Task A_store_whose_file_is_gone_bad_is_out_of_reach()
    {
        await using var store = await SqlStore.OpenAsync(Address, Ct);
        await new SqliteDialect(Address).DisposeAsync();
        foreach (var file in Directory.GetFiles(Address.Folder)) File.Delete(file);
        await File.WriteAllTextAsync(Address.File!, new string('x', 5000), Ct);
        Assert.False(await store.IsReachableAsync(Ct));
    }

    [Fact]
    public async Task A_full_disk_ends_an_import_and_keeps_nothing_of_it()
    {
        await using var store = await SqlStore.OpenAsync(Address, Ct);
        await using (var connection = await new SqliteDialect(Address).OpenAsync(Ct))
        {
            await RunAsync(connection, $"PRAGMA max_page_count = {1 + (long)(await ScalarAsync(connection, "PRAGMA page_count"))!}");
        }
        await using (var import = await store.BeginImportAsync(Ct))
        {
            var full = Assert.Throws<StoreException>(() =>
            {
                for (var i = 0; i < 10_000; i++) import.Put(Some.Hub($"hub-{i}"));
            });
            Assert.Equal(StoreFault.DiskFull, full.Fault);
            Assert.Same(full, Assert.Throws<StoreException>(() => import.Put(Some.Hub("one-more"))));
            Assert.Same(full, await Assert.ThrowsAsync<StoreException>(() => import.CommitAsync(Ct)));
        }
        Assert.True(await store.IsEmptyAsync(Ct));
    }

    [Fact]
    public async Task A_store_that_another_process_writes_to_says_so_after_the_time_it_was_given()
    {
        var patient = StoreAddress.Parse($"Data Source={Address.File};Default Timeout=1");
        await using var store = await SqlStore.OpenAsync(patient, Ct);
        await using var other = await new SqliteDialect(Address).OpenAsync(Ct);
        await using var writing = await new SqliteDialect(Address).BeginWriteAsync(other, Ct);
        var locked = await Assert.ThrowsAsync<StoreException>(() => store.BeginImportAsync(Ct));
        Assert.Equal(StoreFault.Locked, locked.Fault);
        Assert.Contains("within 1 s", locked.Message, StringComparison.Ordinal);
        Assert.True(await store.IsEmptyAsync(Ct));
        await writing.RollbackAsync(Ct);
        await (await store.BeginImportAsync(Ct)).DisposeAsync();
    }

    private static async Task AssertPragmasAsync(DbConnection connection)
    {
        Assert.Equal("wal", await ScalarAsync(connection, "PRAGMA journal_mode"));
        Assert.Equal(2L, await ScalarAsync(connection, "PRAGMA synchronous"));
        Assert.Equal(1L, await ScalarAsync(connection, "PRAGMA foreign_keys"));
        Assert.Equal(1L, await ScalarAsync(connection, "PRAGMA secure_delete"));
        Assert.Equal(2L, await ScalarAsync(connection, "PRAGMA temp_store"));
        Assert.Equal(30_000L, await ScalarAsync(connection, "PRAGMA busy_timeout"));
        Assert.Equal(-8192L, await ScalarAsync(connection, "PRAGMA cache_size"));
    }

    private static async Task<object?> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Ct);
    }

    private static async Task RunAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ct);
    }
}
