using System.Data.Common;
using DbUp.Engine;

namespace Matching.Storage;

/// <summary>Brings a store's tables up to date, once, whoever else opens it at the same time.</summary>
internal static class Migrations
{
    public const string Journal = "schema_versions";

    public static async Task RunAsync(SqlDialect dialect, DbConnection connection, CancellationToken ct)
    {
        var scripts = Scripts(dialect.MigrationsFolder);
        var done = await DoneAsync(dialect, connection, ct);
        if (done.Except(scripts.Select(script => script.Name), StringComparer.Ordinal).Max() is { } newer) throw dialect.NewerVersion(newer);
        if (done.Count < scripts.Count) await UpgradeAsync(dialect, scripts, ct);
    }

    /// <summary>The name of the last script that the store's tables have been through.</summary>
    public static async Task<string> VersionAsync(SqlTurn turn) =>
        (await turn.ListAsync($"SELECT ScriptName FROM {Journal}", null, row => row.GetString(0))).Max(StringComparer.Ordinal)!;

    // Read without the write lock, so that a store which is up to date opens beside a long import.
    private static async Task<IReadOnlyList<string>> DoneAsync(SqlDialect dialect, DbConnection connection, CancellationToken ct)
    {
        // One moment for both questions: another process may be making the tables just now.
        await using var moment = new SqlTurn(connection, await dialect.BeginReadAsync(connection, ct), ct);
        var tables = await moment.ListAsync(dialect.TableNames, null, row => row.GetString(0));
        if (tables.Count == 0) return [];
        if (!tables.Contains(Journal, StringComparer.Ordinal)) throw dialect.NotAStore();
        return await moment.ListAsync($"SELECT ScriptName FROM {Journal}", null, row => row.GetString(0));
    }

    private static async Task UpgradeAsync(SqlDialect dialect, IReadOnlyList<SqlScript> scripts, CancellationToken ct)
    {
        var result = await dialect.UpgradeAsync(Journal, scripts, ct);
        if (result.Successful) return;
        throw result.Error is DbException failure
            ? dialect.Explain(failure)
            : new StoreException(StoreFault.Other, $"The store could not be brought up to date: {result.Error.Message}", result.Error);
    }

    public static List<SqlScript> Scripts(string dialect)
    {
        var assembly = typeof(Migrations).Assembly;
        var folder = $"{typeof(Migrations).Namespace}.Migrations.{dialect}.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name[folder.Length..], assembly.GetManifestResourceStream(name)!))];
    }
}
