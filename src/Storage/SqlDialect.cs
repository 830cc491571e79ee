using System.Data.Common;
using DbUp.Builder;
using DbUp.Engine;

namespace Matching.Storage;

/// <summary>
/// What differs between the databases that a store can be kept in: how it is opened, locked, brought up to date, written
/// in bulk and complained about. Everything else is the same SQL in both.
/// </summary>
internal abstract class SqlDialect : IAsyncDisposable
{
    /// <summary>The folder of this dialect's scripts in <c>Migrations/</c>.</summary>
    public abstract string MigrationsFolder { get; }

    /// <summary>Asks for the names of all tables that are there, this program's and others'.</summary>
    public abstract string TableNames { get; }

    public static SqlDialect Of(StoreAddress address) =>
        address.Server is { } server ? new PostgresDialect(address, server) : new SqliteDialect(address);

    /// <summary>Makes what must be there before a connection can be opened.</summary>
    public abstract void MakePlace();

    public abstract Task<DbConnection> OpenAsync(CancellationToken ct);

    /// <exception cref="StoreException">The library or the server is one that this program does not work with.</exception>
    public abstract void CheckServer(DbConnection connection);

    /// <summary>A view of one moment, which holds nobody up.</summary>
    public abstract Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken ct);

    /// <summary>
    /// Waits until nobody else writes, and sees all that was written before. What is read in it stays as it is until it
    /// ends, so that a check and the write that rests on it are one.
    /// </summary>
    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Runs, in one transaction, the scripts that have not been run. Of two processes the second finds everything done.</summary>
    public abstract Task<DatabaseUpgradeResult> UpgradeAsync(string journal, IReadOnlyList<SqlScript> scripts, CancellationToken ct);

    /// <summary>
    /// Notes in the turn's own transaction that this piece of work is being done. False when an earlier attempt has been
    /// committed: its connection broke before anybody heard.
    /// </summary>
    public abstract Task<bool> NoteAsync(SqlTurn turn, Guid operation);

    /// <summary>Makes every snapshot of before old, and tells those who listen when it is committed.</summary>
    public virtual string NextRevision => "UPDATE revision SET number = number + 1";

    /// <summary>Says, at the latest after a while, that the revision may have risen.</summary>
    public abstract IChangeSignal ListenForChanges();

    /// <summary>Whether the connection broke, so that nobody knows whether the commit that was under way took place.</summary>
    public abstract bool IsLost(DbException failure);

    public abstract Task PrepareForImportAsync(DbConnection connection, CancellationToken ct);

    public abstract ITablePut PreparePut(SqlTurn turn, PutTable table);

    /// <summary>What an operator should know of the library or the server; empty when all is well.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>Makes connections that are opened from now on able to carry vectors.</summary>
    public virtual Task PrepareVectorsAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Puts rows that are not there.</summary>
    public abstract Task PutVectorsAsync(SqlTurn turn, IReadOnlyList<(VectorRow Row, Half[] Vector)> rows, CancellationToken ct);

    /// <summary>Makes what is missing for a fast search, beside those who read and write.</summary>
    /// <returns>How many indexes were made.</returns>
    public virtual Task<int> IndexVectorsAsync(CancellationToken ct) => Task.FromResult(0);

    public abstract Task<IReadOnlyList<NearestVector>> FindNearestAsync(SqlTurn turn, VectorSearch search, Half[] vector, CancellationToken ct);

    /// <summary>Tidies up behind much that was written. When that fails nothing is lost but the room, so it is not told.</summary>
    public abstract Task AfterImportAsync(DbConnection connection);

    /// <summary>Lets go of copies of what was deleted, as far as this can be done while others work.</summary>
    public abstract Task AfterDeleteAsync(DbConnection connection);

    /// <summary>Says in an operator's words what went wrong, where, and what helps.</summary>
    public abstract StoreException Explain(DbException failure);

    public abstract StoreException NotAStore();

    public abstract StoreException NewerVersion(string migration);

    /// <summary>Closes the connections kept for reuse.</summary>
    public abstract ValueTask DisposeAsync();

    protected static DatabaseUpgradeResult Run(UpgradeEngineBuilder upgrade, IReadOnlyList<SqlScript> scripts) => upgrade
        .WithScripts(scripts)
        .WithVariablesDisabled()
        .WithTransaction()
        .LogToNowhere()
        .Build()
        .PerformUpgrade();

    protected static StoreException Fault(StoreFault fault, Exception? cause, string message) => new(fault, message, cause);
}
