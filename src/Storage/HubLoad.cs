using System.Data.Common;
using Matching.Profiles;

namespace Matching.Storage;

/// <summary>Reads one hub's records within one turn. A member's id is one string, however many rows name it.</summary>
internal sealed class HubLoad
{
    private const string IsHere = "hub = @Id AND (joined IS NULL OR joined <= @day)";

    private const string Here = $"""
        WITH here (id) AS (
          SELECT id FROM members WHERE {IsHere}
          UNION
          SELECT m.id FROM member_other_hubs AS o JOIN members AS m ON m.id = o.member
          WHERE o.hub = @Id AND (m.joined IS NULL OR m.joined <= @day)
        )
        """;

    private readonly SqlTurn turn;
    private readonly Hub hub;
    private readonly DateTimeOffset asOf;
    private readonly object args;
    private Dictionary<string, string> here = [];

    public HubLoad(SqlTurn turn, Hub hub, DateTimeOffset asOf)
    {
        this.turn = turn;
        this.hub = hub;
        this.asOf = asOf;
        args = new { hub.Id, day = Columns.Write(DayIn(hub, asOf)), moment = Columns.Write(asOf) };
    }

    public async Task<HubRecords> RunAsync()
    {
        var members = await MembersAsync();
        here = members.ToDictionary(member => member.Id, member => member.Id, StringComparer.Ordinal);
        var organisations = await OrganisationsAsync();
        return new HubRecords
        {
            Hub = hub,
            Organisations = organisations,
            Members = members,
            Interactions = await InteractionsAsync(),
            Ties = await TiesAsync(),
            CheckIns = await CheckInsAsync(),
            Gatherings = await GatheringsAsync(),
            Rules = await RulesAsync([.. organisations.Select(organisation => organisation.Id)]),
            History = await HistoryAsync(),
            Resumed = await ResumedAsync(),
        };
    }

