using Npgsql;

namespace Matching.Storage;

/// <summary>A version of pgvector: whether it will do, what is wrong with it, and what is not asked of it.</summary>
internal sealed record PgVectorVersion(Version Number)
{
    // Before, building an index in parallel could write beyond its memory and read other tables' rows (CVE-2026-3172).
    private static readonly Version SafeInParallel = new(0, 8, 2);

    // Before 0.8.3 a vacuum could damage an HNSW index; 0.8.7 mends an overflow besides.
    private static readonly Version Recommended = new(0, 8, 7);

    /// <summary>The first with iterative scans, which a search with a filter needs.</summary>
    public static PgVectorVersion Oldest { get; } = new(new Version(0, 8, 0));

    public bool BuildsInParallel => Number >= SafeInParallel;

    public IReadOnlyList<string> Warnings => Number >= Recommended ? [] : [$"pgvector {Number} has known faults. {WayOut}"];

    private static string WayOut => $"Install {Recommended} or later on the database server, and run ALTER EXTENSION vector UPDATE.";

    /// <summary>What a database has, or could have; null where its server has none.</summary>
    public static PgVectorVersion? Of(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT COALESCE(installed_version, default_version) FROM pg_available_extensions WHERE name = 'vector'", connection);
        return command.ExecuteScalar() is string found ? new PgVectorVersion(Version.Parse(found)) : null;
    }

    /// <summary>Why a database cannot be used, in an operator's words; null when it can.</summary>
    public static string? Refusal(PgVectorVersion? found) =>
        found is null ? $"is on a server without pgvector. Install {Recommended} or later there."
        : found.Number < Oldest.Number ? $"has pgvector {found.Number}. {WayOut}"
        : null;
}
