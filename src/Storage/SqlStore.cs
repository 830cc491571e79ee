using System.Data.Common;
using System.Diagnostics.Metrics;

namespace Matching.Storage;

/// <summary>
/// The store of record. Safe for any number of callers at once: reads run side by side, each on one moment, and
/// writes queue. What goes wrong with the place itself is a <see cref="StoreException"/>.
/// </summary>
public sealed partial class SqlStore : IAsyncDisposable
{
    // Some three seconds altogether: a server that starts again, or whose place another takes, is back by then.
    private const int Attempts = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private static readonly Meter Meter = new("Matching.Storage");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "matching.store.retries", "{retry}", "How often work was tried again because a connection to the store had broken.");

    private readonly SqlDialect dialect;
    private readonly SemaphoreSlim writer = new(1, 1);

    private SqlStore(StoreAddress address, SqlDialect dialect)
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
        var dialect = SqlDialect.Of(address);
        try
        {
            await BringUpToDateAsync(dialect, ct);
            var store = new SqlStore(address, dialect);
            // An older copy may have been put in its place since it was open last.
            await store.FollowErasedAsync([], ct);
            return store;
        }
        catch
        {
            await dialect.DisposeAsync();
            throw;
        }
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
            return await RepeatAsync(BeginAsync, ct);
        }
        catch
        {
            writer.Release();
            throw;
        }

        async Task<ImportTransaction> BeginAsync()
        {
            var turn = await BeginWriteAsync(ct);
            var operation = Guid.NewGuid();
            await dialect.NoteAsync(turn, operation);
            await dialect.PrepareForImportAsync(turn.Connection, ct);
            return new ImportTransaction(dialect, turn, writer, () => IsDoneAsync(operation));
        }
    }

    public ValueTask DisposeAsync()
    {
        writer.Dispose();
        return dialect.DisposeAsync();
    }

    private static async Task BringUpToDateAsync(SqlDialect dialect, CancellationToken ct)
    {
        dialect.MakePlace();
        try
        {
            await using var connection = await dialect.OpenAsync(ct);
            dialect.CheckServer(connection);
            await Migrations.RunAsync(dialect, connection, ct);
        }
        catch (DbException failure)
        {
            throw dialect.Explain(failure);
        }
    }

    private Task<T> ReadAsync<T>(Func<SqlTurn, Task<T>> work, CancellationToken ct)
    {
        return RepeatAsync(ReadOnceAsync, ct);

        async Task<T> ReadOnceAsync()
        {
            await using var turn = await BeginAsync(dialect.BeginReadAsync, ct);
            return await work(turn);
        }
    }

    private Task<T> WriteAsync<T>(Func<SqlTurn, Task<T>> work, CancellationToken ct) => WriteAsync(work, static (_, _) => Task.CompletedTask, ct);

    private Task<T> WriteAsync<T>(Func<SqlTurn, Task<T>> work, Func<SqlTurn, T, Task> afterwards, CancellationToken ct) => WriteOnceAsync(
        async turn =>
        {
            var result = await work(turn);
            await turn.ExecuteAsync(dialect.NextRevision);
            return result;
        },
        afterwards,
        ct);

    // For what no round and no answer is computed from: it makes no snapshot old.
    private Task<T> WriteAsideAsync<T>(Func<SqlTurn, Task<T>> work, CancellationToken ct) => WriteOnceAsync(work, static (_, _) => Task.CompletedTask, ct);

    private async Task<T> WriteOnceAsync<T>(Func<SqlTurn, Task<T>> work, Func<SqlTurn, T, Task> afterwards, CancellationToken ct)
    {
        var operation = Guid.NewGuid();
        T? result = default;
        await writer.WaitAsync(ct);
        try
        {
            return await RepeatAsync(AttemptAsync, ct);
        }
        finally
        {
            writer.Release();
        }

        async Task<T> AttemptAsync()
        {
            await using var turn = await BeginWriteAsync(ct);
            // When it was done before, what came of it is in result already.
            if (await dialect.NoteAsync(turn, operation))
            {
                result = await work(turn);
                await turn.CommitAsync(ct);
            }
            await afterwards(turn, result!);
            return result!;
        }
    }

    /// <summary>Whether an operation whose commit was not heard of took place. Having the write lock, it is over either way.</summary>
    private Task<bool> IsDoneAsync(Guid operation)
    {
        return RepeatAsync(LookAsync, CancellationToken.None);

        async Task<bool> LookAsync()
        {
            await using var turn = await BeginWriteAsync(CancellationToken.None);
            return !await dialect.NoteAsync(turn, operation);
        }
    }

    // What broke is the connection, and the next may be whole.
    private async Task<T> RepeatAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (DbException failure) when (attempt < Attempts && dialect.IsLost(failure))
            {
                Retries.Add(1);
                await Task.Delay(FirstPause * (1 << (attempt - 1)), ct);
            }
            catch (DbException failure)
            {
                throw dialect.Explain(failure);
            }
        }
    }

    private Task<SqlTurn> BeginWriteAsync(CancellationToken ct) => BeginAsync(dialect.BeginWriteAsync, ct);

    private async Task<SqlTurn> BeginAsync(Func<DbConnection, CancellationToken, Task<DbTransaction>> begin, CancellationToken ct)
    {
        var connection = await dialect.OpenAsync(ct);
        try
        {
            return new SqlTurn(connection, await begin(connection, ct), ct);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
