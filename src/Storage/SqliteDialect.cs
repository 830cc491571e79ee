using System.Data;
using System.Data.Common;
using System.Globalization;
using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Matching.Storage;

/// <summary>What is particular to SQLite: how the file is opened, locked, brought up to date and complained about.</summary>
internal sealed class SqliteDialect(StoreAddress address) : SqlDialect
{
    // 3.7.0 to 3.51.2 can lose committed pages when a write-ahead log is reset (sqlite.org/wal.html, "The WAL-Reset Bug").
    private static readonly Version OldestSafe = new(3, 51, 3);

    // A log that the automatic checkpoint (1000 pages of 4 KiB) can keep down by itself is not worth a wait for readers.
    private const long LongLog = 8 << 20;

    private static readonly Lock Creation = new();

    private readonly string file = address.File!;

    private readonly string settings = new SqliteConnectionStringBuilder
    {
        DataSource = address.File!,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = (int)address.Patience.TotalSeconds,
    }.ToString();

    // On every open: a pooled connection keeps what an earlier holder set. secure_delete overwrites what is erased;
    // temp_store keeps sorted copies of it off the disk.
    private readonly string pragmas = string.Create(CultureInfo.InvariantCulture, $"""
        PRAGMA busy_timeout = {(long)address.Patience.TotalMilliseconds};
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -8192;
        """);

    public override string MigrationsFolder => "sqlite";

    public override string TableNames => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";

    /// <summary>Makes the folder and the file, both for this user alone, where they are missing.</summary>
    public override void MakePlace()
    {
        try
        {
            OwnerOnly.MakeFolder(address.Folder);
            MakeFile();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(failure);
        }
    }

    public override async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(settings);
        try
        {
            await connection.OpenAsync(ct);
            await ExecuteAsync(connection, pragmas, ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true));

    /// <summary>Takes the write lock at once: a transaction that reads first and then wants to write can wait for ever in vain.</summary>
    public override Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false));

    // The transaction holds the reading of the journal too, so that of two processes the second finds everything done.
    public override async Task<DatabaseUpgradeResult> UpgradeAsync(string journal, IReadOnlyList<SqlScript> scripts, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return Run(DeployChanges.To.SqliteDatabase(new SharedConnection(connection)).JournalToSqliteTable(journal), scripts);
    }

    public override IChangeSignal ListenForChanges() => new TimedSignal();

    // No connection stands between this process and its file: what breaks one breaks the other.
    public override Task<bool> NoteAsync(SqlTurn turn, Guid operation) => Task.FromResult(true);

    public override bool IsLost(DbException failure) => false;

    /// <summary>Gives an import room to sort its rows in memory before they go to the disk: 64 MiB.</summary>
    public override Task PrepareForImportAsync(DbConnection connection, CancellationToken ct) =>
        ExecuteAsync(connection, "PRAGMA cache_size = -65536", ct);

    public override ITablePut PreparePut(SqlTurn turn, PutTable table) => new PreparedPut(this, turn, table);

    public override Task PutVectorsAsync(SqlTurn turn, IReadOnlyList<(VectorRow Row, Half[] Vector)> rows, CancellationToken ct)
    {
        ExactVectors.Put(this, turn, rows);
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<NearestVector>> FindNearestAsync(SqlTurn turn, VectorSearch search, Half[] vector, CancellationToken ct) =>
        ExactVectors.FindAsync(turn, search, vector, ct);

    /// <summary>Empties the log if it has grown long.</summary>
    public override async Task AfterImportAsync(DbConnection connection)
    {
        if (new FileInfo(file + "-wal") is not { Exists: true, Length: > LongLog }) return;
        try
        {
            await AfterDeleteAsync(connection);
        }
        catch (SqliteException)
        {
            // The next long log is another chance.
        }
    }

    /// <summary>
    /// Writes the log into the file and empties it, so that nothing erased is left in it. Waits two seconds for readers
    /// of an older state; if they take longer, the next call does it.
    /// </summary>
    public override Task AfterDeleteAsync(DbConnection connection) =>
        ExecuteAsync(connection, "PRAGMA busy_timeout = 2000; PRAGMA wal_checkpoint(TRUNCATE)", CancellationToken.None);

    public override void CheckServer(DbConnection connection) => CheckVersion(connection.ServerVersion);

    /// <exception cref="StoreException">The library is older than the oldest that is safe.</exception>
    public static void CheckVersion(string version)
    {
        if (Version.TryParse(version, out var found) && found >= OldestSafe) return;
        throw new StoreException(
            StoreFault.Unsupported,
            $"The SQLite library is {version}, which can lose data. "
            + $"Install the e_sqlite3 library that this program was built with ({OldestSafe} or later).");
    }

    /// <summary>Closes the connections kept for reuse, so that the file can be moved or deleted.</summary>
    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(settings);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    public override StoreException Explain(DbException failure) => failure is SqliteException error ? Explain(error) : Other(failure);

    private StoreException Explain(SqliteException error) => error.SqliteErrorCode switch
    {
        5 or 6 => Fault(StoreFault.Locked, error,
            $"Another process is writing to {file} and did not finish within {address.Patience.TotalSeconds:0} s. "
            + "Try again when it has."),
        3 or 8 or 10 or 14 or 23 => NotWritable(error),
        11 => Fault(StoreFault.Damaged, error,
            $"{file} is damaged. Stop the program and put back the latest backup of the file."),
        13 => Fault(StoreFault.DiskFull, error,
            $"The disk that {file} lies on is full. Nothing of this change was kept. Make room, then repeat it."),
        26 => NotAStore(error),
        19 when error.SqliteExtendedErrorCode == 787 => Fault(StoreFault.BrokenReference, error,
            "A record names another one that is not in the store. Nothing of this change was kept."),
        _ => Other(error),
    };

    public override StoreException NotAStore() => NotAStore(null);

    private StoreException NotAStore(Exception? cause) => Fault(StoreFault.NotAStore, cause,
        $"{file} is not a store of this program. Give another path, or move the file away.");

    public override StoreException NewerVersion(string migration) => Fault(StoreFault.NewerVersion, null,
        $"{file} was made by a newer version of this program (its tables are at {migration}). Use that version, or another file.");

    private StoreException NotWritable(Exception cause) => Fault(StoreFault.NotWritable, cause,
        $"The store {file} cannot be made or written ({cause.Message.TrimEnd('.')}). "
        + $"Give this user write permission on {address.Folder}, or name another place with --store.");

    private StoreException Other(DbException cause) => Fault(StoreFault.Other, cause, $"The store {file} failed: {cause.Message}");

    // Never opens a file that is there: closing it would take away the locks that SQLite holds on it in this process
    // (sqlite.org/howtocorrupt.html, 2.2). The lock keeps a second store from opening the new file before it is closed here.
    private void MakeFile()
    {
        lock (Creation)
        {
            if (File.Exists(file)) return;
            try
            {
                OwnerOnly.CreateFile(file).Dispose();
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another process was first, and its file is as good.
            }
        }
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
