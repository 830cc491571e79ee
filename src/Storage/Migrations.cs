using System.Data.Common;
using DbUp.Engine;

namespace Matching.Storage;

/// <summary>Brings a store's tables up to date, once, whoever else opens it at the same time.</summary>
internal static class Migrations
{
    private const string Journal = "schema_versions";

    public static async Task RunAsync(SqliteDialect dialect, DbConnection connection, CancellationToken ct)
    {
        var scripts = Scripts();
        var done = await DoneAsync(dialect, connection, ct);
        if (done.Except(scripts.Select(script => script.Name), StringComparer.Ordinal).Max() is { } newer) throw dialect.NewerVersion(newer);
        if (done.Count < scripts.Count) Upgrade(dialect, connection, scripts);
    }

    // Read without the write lock, so that a store which is up to date opens beside a long import.
    private static async Task<IReadOnlyList<string>> DoneAsync(SqliteDialect dialect, DbConnection connection, CancellationToken ct)
    {
        // One moment for both questions: another process may be making the tables just now.
        await using var moment = new SqlTurn(connection, SqliteDialect.BeginRead(connection), ct);
        var tables = await moment.ListAsync(SqliteDialect.TableNames, null, row => row.GetString(0));
        if (tables.Count == 0) return [];
        if (!tables.Contains(Journal, StringComparer.Ordinal)) throw dialect.NotAStore();
        return await moment.ListAsync($"SELECT ScriptName FROM {Journal}", null, row => row.GetString(0));
    }

    // One transaction holds the reading of the journal too, so that of two processes the second finds everything done.
    private static void Upgrade(SqliteDialect dialect, DbConnection connection, IReadOnlyList<SqlScript> scripts)
    {
        var result = SqliteDialect.Upgrade(connection, Journal)
            .WithScripts(scripts)
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (result.Successful) return;
        throw result.Error is DbException failure
            ? dialect.Explain(failure)
            : new StoreException(StoreFault.Other, $"The store could not be brought up to date: {result.Error.Message}", result.Error);
    }

    private static List<SqlScript> Scripts()
    {
        var assembly = typeof(Migrations).Assembly;
        var folder = $"{typeof(Migrations).Namespace}.Migrations.{SqliteDialect.MigrationsFolder}.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name[folder.Length..], assembly.GetManifestResourceStream(name)!))];
    }
}