    private static DateOnly DayIn(Hub hub, DateTimeOffset asOf) => TimeZoneInfo.TryFindSystemTimeZoneById(hub.TimeZone, out var zone)
        ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(asOf, zone).DateTime)
        : throw new StoreException(
            StoreFault.Other,
            $"The hub {hub.Id} has the time zone '{hub.TimeZone}', which this machine does not know. "
            + "Correct the hub, or install the time zone data (tzdata).");

    private Task<List<Member>> MembersAsync() => turn.ListAsync(
        $"{Here} SELECT {RecordRows.MemberColumns} FROM members WHERE id IN (SELECT id FROM here) ORDER BY id", args, RecordRows.Member);

    private Task<List<Organisation>> OrganisationsAsync() => turn.ListAsync(
        $"""
        WITH RECURSIVE {Here["WITH ".Length..]},
        standing (id) AS (
          SELECT organisation FROM members WHERE id IN (SELECT id FROM here)
          UNION
          SELECT o.unit_of FROM standing AS s JOIN organisations AS o ON o.id = s.id WHERE o.unit_of IS NOT NULL
        )
        SELECT {RecordRows.OrganisationColumns} FROM organisations WHERE id IN (SELECT id FROM standing) ORDER BY id
        """,
        args,
        RecordRows.Organisation);

    private Task<List<Interaction>> InteractionsAsync() => turn.ChooseAsync(
        $"""
        {Here}
        SELECT i.a, i.b, i.kind, i.at, i.minutes, i.useful FROM here JOIN interactions AS i ON i.a = here.id
        WHERE i.at <= @moment ORDER BY i.a, i.b, i.kind, i.at
        """,
        args,
        row => Known(row, 1) is not { } b ? null : new Interaction
        {
            A = here[row.GetString(0)],
            B = b,
            Kind = row.Term<InteractionKind>(2),
            At = row.Time(3),
            Minutes = row.RealOrNull(4),
            Useful = row.Term<Usefulness>(5),
        });

    private Task<List<StandingTie>> TiesAsync() => turn.ChooseAsync(
        $"{Here} SELECT t.a, t.b, t.kind, t.weight FROM here JOIN standing_ties AS t ON t.a = here.id ORDER BY t.a, t.b, t.kind",
        args,
        row => Known(row, 1) is not { } b ? null : new StandingTie
        {
            A = here[row.GetString(0)],
            B = b,
            Kind = row.Term<StandingTieKind>(2),
            Weight = row.GetDouble(3),
        });

    private Task<List<CheckIn>> CheckInsAsync() => turn.ChooseAsync(
        "SELECT member, day FROM check_ins WHERE hub = @Id AND day <= @day ORDER BY member, day",
        args,
        row => Known(row, 0) is not { } member ? null : new CheckIn { Member = member, Hub = hub.Id, Day = row.Day(1) });

    private async Task<List<AttendedGathering>> GatheringsAsync()
    {
        var attended = await turn.ListAsync(
            """
            SELECT g.id, g.starts_at, t.member FROM gatherings AS g JOIN attendance AS t ON t.event = g.id
            WHERE g.hub = @Id AND g.starts_at <= @moment AND t.status = 'attended' AND (t.at IS NULL OR t.at <= @moment)
            ORDER BY g.starts_at, g.id, t.member
            """,
            args,
            row => new { Event = row.GetString(0), StartsAt = row.GetInt64(1), Member = Known(row, 2) ?? row.GetString(2) });
        return [.. attended
            .GroupBy(one => (one.Event, one.StartsAt), one => one.Member)
            .Select(group => new AttendedGathering(group.Key.Event, Columns.ReadTime(group.Key.StartsAt), [.. group]))];
    }

    // A rule bears on the hub when each side that it names is there, as a member or as an organisation.
    private Task<List<Rule>> RulesAsync(HashSet<string> organisations)
    {
        return turn.ChooseAsync(
            "SELECT kind, a, b, until, reason FROM rules ORDER BY kind, a, b",
            null,
            row => !IsHere(row.GetString(1)) || !(row.GetString(2).Length == 0 || IsHere(row.GetString(2))) ? null : new Rule
            {
                Kind = row.Term<RuleKind>(0),
                A = row.GetString(1),
                B = row.GetString(2) is { Length: > 0 } b ? b : null,
                Until = row.DayOrNull(3),
                Reason = row.TextOrNull(4),
            });

        bool IsHere(string id) => here.ContainsKey(id) || organisations.Contains(id);
    }

    private Task<List<PastIntroduction>> HistoryAsync() => turn.ListAsync(
        $"""
        {Here}
        SELECT i.a, i.b, i.status, i.sent_at, i.decided_at,
          p.expires_at, p.answer, p.answered_at, q.expires_at, q.answer, q.answered_at,
          o.met, o.useful, o.at, u.met, u.useful, u.at, i.reason_code
        FROM introductions AS i
        LEFT JOIN prompts AS p ON p.introduction = i.id AND p.member = i.a
        LEFT JOIN prompts AS q ON q.introduction = i.id AND q.member = i.b
        LEFT JOIN outcomes AS o ON o.introduction = i.id AND o.member = i.a
        LEFT JOIN outcomes AS u ON u.introduction = i.id AND u.member = i.b
        WHERE (i.a IN (SELECT id FROM here) OR i.b IN (SELECT id FROM here))
          AND ((i.status = 'sent' AND i.sent_at <= @moment) OR (i.status IN ('rejected', 'swapped') AND i.decided_at <= @moment))
        ORDER BY coalesce(i.sent_at, i.decided_at), i.id
        """,
        args,
        Past);

    private PastIntroduction Past(DbDataReader row)
    {
        var sent = row.Term<IntroductionStatus>(2) == IntroductionStatus.Sent;
        Side[] sides = [ReadSide(row, 5, 11), ReadSide(row, 8, 14)];
        var meetings = sides.Where(side => side.MetAt is not null).ToList();
        return new PastIntroduction
        {
            A = Known(row, 0) ?? row.GetString(0),
            B = Known(row, 1) ?? row.GetString(1),
            SentAt = sent ? row.TimeOrNull(3) : null,
            ExpiresAt = sides.Where(side => side.Answer is not (PromptAnswer.Yes or PromptAnswer.No)).Max(side => side.ExpiresAt),
            DeclinedAt = sides.Where(side => side.Answer == PromptAnswer.No).Min(side => side.AnsweredAt),
            AcceptedAt = sides.All(side => side.Answer == PromptAnswer.Yes) ? sides.Max(side => side.AnsweredAt) : null,
            PromptEnd = sides.Max(side => side.ExpiresAt),
            AnsweredByA = sides[0].AnsweredAt,
            AnsweredByB = sides[1].AnsweredAt,
            RejectedAt = sent ? null : row.TimeOrNull(4),
            RejectedFor = !sent && Vocabulary.TryRead<RejectionReason>(row.TextOrNull(17), out var reason) ? reason : null,
            MetAt = meetings.Min(side => side.MetAt),
            Useful = meetings.Count == 0 ? Usefulness.Unknown : meetings.Select(side => side.Useful).MinBy(Satisfaction),
        };
    }

    private async Task<Dictionary<string, DateTimeOffset>> ResumedAsync() => (await turn.ListAsync(
        $"{Here} SELECT id, resumed_at FROM members WHERE id IN (SELECT id FROM here) AND resumed_at <= @moment",
        args,
        row => new { Member = here[row.GetString(0)], At = row.Time(1) })).ToDictionary(one => one.Member, one => one.At, StringComparer.Ordinal);

    // What was said after the moment had not been said yet.
    private Side ReadSide(DbDataReader row, int prompt, int outcome)
    {
        var answered = row.TimeOrNull(prompt + 2) is { } at && at <= asOf;
        var met = !row.IsDBNull(outcome) && row.Flag(outcome) && row.Time(outcome + 2) <= asOf;
        return new Side(
            row.TimeOrNull(prompt),
            answered ? row.TermOrNull<PromptAnswer>(prompt + 1) : null,
            answered ? row.TimeOrNull(prompt + 2) : null,
            met ? row.TimeOrNull(outcome + 2) : null,
            met ? row.Term<Usefulness>(outcome + 1) : Usefulness.Unknown);
    }

    private static int Satisfaction(Usefulness useful) => useful switch
    {
        Usefulness.No => 0,
        Usefulness.Unknown => 1,
        _ => 2,
    };

    private string? Known(DbDataReader row, int column) => here.GetValueOrDefault(row.GetString(column));

    private readonly record struct Side(
        DateTimeOffset? ExpiresAt, PromptAnswer? Answer, DateTimeOffset? AnsweredAt, DateTimeOffset? MetAt, Usefulness Useful);
}
