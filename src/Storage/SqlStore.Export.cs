using System.Data.Common;
using System.Text.Json.Nodes;

namespace Matching.Storage;

// What is held on this person?
public sealed partial class SqlStore
{
    /// <summary>Everything held on a member, read at one moment; null when there is no such member. What is held is told also where it is empty.</summary>
    public Task<IReadOnlyList<HeldRows>?> ExportMemberAsync(string member, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(member);
        return ReadAsync<IReadOnlyList<HeldRows>?>(
            async turn =>
            {
                if (!await turn.AnyAsync("SELECT 1 FROM members WHERE id = @member", new { member })) return null;
                var held = new List<HeldRows>();
                foreach (var table in HeldTable.All)
                    held.Add(new HeldRows(table.Table, table.Why, await turn.ListAsync(table.Sql, new { member }, ReadByName)));
                return held;
            },
            ct);
    }

    private static IReadOnlyDictionary<string, object?> ReadByName(DbDataReader row) =>
        Enumerable.Range(0, row.FieldCount).ToDictionary(row.GetName, column => ReadByName(row, column), StringComparer.Ordinal);

    // A time's column ends in "at" (0001_first.sql).
    private static object? ReadByName(DbDataReader row, int column)
    {
        if (row.IsDBNull(column)) return null;
        var name = row.GetName(column);
        if (name == "at" || name.EndsWith("_at", StringComparison.Ordinal)) return row.Time(column);
        var value = row.GetValue(column);
        return value is string text && IsJson(name) ? JsonNode.Parse(text) : value;
    }

    private static bool IsJson(string column) => column is "other_hubs" or "challenges" or "complexity" or "skills" or "interests" or "languages" or "days"
        or "contact_for" or "parts" or "reasons" or "concepts" or "hubs";
}
