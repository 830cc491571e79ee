using System.Data.Common;
using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage;

// What was suggested for a hub's week, and what did the host decide?
public sealed partial class SqlStore
{
    private const string RoundColumns = "id, hub, week, as_of, options, status, network, published_at, share_of_bound";

    private const string IntroductionColumns =
        "id, round, position, a, b, kind, score, parts, reasons, status, reason_code, decided_by, decided_at, sent_at, replaces, propensity";

    private const string InsertIntroduction = $"""
        INSERT INTO introductions ({IntroductionColumns})
        VALUES (@Id, @Round, @Position, @A, @B, @Kind, @Score, @Parts, @Reasons,
          @Status, @ReasonCode, @DecidedBy, @DecidedAt, @SentAt, @Replaces, @Propensity)
        """;

    /// <summary>Keeps a draft, in place of the hub's draft of the same week unless a host has decided on that one.</summary>
    /// <exception cref="ArgumentException">The round is not a draft, or an introduction is of another round.</exception>
    /// <exception cref="StoreException">The hub, or a member in the round, is not in the store.</exception>
    public Task<SaveDraftOutcome> SaveDraftAsync(StoredRound round, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (round.Status != RoundStatus.Draft)
        {
            throw new ArgumentException("Only a draft can be saved; publishing is a step of its own.", nameof(round));
        }
        if (round.Introductions.FirstOrDefault(one => one.Round != round.Id) is { } stray)
        {
            throw new ArgumentException($"The introduction {stray.Id} is of the round {stray.Round}, not of {round.Id}.", nameof(round));
        }
        return WriteAsync(turn => SaveDraftAsync(turn, round), ct);
    }

    /// <summary>The round of this id; null when there is none.</summary>
    public Task<StoredRound?> FindRoundAsync(string id, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ReadAsync(turn => FindRoundAsync(turn, $"SELECT {RoundColumns} FROM rounds WHERE id = @id", new { id }), ct);
    }

    /// <summary>The hub's round of this week; null when there is none.</summary>
    public Task<StoredRound?> FindRoundAsync(string hub, IsoWeek week, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return ReadAsync(
            turn => FindRoundAsync(
                turn, $"SELECT {RoundColumns} FROM rounds WHERE hub = @hub AND week = @week", new { hub, week = week.ToString() }),
            ct);
    }

    /// <summary>The hub's rounds, newest week first.</summary>
    public Task<Page<RoundHeader>> ListRoundsAsync(string hub, PageRequest page, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(page);
        var args = new { hub, page.Limit, page.Offset, page.After };
        return ReadAsync(
            async turn => new Page<RoundHeader>(
                await turn.ListAsync(
                    $"""
                    SELECT id, hub, week, as_of, status, published_at,
                      (SELECT count(*) FROM introductions AS i
                       WHERE i.round = rounds.id AND NOT EXISTS (SELECT 1 FROM introductions AS n WHERE n.replaces = i.id))
                    FROM rounds WHERE hub = @hub{(page.After is null ? "" : " AND week < @After")}
                    ORDER BY week DESC LIMIT @Limit OFFSET @Offset
                    """,
                    args,
                    ReadHeader),
                await turn.ScalarAsync<int>("SELECT count(*) FROM rounds WHERE hub = @hub", args)),
            ct);
    }

    public Task<StoredIntroduction?> FindIntroductionAsync(string id, CancellationToken ct = default) =>
        FindAsync($"SELECT {IntroductionColumns} FROM introductions WHERE id = @id", id, ReadIntroduction, ct);

    /// <summary>
    /// Keeps a host's word on an introduction, with what takes the freed place. A host may decide anew until the round
    /// is published, but not on an introduction whose place is taken.
    /// </summary>
    /// <exception cref="ArgumentException">The status is not a host's to give, or the replacement does not name what it replaces.</exception>
    /// <exception cref="StoreException">A member of the replacement or of the left-out list is not in the store.</exception>
    public Task<DecideOutcome> DecideAsync(Decision decision, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (decision.Status is IntroductionStatus.Suggested or IntroductionStatus.Sent)
        {
            throw new ArgumentException("A host approves, holds, rejects or swaps.", nameof(decision));
        }
        if (decision.Replacement is { } replacement && replacement.Replaces != decision.Introduction)
        {
            throw new ArgumentException(
                $"The replacement {replacement.Id} does not name {decision.Introduction} as what it replaces.", nameof(decision));
        }
        return WriteAsync(turn => DecideAsync(turn, decision), ct);
    }

