using System.Data;
using System.Globalization;
using Matching.Profiles;
using Matching.Vectors;
using Npgsql;
using Pgvector;

namespace Matching.Storage;

/// <summary>Search by pgvector: an HNSW index for each length of vector (Malkov and Yashunin 2020), and what its version allows.</summary>
/// <remarks>
/// The column has no fixed length, and an expression gives each length an index of its own. A random projection of all to 256 numbers would need
/// only one, but of the 50 nearest it keeps .71 of 384 numbers and .66 of 1024, where the index keeps nearly all (benchmarks/results). Cutting
/// vectors off is right for models that were trained for it, and wrong for all others.
/// </remarks>
internal sealed class PgVectors(NpgsqlDataSource source)
{
    // halfvec's own limit for an index; longer vectors are compared one by one.
    private const int MostIndexed = 4_000;

    // An index is built faster while its graph fits in memory (pgvector's README, "Index Build Time"), and that of 100,000 vectors of 256 numbers, 79 MiB
    // on the disk, is beyond the usual 64 MB. Only what is needed is taken.
    private const string Room = "512MB";

    // What is in some hubs is found by their index. For 20 hubs in 200 that takes as long as a walk through the whole country that passes all others by, which
    // found .71 to .80 of the 50 nearest in strict order (28 ms at the median of 100,000 vectors, as was this).
    private const string OneByOne = "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_indexscan = off";

    // Any number will do that nothing else locks in the same database: this is "nearest" in ASCII.
    private const long IndexLock = 0x6E656172657374;

    private volatile bool isPrepared;

    public PgVectorVersion Version { get; set; } = PgVectorVersion.Oldest;

