using System.Data.Common;

namespace Matching.Storage;

/// <summary>
/// The store of record. Safe for any number of callers at once: reads run side by side, each on one moment, and
/// writes queue. What goes wrong with the place itself is a <see cref="StoreException"/>.
/// </summary>
public sealed partial class SqlStore : IAsyncDisposable
{
    /// <summary>Makes every snapshot of before old.</summary>
    internal const string NextRevision = "UPDATE revision SET number = number + 1";

    private readonly SqliteDialect dialect;
    private readonly SemaphoreSlim writer = new(1, 1);

    private SqlStore(StoreAddress address, SqliteDialect dialect)
    {
        Address = address;
        this.dialect = dialect;
    }

    public StoreAddress Address { get; }

    /// <summary>Opens the store, makes it where there is none, and brings it up to date.</summary>
    /// <exception cref="StoreException">The place cannot be written, holds something else, or was made by a newer version.</exception>
    public static async Task<SqlStore> OpenAsync(StoreAddress address, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        var dialect = new SqliteDialect(address);
        dialect.MakePlace();
        try
        {
            await using var connection = await dialect.OpenAsync(ct);
            SqliteDialect.CheckVersion(connection.ServerVersion);
            await Migrations.RunAsync(dialect, connection, ct);
        }
        catch (DbException failure)
        {
            throw dialect.Explain(failure);
        }
        return new SqlStore(address, dialect);
    }

    /// <summary>Whether the store answers.</summary>
    public async Task<bool> IsReachableAsync(CancellationToken ct = default)
    {
        try
        {
            return await ReadAsync(turn => turn.AnyAsync("SELECT 1 FROM (SELECT count(*) FROM rounds) AS answer"), ct);
        }
        catch (StoreException)
        {
            return false;
        }
    }

    /// <summary>Whether it holds no hub, no organisation and no member.</summary>
    public Task<bool> IsEmptyAsync(CancellationToken ct = default) => ReadAsync(
        async turn => !await turn.AnyAsync(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM hubs) OR EXISTS (SELECT 1 FROM organisations) OR EXISTS (SELECT 1 FROM members)
            """),
        ct);

    /// <summary>Starts writing records, many or one. Other writes wait until it is disposed.</summary>
    public async Task<ImportTransaction> BeginImportAsync(CancellationToken ct = default)
    {
        await writer.WaitAsync(ct);
        try
        {
            var turn = await BeginAsync(SqliteDialect.BeginWrite, ct);
            await SqliteDialect.PrepareForImportAsync(turn.Connection, ct);
            return new ImportTransaction(dialect, turn, writer);
        }
        catch (DbException failure)
        {
            writer.Release();
            throw dialect.Explain(failure);
        }
        catch
        {
            writer.Release();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        writer.Dispose();
        dialect.Release();
        return ValueTask.CompletedTask;
    }

    private async Task<T> ReadAsync<T>(Func<SqlTurn, Task<T>> work, CancellationToken ct)
    {
        try
        {
            await using var turn = await BeginAsync(SqliteDialect.BeginRead, ct);
            return await work(turn);
        }
        catch (DbException failure)
        {
            throw dialect.Explain(failure);
        }
    }

    private Task<T> WriteAsync<T>(Func<SqlTurn, Task<T>> work, CancellationToken ct) => WriteAsync(work, static (_, _) => Task.CompletedTask, ct);

    private Task<T> WriteAsync<T>(Func<SqlTurn, Task<T>> work, Func<SqlTurn, T, Task> afterwards, CancellationToken ct) => WriteOnceAsync(
        async turn =>
        {
            var result = await work(turn);
            await turn.ExecuteAsync(NextRevision);
            return result;
        },
        afterwards,
        ct);

    // For what no round and no answer is computed from: it makes no snapshot old.
    private Task<T> WriteAsideAsync<T>(Func<SqlTurn, Task<T>> work, CancellationToken ct) => WriteOnceAsync(work, static (_, _) => Task.CompletedTask, ct);

    private async Task<T> WriteOnceAsync<T>(Func<SqlTurn, Task<T>> work, Func<SqlTurn, T, Task> afterwards, CancellationToken ct)
    {
        await writer.WaitAsync(ct);
        try
        {
            await using var turn = await BeginAsync(SqliteDialect.BeginWrite, ct);
            var result = await work(turn);
            await turn.CommitAsync(ct);
            await afterwards(turn, result);
            return result;
        }
        catch (DbException failure)
        {
            throw dialect.Explain(failure);
        }
        finally
        {
            writer.Release();
        }
    }

    private async Task<SqlTurn> BeginAsync(Func<DbConnection, DbTransaction> begin, CancellationToken ct)
    {
        var connection = await dialect.OpenAsync(ct);
        try
        {
            return new SqlTurn(connection, begin(connection), ct);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
