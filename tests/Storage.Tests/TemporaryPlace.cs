using System.Data.Common;

namespace Matching.Storage.Tests;

/// <summary>Where a store can be made: a folder or a database of its own, which goes when the test ends.</summary>
internal sealed class TemporaryPlace : IAsyncDisposable
{
    private readonly Func<ValueTask> remove;

    private TemporaryPlace(StoreAddress address, Func<ValueTask> remove)
    {
        Address = address;
        this.remove = remove;
    }

    public StoreAddress Address { get; }

    public static async Task<TemporaryPlace> NewAsync(Dialect dialect) => dialect == Dialect.Sqlite ? Folder() : await DatabaseAsync(upToDate: false);

    public static TemporaryPlace Folder()
    {
        var folder = NewFolder();
        return new TemporaryPlace(FileIn(folder), () => Remove(folder));
    }

    public static async Task<TemporaryPlace> DatabaseAsync(bool upToDate)
    {
        var server = await PostgresServer.SharedAsync();
        var settings = upToDate ? await server.MakeStoreAsync() : await server.MakeEmptyAsync();
        return new TemporaryPlace(StoreAddress.Parse(settings), async () => await server.DropAsync(settings));
    }

    /// <summary>A folder name that nothing has; the folder is not made.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "matching-tests", Guid.NewGuid().ToString("N"));

    public static StoreAddress FileIn(string folder) => StoreAddress.Parse(Path.Combine(folder, "store", "matching.db"));

    /// <summary>Runs statements over a connection of its own, as an administrator would.</summary>
    public async Task RunAsync(params IEnumerable<string> statements)
    {
        await using var dialect = SqlDialect.Of(Address);
        dialect.MakePlace();
        await using var connection = await dialect.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var statement in statements) await RunAsync(connection, statement);
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var dialect = SqlDialect.Of(Address);
        await using var connection = await dialect.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => remove();

    private static async Task RunAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static ValueTask Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
