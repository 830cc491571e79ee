using System.Data.Common;

namespace Matching.Storage;

// What was sent, and to whom? Once, whatever is retried.
public sealed partial class SqlStore
{
    // A prompt's id follows from its introduction's, so that the same round always makes the same ones.
    private const string Send = """
        INSERT INTO prompts (id, introduction, member, created_at, expires_at)
        SELECT id || '-a', id, a, @at, @expires FROM introductions WHERE round = @id AND status = 'approved'
        UNION ALL
        SELECT id || '-b', id, b, @at, @expires FROM introductions WHERE round = @id AND status = 'approved';
        UPDATE introductions SET status = 'sent', sent_at = @at WHERE round = @id AND status = 'approved';
        UPDATE rounds SET status = 'published', published_at = @at WHERE id = @id;
        """;

    private const string SentPrompts = """
        SELECT p.id, p.introduction, p.member, p.expires_at FROM prompts AS p JOIN introductions AS i ON i.id = p.introduction
        WHERE i.round = @id ORDER BY i.position, i.id, p.id
        """;

    /// <summary>
    /// Sends what is approved: one prompt to each of the two, at <paramref name="at"/>, open until
    /// <paramref name="expires"/>, and a message to each that waits in the outbox. However often it is called, each is asked once.
    /// </summary>
    public Task<PublishOutcome> PublishAsync(string roundId, DateTimeOffset at, DateTimeOffset expires, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(roundId);
        if (expires <= at) throw new ArgumentException("The prompts would have expired before they were sent.", nameof(expires));
        return WriteAsync(turn => PublishAsync(turn, roundId, at, expires), ct);
    }

    private static async Task<PublishOutcome> PublishAsync(SqlTurn turn, string id, DateTimeOffset at, DateTimeOffset expires)
    {
        var args = new { id, at = Columns.Write(at), expires = Columns.Write(expires) };
        var round = await turn.FindAsync($"SELECT {RoundColumns} FROM rounds WHERE id = @id", args, ReadRound);
        if (round is null) return new PublishOutcome(PublishStatus.Missing);
        if (round.PublishedAt is { } before) return await OutcomeAsync(before, repeated: true);
        if (!await turn.AnyAsync("SELECT 1 FROM introductions WHERE round = @id AND status = 'approved' LIMIT 1", args))
        {
            return new PublishOutcome(PublishStatus.NothingApproved);
        }
        await turn.ExecuteAsync(Send, args);
        var outcome = await OutcomeAsync(at, repeated: false);
        await EnqueueAsync(turn, MessageKind.Suggestion, outcome.Round!.Prompts.Select(prompt => (prompt.Id, prompt.Member)), at);
        return outcome;

        async Task<PublishOutcome> OutcomeAsync(DateTimeOffset publishedAt, bool repeated) => new(PublishStatus.Published, new PublishedRound
        {
            Id = id,
            Hub = round.Hub,
            Week = round.Week,
            PublishedAt = Columns.ReadTime(Columns.Write(publishedAt)),
            Prompts = await turn.ListAsync(SentPrompts, args, ReadSentPrompt),
            Repeated = repeated,
        });
    }

    private static SentPrompt ReadSentPrompt(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3));
}
