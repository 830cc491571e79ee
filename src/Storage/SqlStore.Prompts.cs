using System.Data.Common;
using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage;

// Who is asked, what do they answer, and what came of it?
public sealed partial class SqlStore
{
    // The other's answer leaves the database only as the moment when both had said yes.
    private const string Prompts = """
        SELECT p.id, p.introduction, p.member, p.created_at, p.expires_at, p.answer, p.answered_at,
          i.a, i.b, i.kind, i.score, i.parts, i.reasons,
          CASE WHEN p.answer = 'yes' AND o.answer = 'yes'
            THEN CASE WHEN p.answered_at > o.answered_at THEN p.answered_at ELSE o.answered_at END
          END AS accepted_at
        FROM prompts AS p
        JOIN introductions AS i ON i.id = p.introduction
        LEFT JOIN prompts AS o ON o.introduction = p.introduction AND o.member <> p.member
        """;

    // Four weeks: long enough to find a time to meet, and the contact details do not stay on the page for ever.
    private static readonly TimeSpan AcceptedStays = TimeSpan.FromDays(28);

    /// <summary>
    /// What the member can act on at <paramref name="asOf"/>, oldest first: questions that have not expired and that the
    /// member has not said no to, and for four weeks those to which both said yes.
    /// </summary>
    public Task<IReadOnlyList<StoredPrompt>> ListPromptsAsync(string member, DateTimeOffset asOf, int limit, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return ReadAsync<IReadOnlyList<StoredPrompt>>(
            async turn => await turn.ListAsync(
                $"""
                SELECT * FROM ({Prompts} WHERE p.member = @member) AS mine
                WHERE created_at <= @asOf AND (
                  accepted_at > @acceptedAfter
                  OR (accepted_at IS NULL AND expires_at > @asOf AND (answer IS NULL OR answer <> 'no')))
                ORDER BY created_at, id LIMIT @limit
                """,
                new { member, asOf = Columns.Write(asOf), acceptedAfter = Columns.Write(asOf - AcceptedStays), limit },
                ReadPrompt),
            ct);
    }

    /// <summary>
    /// The pairs of a hub's rounds that are asked at <paramref name="asOf"/>, each once; what anybody has answered is not read.
    /// </summary>
    public Task<IReadOnlyList<OpenPair>> ListOpenPairsAsync(string hub, DateTimeOffset asOf, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return ReadAsync<IReadOnlyList<OpenPair>>(
            async turn => await turn.ListAsync(
                """
                SELECT i.a, i.b, max(i.score) FROM introductions AS i JOIN rounds AS r ON r.id = i.round
                WHERE r.hub = @hub AND i.sent_at <= @asOf
                  AND EXISTS (SELECT 1 FROM prompts AS p WHERE p.introduction = i.id AND p.expires_at > @asOf)
                GROUP BY i.a, i.b ORDER BY i.a, i.b
                """,
                new { hub, asOf = Columns.Write(asOf) },
                row => new OpenPair(row.GetString(0), row.GetString(1), row.GetDouble(2))),
            ct);
    }

    /// <summary>Notes that a member who had left introductions without an answer is back; false when there is no such member.</summary>
    public Task<bool> ResumeAsync(string member, DateTimeOffset at, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(member);
        return WriteAsync(
            async turn => await turn.ExecuteAsync("UPDATE members SET resumed_at = @at WHERE id = @member", new { member, at = Columns.Write(at) }) > 0,
            ct);
    }

    public Task<StoredPrompt?> FindPromptAsync(string id, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ReadAsync(turn => FindPromptAsync(turn, id), ct);
    }

    /// <summary>Keeps an answer. A yes can be taken back until the other has said yes too; a no is final; a later is not. With the second yes
    /// a message to each waits in the outbox.</summary>
    public Task<AnswerOutcome> AnswerPromptAsync(string id, PromptAnswer answer, DateTimeOffset at, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return WriteAsync(turn => AnswerAsync(turn, id, answer, at), ct);
    }