    /// <summary>A connection knows the types that were there when the first was opened, and then this extension may not have been.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (isPrepared) return;
        await using (var connection = await source.OpenConnectionAsync(ct)) await connection.ReloadTypesAsync(ct);
        source.Clear();
        isPrepared = true;
    }

    public static async Task PutAsync(SqlTurn turn, IReadOnlyList<(VectorRow Row, Half[] Vector)> rows, CancellationToken ct)
    {
        await using var copy = await ((NpgsqlConnection)turn.Connection).BeginBinaryImportAsync(
            "COPY profile_vectors (kind, member, organisation, hub, ordinal, model, hash, dimensions, vector) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var (row, vector) in rows)
        {
            await copy.WriteRowAsync(
                ct, Vocabulary.Write(row.Kind), row.Member, row.Organisation, row.Hub, row.Ordinal, row.Model, row.Hash, vector.Length, new HalfVector(vector));
        }
        await copy.CompleteAsync(ct);
    }

    /// <summary>Makes the index of each length that has none. Of two processes one makes it.</summary>
    public async Task<int> IndexAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var missing = await MissingAsync(connection, ct);
        if (missing.Count == 0 || !await TryLockAsync(connection, ct)) return 0;
        try
        {
            await ExecuteAsync(connection, $"SET maintenance_work_mem = '{Room}'", ct);
            if (!Version.BuildsInParallel) await ExecuteAsync(connection, "SET max_parallel_maintenance_workers = 0", ct);
            // Again, since who had the lock before may have made it.
            missing = await MissingAsync(connection, ct);
            foreach (var length in missing) await IndexAsync(connection, length, ct);
            return missing.Count;
        }
        finally
        {
            // With a connection that broke, the lock is gone.
            if (connection.State == ConnectionState.Open) await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({IndexLock})", CancellationToken.None);
        }
    }

    public static async Task<IReadOnlyList<NearestVector>> FindAsync(SqlTurn turn, VectorSearch search, Half[] vector, CancellationToken ct)
    {
        await ExecuteAsync((NpgsqlConnection)turn.Connection, search.InHubs is null ? ByIndex(search) : OneByOne, ct);
        await using var command = (NpgsqlCommand)turn.CreateCommand(Sql(search, vector.Length));
        command.Parameters.AddWithValue("vector", new HalfVector(vector));
        command.Parameters.AddWithValue("model", search.Model);
        command.Parameters.AddWithValue("kinds", search.Kinds.Select(Vocabulary.Write).ToArray());
        if (search.InHubs is { } hubs) command.Parameters.AddWithValue("inHubs", hubs.ToArray());
        if (search.NotInHubs.Count > 0) command.Parameters.AddWithValue("notInHubs", search.NotInHubs.ToArray());
        command.Parameters.AddWithValue("top", search.Top);
        return [.. (await ReadAsync(command, vector, ct)).Order(NearestVector.NearestFirst).Take(search.Top)];
    }

    // On, until there are enough that the filter lets through, and in whatever order: they are sorted afterwards. In strict order what turns up late is
    // left out, and of the 50 nearest in a twentieth of 5,000 only .95 are found.
    private static string ByIndex(VectorSearch search) => string.Create(CultureInfo.InvariantCulture, $"""
        SET LOCAL plan_cache_mode = force_custom_plan;
        SET LOCAL hnsw.iterative_scan = relaxed_order;
        SET LOCAL hnsw.ef_search = {Math.Max(search.EfSearch, search.Top)}
        """);

    // Hubs as arrays, so that they are found by their indexes. With ties, since PostgreSQL reads no vector
    // index for an order that goes on with other columns.
    private static string Sql(VectorSearch search, int length) => $"""
        SELECT kind, COALESCE(member, organisation), ordinal, vector FROM profile_vectors
        WHERE dimensions = {length} AND model = @model AND kind = ANY (@kinds)
          {(search.InHubs is null ? "" : $"AND (hub = ANY (@inHubs) OR member = ANY ({InOther("inHubs")}))")}
          {(search.NotInHubs.Count == 0 ? "" : $"AND hub <> ALL (@notInHubs) AND (member = ANY ({InOther("notInHubs")})) IS NOT TRUE")}
        ORDER BY (vector::halfvec({length})) <#> @vector
        FETCH FIRST @top ROWS WITH TIES
        """;

    private static string InOther(string list) => $"ARRAY(SELECT member FROM member_other_hubs WHERE hub = ANY (@{list}))";

    // The server sums in another order, so the last digits are taken from the sum that a file's search has.
    private static async Task<List<NearestVector>> ReadAsync(NpgsqlCommand command, Half[] vector, CancellationToken ct)
    {
        var found = new List<NearestVector>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var kept = rows.GetFieldValue<HalfVector>(3);
            found.Add(new NearestVector(rows.Term<VectorKind>(0), rows.GetString(1), rows.GetInt32(2), HalfPrecision.Dot(vector, kept.Memory.Span)));
        }
        return found;
    }

    private static async Task<List<int>> MissingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var missing = new List<int>();
        await using var command = new NpgsqlCommand(
            """
            SELECT DISTINCT dimensions FROM profile_vectors WHERE dimensions <= @most AND NOT EXISTS (
              SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('profile_vectors_nearest_' || dimensions) AND indisvalid)
            ORDER BY dimensions
            """,
            connection);
        command.Parameters.AddWithValue("most", MostIndexed);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) missing.Add(rows.GetInt32(0));
        return missing;
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({IndexLock})", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    // One that broke off is left without effect, and goes first.
    private static async Task IndexAsync(NpgsqlConnection connection, int length, CancellationToken ct)
    {
        var name = $"profile_vectors_nearest_{length}";
        await ExecuteAsync(connection, $"DROP INDEX CONCURRENTLY IF EXISTS {name}", ct);
        await ExecuteAsync(
            connection,
            $"CREATE INDEX CONCURRENTLY {name} ON profile_vectors USING hnsw ((vector::halfvec({length})) halfvec_ip_ops) WHERE dimensions = {length}",
            ct);
    }

    // How long an index takes depends on how much there is.
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