    private static async Task<SaveDraftOutcome> SaveDraftAsync(SqlTurn turn, StoredRound round)
    {
        var key = new { round.Hub, Week = round.Week.ToString() };
        if (await turn.AnyAsync("SELECT 1 FROM rounds WHERE hub = @Hub AND week = @Week AND status = 'published'", key))
        {
            return SaveDraftOutcome.AlreadyPublished;
        }
        if (await turn.AnyAsync(
            """
            SELECT 1 FROM rounds AS r JOIN introductions AS i ON i.round = r.id
            WHERE r.hub = @Hub AND r.week = @Week AND (i.status <> 'suggested' OR i.decided_at IS NOT NULL) LIMIT 1
            """,
            key))
        {
            return SaveDraftOutcome.HasDecisions;
        }
        await turn.ExecuteAsync("DELETE FROM rounds WHERE hub = @Hub AND week = @Week", key);
        await InsertAsync(turn, round);
        return SaveDraftOutcome.Saved;
    }

    private static async Task InsertAsync(SqlTurn turn, StoredRound round)
    {
        await turn.ExecuteAsync(
            $"INSERT INTO rounds ({RoundColumns}) VALUES (@Id, @Hub, @Week, @AsOf, @Options, @Status, @Network, NULL, @ShareOfBound)",
            new
            {
                round.Id,
                round.Hub,
                Week = round.Week.ToString(),
                AsOf = Columns.Write(round.AsOf),
                Options = Columns.WriteJson(round.Options),
                Status = Vocabulary.Write(round.Status),
                Network = Columns.WriteJson(round.Network),
                round.ShareOfBound,
            });
        await turn.ExecuteAsync(InsertIntroduction, round.Introductions.Select(Row));
        await InsertLeftOutAsync(turn, round.Id, round.LeftOut);
        await turn.ExecuteAsync(
            "INSERT INTO withheld_pairs (round, a, b, score) VALUES (@round, @A, @B, @Score)",
            round.Withheld.Select(pair => new { round = round.Id, pair.A, pair.B, pair.Score }));
    }

    private static Task<int> InsertLeftOutAsync(SqlTurn turn, string round, IReadOnlyList<LeftOut> leftOut) => turn.ExecuteAsync(
        "INSERT INTO left_out (round, member, position, reason) VALUES (@round, @Member, @position, @reason)",
        leftOut.Select((one, position) => new { round, one.Member, position, reason = Vocabulary.Write(one.Reason) }));

    private static object Row(StoredIntroduction one) => new
    {
        one.Id,
        one.Round,
        one.Position,
        one.Suggestion.A,
        one.Suggestion.B,
        Kind = Vocabulary.Write(one.Suggestion.Kind),
        one.Suggestion.Score,
        Parts = Columns.WriteJson(one.Suggestion.Parts),
        Reasons = Columns.WriteList(one.Suggestion.Reasons),
        Status = Vocabulary.Write(one.Status),
        one.ReasonCode,
        one.DecidedBy,
        DecidedAt = Columns.Write(one.DecidedAt),
        SentAt = Columns.Write(one.SentAt),
        one.Replaces,
        one.Suggestion.Propensity,
    };

