using System.Data.Common;
using Dapper;

namespace Matching.Storage;

/// <summary>One turn at the database: a connection within a transaction. Disposed without <see cref="CommitAsync"/>, it leaves no trace.</summary>
internal sealed class SqlTurn(DbConnection connection, DbTransaction transaction, CancellationToken ct) : IAsyncDisposable
{
    public DbConnection Connection => connection;

    public Task<int> ExecuteAsync(string sql, object? args = null) => connection.ExecuteAsync(Command(sql, args));

    public Task<T?> ScalarAsync<T>(string sql, object? args = null) => connection.ExecuteScalarAsync<T>(Command(sql, args));

    public async Task<bool> AnyAsync(string sql, object? args = null) => await ScalarAsync<long?>(sql, args) is not null;

    public async Task<T?> FindAsync<T>(string sql, object? args, Func<DbDataReader, T> map) where T : class
    {
        await using var rows = await connection.ExecuteReaderAsync(Command(sql, args));
        return await rows.ReadAsync(ct) ? map(rows) : null;
    }

    public Task<List<T>> ListAsync<T>(string sql, object? args, Func<DbDataReader, T> map) where T : class => ChooseAsync(sql, args, map);

    /// <summary>As <see cref="ListAsync"/>, without the rows that <paramref name="map"/> makes null of.</summary>
    public async Task<List<T>> ChooseAsync<T>(string sql, object? args, Func<DbDataReader, T?> map) where T : class
    {
        var items = new List<T>();
        await using var rows = await connection.ExecuteReaderAsync(Command(sql, args));
        while (await rows.ReadAsync(ct))
        {
            if (map(rows) is { } item) items.Add(item);
        }
        return items;
    }

    /// <summary>For rows that come by the million; not disposed by the turn.</summary>
    public DbCommand CreateCommand(string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    public Task CommitAsync(CancellationToken commitCt) => transaction.CommitAsync(commitCt);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private CommandDefinition Command(string sql, object? args) => new(sql, args, transaction, cancellationToken: ct);
}
