namespace Matching.Storage;

/// <summary>What was let go of.</summary>
/// <param name="CheckIns">Days that somebody was at a hub.</param>
/// <param name="Introductions">Suggestions, with what was asked, answered and told of them.</param>
/// <param name="SignInCodes">Links that have expired.</param>
/// <param name="Replies">Answers kept for a request that might be repeated.</param>
public sealed record Retained(int CheckIns, int Introductions, int SignInCodes, int Replies)
{
    /// <summary>Whether there was anything.</summary>
    public bool IsAny => CheckIns + Introductions + SignInCodes + Replies > 0;
}

// What has been kept for long enough?
public sealed partial class SqlStore
{
    /// <summary>Months for which it is kept who was at a hub on which day: a weak sign of who may have met, and stale after a year.</summary>
    public const int CheckInMonths = 12;

    /// <summary>Months for which it is kept what was suggested to whom, from the moment that the round was computed for.</summary>
    public const int ImpressionMonths = 24;

    // Two decisions of a host stand for ever (RejectionReason), and rest on nothing but their row.
    private const string Old = """
        SELECT i.id FROM introductions AS i JOIN rounds AS r ON r.id = i.round
        WHERE r.as_of < @impressions AND (i.reason_code IS NULL OR i.reason_code NOT IN ('sensitive', 'know-each-other'))
        """;

    private const string OldRounds = "SELECT id FROM rounds WHERE as_of < @impressions";

    /// <summary>
    /// Deletes, all or nothing, what is older at <paramref name="now"/> than its class may become. The audit stays, since it can only be added
    /// to; it names people by pseudonym. In a file, what is deleted is overwritten.
    /// </summary>
    public Task<Retained> RetainAsync(DateTimeOffset now, CancellationToken ct = default) => WriteOnceAsync(
        async turn =>
        {
            var gone = await RetainAsync(turn, now);
            if (gone.IsAny) await turn.ExecuteAsync(dialect.NextRevision);
            return gone;
        },
        (turn, gone) => LetGoAsync(turn, gone.IsAny ? 1 : 0),
        ct);

    private static async Task<Retained> RetainAsync(SqlTurn turn, DateTimeOffset now)
    {
        var args = new
        {
            now = Columns.Write(now),
            day = Columns.Write(DateOnly.FromDateTime(now.AddMonths(-CheckInMonths).UtcDateTime)),
            impressions = Columns.Write(now.AddMonths(-ImpressionMonths)),
            replies = Columns.Write(now - ReplyStays),
        };
        var checkIns = await turn.ExecuteAsync("DELETE FROM check_ins WHERE day < @day", args);
        var introductions = await turn.ExecuteAsync($"DELETE FROM introductions WHERE id IN ({Old})", args);
        await turn.ExecuteAsync(
            $"""
            DELETE FROM left_out WHERE round IN ({OldRounds});
            DELETE FROM withheld_pairs WHERE round IN ({OldRounds});
            DELETE FROM rounds WHERE as_of < @impressions AND NOT EXISTS (SELECT 1 FROM introductions WHERE round = rounds.id);
            """,
            args);
        var codes = await turn.ExecuteAsync("DELETE FROM sign_in_codes WHERE expires_at <= @now", args);
        return new Retained(checkIns, introductions, codes, await turn.ExecuteAsync("DELETE FROM kept_replies WHERE at < @replies", args));
    }
}