    private static async Task<StoredRound?> FindRoundAsync(SqlTurn turn, string sql, object args)
    {
        var round = await turn.FindAsync(sql, args, ReadRound);
        return round is null ? null : round with
        {
            Introductions = await turn.ListAsync(
                $"SELECT {IntroductionColumns} FROM introductions WHERE round = @Id ORDER BY position, id", new { round.Id }, ReadIntroduction),
            LeftOut = await turn.ListAsync(
                "SELECT member, reason FROM left_out WHERE round = @Id ORDER BY position",
                new { round.Id },
                row => new LeftOut(row.GetString(0), row.Term<LeftOutReason>(1))),
            Withheld = await turn.ListAsync(
                "SELECT a, b, score FROM withheld_pairs WHERE round = @Id ORDER BY a, b",
                new { round.Id },
                row => new WithheldPair(row.GetString(0), row.GetString(1), row.GetDouble(2))),
        };
    }

    private static async Task<DecideOutcome> DecideAsync(SqlTurn turn, Decision decision)
    {
        var args = new { id = decision.Introduction };
        var introduction = await turn.FindAsync($"SELECT {IntroductionColumns} FROM introductions WHERE id = @id", args, ReadIntroduction);
        if (introduction is null) return DecideOutcome.Missing;
        if (await turn.AnyAsync("SELECT 1 FROM rounds WHERE id = @Round AND status = 'published'", new { introduction.Round }))
        {
            return DecideOutcome.RoundPublished;
        }
        if (await turn.AnyAsync("SELECT 1 FROM introductions WHERE replaces = @id", args)) return DecideOutcome.Replaced;
        await KeepAsync(turn, decision, introduction.Round);
        return DecideOutcome.Decided;
    }

    private static async Task KeepAsync(SqlTurn turn, Decision decision, string round)
    {
        await turn.ExecuteAsync(
            "UPDATE introductions SET status = @status, reason_code = @ReasonCode, decided_by = @By, decided_at = @at WHERE id = @Introduction",
            new
            {
                decision.Introduction,
                status = Vocabulary.Write(decision.Status),
                decision.ReasonCode,
                decision.By,
                at = Columns.Write(decision.At),
            });
        if (decision.Replacement is { } replacement)
        {
            await turn.ExecuteAsync(InsertIntroduction, Row(replacement with { Round = round }));
        }
        if (decision.LeftOut is not { } leftOut) return;
        await turn.ExecuteAsync("DELETE FROM left_out WHERE round = @round", new { round });
        await InsertLeftOutAsync(turn, round, leftOut);
    }

    private static StoredRound ReadRound(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Hub = row.GetString(1),
        Week = ReadWeek(row, 2),
        AsOf = row.Time(3),
        Options = row.Value<RoundOptions>(4),
        Status = row.Term<RoundStatus>(5),
        Network = row.Value<NetworkForecast>(6),
        PublishedAt = row.TimeOrNull(7),
        ShareOfBound = row.GetDouble(8),
        Introductions = [],
        LeftOut = [],
    };

    private static RoundHeader ReadHeader(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Hub = row.GetString(1),
        Week = ReadWeek(row, 2),
        AsOf = row.Time(3),
        Status = row.Term<RoundStatus>(4),
        PublishedAt = row.TimeOrNull(5),
        Introductions = row.GetInt32(6),
    };

    private static StoredIntroduction ReadIntroduction(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Round = row.GetString(1),
        Position = row.GetInt32(2),
        Suggestion = ReadSuggestion(row, 3) with { Propensity = row.GetDouble(15) },
        Status = row.Term<IntroductionStatus>(9),
        ReasonCode = row.TextOrNull(10),
        DecidedBy = row.TextOrNull(11),
        DecidedAt = row.TimeOrNull(12),
        SentAt = row.TimeOrNull(13),
        Replaces = row.TextOrNull(14),
    };

    // a, b, kind, score, parts, reasons
    private static Suggestion ReadSuggestion(DbDataReader row, int first) => new()
    {
        A = row.GetString(first),
        B = row.GetString(first + 1),
        Kind = row.Term<SuggestionKind>(first + 2),
        Score = row.GetDouble(first + 3),
        Parts = row.Value<ScoreParts>(first + 4),
        Reasons = row.List<Reason>(first + 5),
    };

    private static IsoWeek ReadWeek(DbDataReader row, int column) => IsoWeek.TryParse(row.GetString(column), out var week)
        ? week
        : throw new FormatException($"'{row.GetString(column)}' is not a week.");
}
