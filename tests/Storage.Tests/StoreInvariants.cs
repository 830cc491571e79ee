using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Matching.Storage.Tests;

/// <summary>
/// What holds in a store at any moment, whoever was killed: looked for by plain SQL beside the program, over a connection of its own. Every
/// hub in it was imported whole, with as many members.
/// </summary>
internal sealed class StoreInvariants(string store, int membersOfAHub)
{
    // Each lists what must not be.
    private readonly (string Wrong, string Sql)[] never =
    [
        ("half an import", $"SELECT h.id FROM hubs AS h LEFT JOIN members AS m ON m.hub = h.id GROUP BY h.id HAVING count(m.id) <> {membersOfAHub}"),
        ("a round without introductions", "SELECT id FROM rounds WHERE NOT EXISTS (SELECT 1 FROM introductions AS i WHERE i.round = rounds.id)"),
        ("an introduction of no round", "SELECT id FROM introductions WHERE NOT EXISTS (SELECT 1 FROM rounds AS r WHERE r.id = introductions.round)"),
        ("a prompt of what was not sent", "SELECT p.id FROM prompts AS p LEFT JOIN introductions AS i ON i.id = p.introduction WHERE i.id IS NULL OR i.status <> 'sent'"),
        ("somebody asked twice, or not", "SELECT i.id FROM introductions AS i LEFT JOIN prompts AS p ON p.introduction = i.id WHERE i.status = 'sent' GROUP BY i.id HAVING count(DISTINCT p.member) <> 2 OR count(*) <> 2"),
        ("a double introduction", "SELECT r.hub FROM introductions AS i JOIN rounds AS r ON r.id = i.round WHERE i.status = 'sent' GROUP BY r.hub, i.a, i.b HAVING count(*) > 1"),
        ("half a publication", "SELECT r.id FROM rounds AS r JOIN introductions AS i ON i.round = r.id WHERE (r.status = 'published') <> (r.published_at IS NOT NULL) OR (i.status = 'sent' AND r.status <> 'published') OR (i.status = 'approved' AND r.status = 'published')"),
    ];

    /// <summary>Asserts what holds always, and that what was acknowledged, as <c>kind id</c>, is there.</summary>
    internal async Task HoldAsync(IEnumerable<string> acknowledged)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        foreach (var (wrong, sql) in never) Assert.True(await ScalarAsync(connection, sql) is null, wrong);
        if (connection is SqliteConnection)
        {
            Assert.Equal("ok", await ScalarAsync(connection, "PRAGMA quick_check"));
            Assert.Null(await ScalarAsync(connection, "SELECT \"table\" FROM pragma_foreign_key_check"));
        }
        foreach (var one in acknowledged) Assert.True(await ScalarAsync(connection, There(one)) is not null, $"acknowledged and lost: {one}");
    }

    private string There(string acknowledged)
    {
        var (kind, id) = acknowledged.Split(' ') is [var first, var second] ? (first, second) : throw new ArgumentException(acknowledged, nameof(acknowledged));
        return kind switch
        {
            "imported" => $"SELECT 1 FROM hubs WHERE id = '{id}' AND (SELECT count(*) FROM members WHERE hub = '{id}') = {membersOfAHub}",
            "drafted" => $"SELECT 1 FROM rounds WHERE id = '{id}'",
            "approved" => $"SELECT 1 FROM introductions WHERE id = '{id}' AND status IN ('approved', 'sent')",
            "published" => $"SELECT 1 FROM rounds WHERE id = '{id}' AND status = 'published'",
            "answered" => $"SELECT 1 FROM prompts WHERE id = '{id}' AND answer = 'yes'",
            "audited" => $"SELECT 1 FROM audit WHERE number >= {id}",
            "kept" => $"SELECT 1 FROM kept_replies WHERE key = '{id}'",
            _ => throw new ArgumentException(acknowledged, nameof(acknowledged)),
        };
    }

    private DbConnection Connection() => store.Contains("Host=", StringComparison.Ordinal)
        ? new NpgsqlConnection($"{store};Pooling=False")
        : new SqliteConnection($"Data Source={store};Pooling=False");

    private static async Task<object?> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