    /// <summary>Keeps what one of the two told about the meeting, in place of what the same person told before.</summary>
    public Task<OutcomeResult> RecordOutcomeAsync(IntroductionOutcome outcome, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return WriteAsync(turn => RecordAsync(turn, outcome), ct);
    }

    private static async Task<AnswerOutcome> AnswerAsync(SqlTurn turn, string id, PromptAnswer answer, DateTimeOffset at)
    {
        var prompt = await FindPromptAsync(turn, id);
        if (prompt is null) return new AnswerOutcome(AnswerStatus.Missing);
        if (prompt.Answer == answer) return new AnswerOutcome(AnswerStatus.Answered, prompt);
        if (prompt.Answer == PromptAnswer.No || prompt.AcceptedAt is not null) return new AnswerOutcome(AnswerStatus.AlreadyFinal, prompt);
        if (at >= prompt.ExpiresAt) return new AnswerOutcome(AnswerStatus.Expired, prompt);
        await turn.ExecuteAsync(
            "UPDATE prompts SET answer = @answer, answered_at = @at WHERE id = @id",
            new { id, answer = Vocabulary.Write(answer), at = Columns.Write(at) });
        var answered = (await FindPromptAsync(turn, id))!;
        if (answered.AcceptedAt is not null) await TellBothAsync(turn, answered, at);
        return new AnswerOutcome(AnswerStatus.Answered, answered);
    }

    // In the transaction of the second yes, so that there is no yes of both without its mail.
    private static async Task TellBothAsync(SqlTurn turn, StoredPrompt one, DateTimeOffset at)
    {
        var both = await turn.ListAsync(
            "SELECT id, member FROM prompts WHERE introduction = @Introduction ORDER BY id",
            new { one.Introduction },
            row => new SentPrompt(row.GetString(0), one.Introduction, row.GetString(1), one.ExpiresAt));
        await EnqueueAsync(turn, MessageKind.Accepted, both.Select(prompt => (prompt.Id, prompt.Member)), at);
    }

    private static async Task<OutcomeResult> RecordAsync(SqlTurn turn, IntroductionOutcome outcome)
    {
        var introduction = await turn.FindAsync(
            $"SELECT {IntroductionColumns} FROM introductions WHERE id = @Introduction", new { outcome.Introduction }, ReadIntroduction);
        if (introduction is null) return OutcomeResult.Missing;
        if (outcome.Member != introduction.Suggestion.A && outcome.Member != introduction.Suggestion.B) return OutcomeResult.NotYours;
        if (introduction.Status != IntroductionStatus.Sent) return OutcomeResult.NotSent;
        await turn.ExecuteAsync(
            """
            INSERT INTO outcomes (introduction, member, met, useful, note, at) VALUES (@Introduction, @Member, @met, @useful, @Note, @at)
            ON CONFLICT (introduction, member) DO UPDATE SET met = excluded.met, useful = excluded.useful, note = excluded.note, at = excluded.at
            """,
            new
            {
                outcome.Introduction,
                outcome.Member,
                met = Columns.Write(outcome.Met),
                useful = Vocabulary.Write(outcome.Useful),
                outcome.Note,
                at = Columns.Write(outcome.At),
            });
        return OutcomeResult.Recorded;
    }

    private static Task<StoredPrompt?> FindPromptAsync(SqlTurn turn, string id) =>
        turn.FindAsync($"{Prompts} WHERE p.id = @id", new { id }, ReadPrompt);

    private static StoredPrompt ReadPrompt(DbDataReader row)
    {
        var member = row.GetString(2);
        var suggestion = ReadSuggestion(row, 7);
        return new StoredPrompt
        {
            Id = row.GetString(0),
            Introduction = row.GetString(1),
            Member = member,
            Other = suggestion.A == member ? suggestion.B : suggestion.A,
            Suggestion = suggestion,
            CreatedAt = row.Time(3),
            ExpiresAt = row.Time(4),
            Answer = row.TermOrNull<PromptAnswer>(5),
            AnsweredAt = row.TimeOrNull(6),
            AcceptedAt = row.TimeOrNull(13),
        };
    }
}
