using Matching.Profiles;

namespace Matching.Storage;

// Whose turn is it to draw a hub's round of a week?
public sealed partial class SqlStore
{
    private const string MyRun = "hub = @Hub AND week = @week AND owner = @Owner AND epoch = @Epoch AND done_at IS NULL";

    /// <summary>
    /// Takes the drawing of a hub's round, at <paramref name="now"/> for as long as <paramref name="life"/>; null when it is done, or
    /// somebody else is at it. Where a host has drawn it, it is done.
    /// </summary>
    /// <exception cref="StoreException">There is no such hub.</exception>
    public async Task<RunLease?> ClaimRunAsync(string hub, IsoWeek week, string owner, DateTimeOffset now, TimeSpan life, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(life, TimeSpan.Zero);
        var args = new { hub, week = week.ToString(), owner, now = Columns.Write(now), until = Columns.Write(now + life) };
        // Most of the time there is nothing to do, and then nobody's write is held up.
        if (await ReadAsync(turn => IsTakenAsync(turn, args), ct)) return null;
        return await WriteAsideAsync(async turn => await IsTakenAsync(turn, args) ? null : await TakeAsync(turn, args, week), ct);

        static Task<bool> IsTakenAsync(SqlTurn turn, object args) => turn.AnyAsync(
            "SELECT 1 FROM round_runs WHERE hub = @hub AND week = @week AND (done_at IS NOT NULL OR free_at > @now)", args);

        async Task<RunLease?> TakeAsync(SqlTurn turn, object args, IsoWeek week)
        {
            await turn.ExecuteAsync(
                """
                INSERT INTO round_runs (hub, week, owner, epoch, free_at) VALUES (@hub, @week, @owner, 1, @until)
                ON CONFLICT (hub, week) DO UPDATE SET owner = excluded.owner, epoch = round_runs.epoch + 1, free_at = excluded.free_at
                """,
                args);
            if (await turn.ExecuteAsync(
                """
                UPDATE round_runs SET done_at = @now, owner = NULL
                WHERE hub = @hub AND week = @week AND EXISTS (SELECT 1 FROM rounds WHERE hub = @hub AND week = @week)
                """,
                args) > 0)
            {
                return null;
            }
            return new RunLease(hub, week, owner, await turn.ScalarAsync<long>("SELECT epoch FROM round_runs WHERE hub = @hub AND week = @week", args));
        }
    }

    /// <summary>Prolongs a lease; false when it is lost.</summary>
    public Task<bool> RenewRunAsync(RunLease lease, DateTimeOffset until, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return WriteAsideAsync(turn => HoldsAsync(turn, "free_at = @at", lease, until), ct);
    }

    /// <summary>Gives work back that was not done, to be taken from <paramref name="next"/> on; false when the lease is lost.</summary>
    public Task<bool> ReleaseRunAsync(RunLease lease, DateTimeOffset next, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return WriteAsideAsync(turn => HoldsAsync(turn, "free_at = @at, owner = NULL", lease, next), ct);
    }

    /// <summary>
    /// Keeps the round that was drawn under <paramref name="lease"/>, with its entry in the audit, in the transaction that ends the work. A
    /// round that is there already is not drawn over.
    /// </summary>
    public Task<RunOutcome> SaveRunAsync(RunLease lease, StoredRound round, AuditEntry entry, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(entry);
        if (round.Hub != lease.Hub || round.Week != lease.Week) throw new ArgumentException("The round is not the one that the lease is for.", nameof(round));
        return WriteAsync(SaveAsync, ct);

        async Task<RunOutcome> SaveAsync(SqlTurn turn)
        {
            // The fence: whoever was passed over has an old epoch.
            if (!await HoldsAsync(turn, "done_at = @at, owner = NULL", lease, entry.At)) return RunOutcome.LeaseLost;
            if (await turn.AnyAsync("SELECT 1 FROM rounds WHERE hub = @Hub AND week = @week", new { lease.Hub, week = lease.Week.ToString() }))
            {
                return RunOutcome.AlreadyDrawn;
            }
            await InsertAsync(turn, round);
            await AppendAsync(turn, [entry]);
            return RunOutcome.Saved;
        }
    }

    /// <summary>How much work waits, and how much of it went wrong.</summary>
    public Task<WorkCounts> CountWorkAsync(CancellationToken ct = default) => ReadAsync(
        async turn => (await turn.FindAsync(
            """
            SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting'), (SELECT count(*) FROM outbox WHERE state = 'failed'),
              (SELECT count(*) FROM round_runs WHERE done_at IS NULL AND epoch >= 3)
            """,
            null,
            row => new WorkCounts(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2))))!,
        ct);

    private static async Task<bool> HoldsAsync(SqlTurn turn, string set, RunLease lease, DateTimeOffset at) => await turn.ExecuteAsync(
        $"UPDATE round_runs SET {set} WHERE {MyRun}",
        new { lease.Hub, week = lease.Week.ToString(), lease.Owner, lease.Epoch, at = Columns.Write(at) }) > 0;
}
