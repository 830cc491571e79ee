using System.Data.Common;

namespace Matching.Storage;

// Who saw or decided what?
public sealed partial class SqlStore
{
    private const string AuditColumns = "number, at, actor, action, subject, thing, revision, hash";

    // A long chain is checked part by part.
    private const int CheckedAtOnce = 10_000;

    /// <summary>Writes entries at the end of the chain, all or none.</summary>
    public Task AppendAuditAsync(IReadOnlyList<AuditEntry> entries, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return entries.Count == 0 ? Task.CompletedTask : WriteAsideAsync(turn => AppendAsync(turn, entries), ct);
    }

    /// <summary>The entries of a person, or all, from a time on; newest first. A cursor is the number of the last entry that was read.</summary>
    public Task<Page<AuditRow>> ListAuditAsync(string? subject, DateTimeOffset? from, PageRequest page, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        var where = "at >= @from" + (subject is null ? "" : " AND subject = @subject");
        long? after = page.After is null ? null : long.TryParse(page.After, out var number) ? number : throw new ArgumentException("A cursor of the audit is a number.", nameof(page));
        var args = new { subject, from = Columns.Write(from ?? DateTimeOffset.UnixEpoch), after, page.Limit, page.Offset };
        return ReadAsync(
            async turn => new Page<AuditRow>(
                await turn.ListAsync(
                    $"SELECT {AuditColumns} FROM audit WHERE {where}{(after is null ? "" : " AND number < @after")} ORDER BY number DESC LIMIT @Limit OFFSET @Offset", args, ReadAudit),
                await turn.ScalarAsync<int>($"SELECT count(*) FROM audit WHERE {where}", args)),
            ct);
    }

    /// <summary>Reads the chain from its beginning to its head.</summary>
    public async Task<AuditCheck> CheckAuditAsync(CancellationToken ct = default)
    {
        var (number, hash) = (0L, "");
        var head = await ReadAsync(HeadAsync, ct);
        while (true)
        {
            var rows = await ReadAsync(
                turn => turn.ListAsync($"SELECT {AuditColumns} FROM audit WHERE number > @number AND number <= @end ORDER BY number LIMIT {CheckedAtOnce}", new { number, end = head.Number }, ReadAudit), ct);
            foreach (var row in rows)
            {
                if (row.Number != number + 1 || row.Hash != row.HashAfter(hash)) return new AuditCheck(number, number + 1);
                (number, hash) = (row.Number, row.Hash);
            }
            if (rows.Count < CheckedAtOnce) return new AuditCheck(number, number == head.Number && hash == head.Hash ? null : number + 1);
        }
    }

    private static async Task<bool> AppendAsync(SqlTurn turn, IReadOnlyList<AuditEntry> entries)
    {
        var (number, hash) = await HeadAsync(turn);
        var revision = await turn.ScalarAsync<long>("SELECT number FROM revision");
        var rows = new List<AuditRow>(entries.Count);
        foreach (var entry in entries)
        {
            var row = new AuditRow(++number, entry, revision, "");
            hash = row.HashAfter(hash);
            rows.Add(row with { Hash = hash });
        }
        await turn.ExecuteAsync(
            $"INSERT INTO audit ({AuditColumns}) VALUES (@Number, @at, @Actor, @Action, @Subject, @Thing, @Revision, @Hash)",
            rows.Select(row => new { row.Number, at = Columns.Write(row.Entry.At), row.Entry.Actor, row.Entry.Action, row.Entry.Subject, row.Entry.Thing, row.Revision, row.Hash }));
        await turn.ExecuteAsync("UPDATE audit_head SET number = @number, hash = @hash", new { number, hash });
        return true;
    }

    private static async Task<(long Number, string Hash)> HeadAsync(SqlTurn turn)
    {
        var head = await turn.FindAsync("SELECT number, hash FROM audit_head", null, row => Tuple.Create(row.GetInt64(0), row.GetString(1)));
        return (head!.Item1, head.Item2);
    }

    private static AuditRow ReadAudit(DbDataReader row) => new(
        row.GetInt64(0),
        new AuditEntry(row.Time(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.TextOrNull(5)),
        row.GetInt64(6),
        row.GetString(7));
}
