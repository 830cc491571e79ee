using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Npgsql;

namespace Matching.Storage;

/// <summary>What is particular to PostgreSQL: one advisory lock stands for the single writer that a file has by nature.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    // Any number will do that no other program takes in the same database: this is "matching" in ASCII.
    private const long WriteLock = 0x6D61746368696E67;

    private const string RevisionChannel = "matching_revision";

    // The oldest that the tests have run on.
    private static readonly Version Oldest = new(15, 0);

    // The lock is given up by the server; this program waits a little longer, to hear of it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly StoreAddress address;
    private readonly NpgsqlDataSource source;
    private readonly PgVectors vectors;
    private readonly string beginWrite;

    public PostgresDialect(StoreAddress address, string server)
    {
        this.address = address;
        var settings = new NpgsqlConnectionStringBuilder("Application Name=matching;Max Auto Prepare=100;Tcp Keepalive=true;" + server);
        if (settings.CommandTimeout > 0) settings.CommandTimeout += (int)Grace.TotalSeconds;
        var builder = new NpgsqlDataSourceBuilder(settings.ToString());
        builder.UseVector();
        source = builder.Build();
        vectors = new PgVectors(source);
        // What was acknowledged is on the server's disk, even where it is set to say so earlier.
        beginWrite = string.Create(CultureInfo.InvariantCulture, $"""
            SET LOCAL lock_timeout = {(long)address.Patience.TotalMilliseconds};
            SELECT set_config('synchronous_commit', 'on', TRUE) WHERE current_setting('synchronous_commit') = 'off';
            SELECT pg_advisory_xact_lock({WriteLock});
            """);
    }

    public override string MigrationsFolder => "postgres";

    public override string NextRevision => $"{base.NextRevision}; NOTIFY {RevisionChannel}";

    public override string TableNames => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    /// <summary>The database is the administrator's to make: it takes rights that this program should not have.</summary>
    public override void MakePlace()
    {
    }

    public override async Task<DbConnection> OpenAsync(CancellationToken ct) => await source.OpenConnectionAsync(ct);

    public override void CheckServer(DbConnection connection)
    {
        var server = (NpgsqlConnection)connection;
        if (server.PostgreSqlVersion < Oldest)
        {
            throw Fault(StoreFault.Unsupported, null, $"The database {address.Name} is on PostgreSQL {server.ServerVersion}. Use {Oldest.Major} or later.");
        }
        if (server.PostgresParameters.GetValueOrDefault("server_encoding") is { } encoding and not "UTF8")
        {
            throw Fault(StoreFault.Unsupported, null,
                $"The database {address.Name} has the encoding {encoding}. Make one with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'.");
        }
        var found = PgVectorVersion.Of(server);
        if (PgVectorVersion.Refusal(found) is { } refusal) throw Fault(StoreFault.Unsupported, null, $"The database {address.Name} {refusal}");
        vectors.Version = found!;
    }

    public override IReadOnlyList<string> Warnings => vectors.Version.Warnings;

    public override Task PrepareVectorsAsync(CancellationToken ct) => vectors.PrepareAsync(ct);

    public override Task PutVectorsAsync(SqlTurn turn, IReadOnlyList<(VectorRow Row, Half[] Vector)> rows, CancellationToken ct) =>
        PgVectors.PutAsync(turn, rows, ct);

    public override Task<int> IndexVectorsAsync(CancellationToken ct) => vectors.IndexAsync(ct);

    public override Task<IReadOnlyList<NearestVector>> FindNearestAsync(SqlTurn turn, VectorSearch search, Half[] vector, CancellationToken ct) =>
        PgVectors.FindAsync(turn, search, vector, ct);

    public override async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    // Read committed, so that what is read after the wait is what the one before has committed; nobody else can write then.
    public override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await using var command = connection.CreateCommand();
        command.CommandText = beginWrite;
        await command.ExecuteNonQueryAsync(ct);
        return transaction;
    }

    // The scripts run over a connection of their own while this one holds the lock.
    public override async Task<DatabaseUpgradeResult> UpgradeAsync(string journal, IReadOnlyList<SqlScript> scripts, CancellationToken ct)
    {
        var connection = await OpenAsync(ct);
        await using var turn = new SqlTurn(connection, await BeginWriteAsync(connection, ct), ct);
        var schema = await turn.ScalarAsync<string>("SELECT current_schema()");
        var upgrade = DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(source)).JournalToPostgresqlTable(schema, journal);
        return Run(upgrade, scripts);
    }

    public override IChangeSignal ListenForChanges() => new ListeningSignal(source, RevisionChannel);

    public override async Task<bool> NoteAsync(SqlTurn turn, Guid operation) => await turn.ExecuteAsync(
        """
        WITH forgotten AS (DELETE FROM operations WHERE at < now() - INTERVAL '1 day')
        INSERT INTO operations (id) VALUES (@operation) ON CONFLICT (id) DO NOTHING
        """,
        new { operation }) == 1;

    public override bool IsLost(DbException failure) => failure is
        NpgsqlException { InnerException: IOException or SocketException }
        or PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConnectionFailure or PostgresErrorCodes.ConnectionDoesNotExist or PostgresErrorCodes.ConnectionException
        };

    public override Task PrepareForImportAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    public override ITablePut PreparePut(SqlTurn turn, PutTable table) => new CopiedPut(this, turn, table);

    // The server's own autovacuum tidies up, here and after a delete.
    public override Task AfterImportAsync(DbConnection connection) => Task.CompletedTask;

    public override Task AfterDeleteAsync(DbConnection connection) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    public override StoreException Explain(DbException failure) => failure switch
    {
        _ when IsLost(failure) || failure.InnerException is TimeoutException => Fault(StoreFault.NotWritable, failure,
            $"The database {address.Name} cannot be reached, does not answer, or the connection broke ({failure.Message.TrimEnd('.')}). "
            + "Look whether the server runs, and whether the change is there before you repeat it."),
        PostgresException error => Explain(error),
        _ => Other(failure),
    };

    private StoreException Explain(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable => Fault(StoreFault.Locked, error,
            $"Another process is writing to the database {address.Name} and did not finish within {address.Patience.TotalSeconds:0} s. Try again when it has."),
        PostgresErrorCodes.ForeignKeyViolation => Fault(StoreFault.BrokenReference, error,
            "A record names another one that is not in the store. Nothing of this change was kept."),
        PostgresErrorCodes.DiskFull => Fault(StoreFault.DiskFull, error,
            $"The disk that the database {address.Name} lies on is full. Nothing of this change was kept. Make room, then repeat it."),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => Fault(StoreFault.Damaged, error,
            $"The database {address.Name} is damaged. Stop the program and restore the latest backup."),
        PostgresErrorCodes.InvalidCatalogName => Fault(StoreFault.NotWritable, error,
            $"The database {address.Name} is not there. Make it with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8', owned by this program's role."),
        PostgresErrorCodes.InsufficientPrivilege when error.MessageText.Contains("extension", StringComparison.Ordinal) => Fault(StoreFault.NotWritable, error,
            $"The database {address.Name} lacks the extension pgvector, and this program's role may not add it. Let an administrator run CREATE EXTENSION vector in it, once."),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.ReadOnlySqlTransaction => Fault(StoreFault.NotWritable, error,
            $"The database {address.Name} refuses this program's role ({error.MessageText}). Give the role the right to connect, and to make and write tables."),
        _ => Other(error),
    };

    public override StoreException NotAStore() => Fault(StoreFault.NotAStore, null,
        $"The database {address.Name} holds other tables and is not a store of this program. Give it a database of its own.");

    public override StoreException NewerVersion(string migration) => Fault(StoreFault.NewerVersion, null,
        $"The database {address.Name} was made by a newer version of this program (its tables are at {migration}). Use that version, or another database.");

    private StoreException Other(DbException cause) => Fault(StoreFault.Other, cause, $"The database {address.Name} failed: {cause.Message}");
}
