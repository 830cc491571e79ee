using System.Data.Common;

namespace Matching.Storage;

// What was answered to this request before?
public sealed partial class SqlStore
{
    // A client that retries does so within hours; a week covers an outage over a long weekend.
    private static readonly TimeSpan ReplyStays = TimeSpan.FromDays(7);

    /// <summary>The reply kept for this caller's key; null when there is none.</summary>
    public Task<KeptReply?> FindReplyAsync(string caller, string key, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(key);
        return ReadAsync(
            turn => turn.FindAsync(
                "SELECT caller, key, request_hash, status, content_type, body, location, at FROM kept_replies WHERE caller = @caller AND key = @key",
                new { caller, key },
                ReadReply),
            ct);
    }

    /// <summary>Keeps a reply for a week, and forgets those that are older. False when the key is taken: the first reply stands.</summary>
    public Task<bool> KeepReplyAsync(KeptReply reply, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return WriteAsideAsync(turn => KeepAsync(turn, reply), ct);
    }

    private static async Task<bool> KeepAsync(SqlTurn turn, KeptReply reply)
    {
        await turn.ExecuteAsync("DELETE FROM kept_replies WHERE at < @before", new { before = Columns.Write(reply.At - ReplyStays) });
        var kept = await turn.ExecuteAsync(
            """
            INSERT INTO kept_replies (caller, key, request_hash, status, content_type, body, location, at)
            VALUES (@Caller, @Key, @RequestHash, @Status, @ContentType, @Body, @Location, @at)
            ON CONFLICT (caller, key) DO NOTHING
            """,
            new
            {
                reply.Caller,
                reply.Key,
                reply.RequestHash,
                reply.Status,
                reply.ContentType,
                reply.Body,
                reply.Location,
                at = Columns.Write(reply.At),
            });
        return kept == 1;
    }

    private static KeptReply ReadReply(DbDataReader row) => new()
    {
        Caller = row.GetString(0),
        Key = row.GetString(1),
        RequestHash = row.GetString(2),
        Status = row.GetInt32(3),
        ContentType = row.GetString(4),
        Body = row.GetFieldValue<byte[]>(5),
        Location = row.TextOrNull(6),
        At = row.Time(7),
    };
}
