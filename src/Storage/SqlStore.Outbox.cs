using Matching.Profiles;

namespace Matching.Storage;

// What is to be told to whom by mail, and whose turn is it to send it?
public sealed partial class SqlStore
{
    private const string FreeMessages = "state = 'waiting' AND free_at <= @now";

    /// <summary>
    /// Takes at most <paramref name="limit"/> messages to send them, those that have waited longest first, at <paramref name="now"/> for as
    /// long as <paramref name="life"/>.
    /// </summary>
    public async Task<IReadOnlyList<OutboxMessage>> ClaimMessagesAsync(string owner, DateTimeOffset now, TimeSpan life, int limit, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(life, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var args = new { owner, now = Columns.Write(now), until = Columns.Write(now + life), limit };
        // Most of the time there is nothing to do, and then nobody's write is held up.
        if (!await ReadAsync(turn => turn.AnyAsync($"SELECT 1 FROM outbox WHERE {FreeMessages} LIMIT 1", args), ct)) return [];
        return await WriteAsideAsync(
            async turn =>
            {
                var taken = await turn.ListAsync(
                    $"SELECT id, kind, prompt, created_at, attempts, epoch FROM outbox WHERE {FreeMessages} ORDER BY free_at, id LIMIT @limit",
                    args,
                    row => new OutboxMessage(
                        row.GetString(0), row.Term<MessageKind>(1), row.GetString(2), row.Time(3), row.GetInt32(4), owner, row.GetInt64(5) + 1, now + life));
                await turn.ExecuteAsync(
                    "UPDATE outbox SET owner = @Owner, epoch = @Epoch, free_at = @until WHERE id = @Id",
                    taken.Select(message => new { message.Id, message.Owner, message.Epoch, args.until }));
                return taken;
            },
            ct);
    }

    /// <summary>Notes that a message was sent, or dropped, or given up; false when another has taken it over, and then nothing was written.</summary>
    public Task<bool> FinishMessageAsync(OutboxMessage message, MessageState state, DateTimeOffset at, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (state == MessageState.Waiting) throw new ArgumentException("A message that is finished does not wait.", nameof(state));
        return WriteAsideAsync(turn => HoldsAsync(turn, $"state = '{Vocabulary.Write(state)}', owner = NULL, done_at = @at", message, at), ct);
    }

    /// <summary>Gives a message back that could not be sent, to be tried again from <paramref name="next"/> on; false when another has taken it over.</summary>
    public Task<bool> PostponeMessageAsync(OutboxMessage message, DateTimeOffset next, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WriteAsideAsync(turn => HoldsAsync(turn, "attempts = attempts + 1, owner = NULL, free_at = @at", message, next), ct);
    }

    private static async Task<bool> HoldsAsync(SqlTurn turn, string set, OutboxMessage message, DateTimeOffset at) => await turn.ExecuteAsync(
        $"UPDATE outbox SET {set} WHERE id = @Id AND owner = @Owner AND epoch = @Epoch AND state = 'waiting'",
        new { message.Id, message.Owner, message.Epoch, at = Columns.Write(at) }) > 0;

    private static Task<int> EnqueueAsync(SqlTurn turn, MessageKind kind, IEnumerable<(string Prompt, string Member)> to, DateTimeOffset at) => turn.ExecuteAsync(
        """
        INSERT INTO outbox (id, kind, prompt, member, state, attempts, epoch, free_at, created_at)
        VALUES (@id, @kind, @Prompt, @Member, 'waiting', 0, 0, @at, @at)
        """,
        to.Select(one => new { id = OutboxMessage.IdOf(kind, one.Prompt), kind = Vocabulary.Write(kind), one.Prompt, one.Member, at = Columns.Write(at) }).ToList());
}
