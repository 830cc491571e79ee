using System.Text.Json.Serialization;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Rounds;

/// <summary>What a host asks for when she draws a round.</summary>
/// <param name="Week">The week, as 2026-W48.</param>
/// <param name="AsOf">The moment to compute for; now when left out.</param>
/// <param name="Seed">Breaks exact ties between equally good pairs; 0 when left out.</param>
/// <param name="Budget">How many introductions at most; a tenth of the members, at most 20, when left out.</param>
/// <param name="Mode">The best pairs, or one for everyone.</param>
public sealed record DrawRequest(string? Week, DateTimeOffset? AsOf, long? Seed, int? Budget, RoundMode? Mode);

/// <summary>A person as a host's board shows her.</summary>
public sealed record PersonCard(string Member, string FirstName, string Organisation);

/// <summary>An introduction of a round.</summary>
public sealed record IntroductionAnswer(
    string Id,
    int Position,
    IntroductionStatus Status,
    SuggestionKind Kind,
    string A,
    string B,
    IReadOnlyList<PersonCard> People,
    double Score,
    ScoreParts Parts,
    double Propensity,
    IReadOnlyList<Reason> Reasons,
    string? ReasonCode,
    string? Replaces);

/// <summary>A member without an introduction this week, and why.</summary>
public sealed record LeftOutAnswer(string Member, string FirstName, LeftOutReason Reason, string Sv, string En);

/// <summary>
/// A hub's round of a week. Share of bound: the weight of what was drawn over what no round within the limits can pass, at most 1. Of the pairs kept apart for comparison only the number is told: whom a host knows of, she introduces.
/// </summary>
public sealed record RoundAnswer(
    string Id,
    string Hub,
    IsoWeek Week,
    DateOnly WeekStart,
    DateTimeOffset AsOf,
    long Seed,
    int? Budget,
    RoundMode Mode,
    RoundStatus Status,
    DateTimeOffset? PublishedAt,
    IReadOnlyList<IntroductionAnswer> Introductions,
    IReadOnlyList<LeftOutAnswer> LeftOut,
    NetworkForecast Network,
    double ShareOfBound,
    int Withheld);

/// <summary>A round in a list.</summary>
public sealed record RoundSummary(string Id, IsoWeek Week, DateOnly WeekStart, RoundStatus Status, int Introductions, DateTimeOffset? PublishedAt);

/// <summary>What was sent when a round was published. A repeat gives the same.</summary>
/// <remarks>Introductions are the pairs that were asked; prompts are two for each pair, one to each person.</remarks>
public sealed record PublishAnswer(string Id, RoundStatus Status, DateTimeOffset PublishedAt, int Introductions, int Prompts);

/// <summary>A pair that stands in only one of two rounds.</summary>
public sealed record DiffPair(string A, string B, double Score);

/// <summary>What changed from one round to another.</summary>
public sealed record RoundDiff(
    string Id,
    string Against,
    IReadOnlyList<DiffPair> Added,
    IReadOnlyList<DiffPair> Removed,
    IReadOnlyList<DiffPair> Kept,
    IReadOnlyList<string> NowLeftOut,
    IReadOnlyList<string> NoLongerLeftOut);

/// <summary>A host's word on one introduction.</summary>
/// <param name="Action">approve, reject, swap or hold.</param>
/// <param name="ReasonCode">Why; each code changes what comes next in its own way.</param>
/// <param name="With">For swap: the member who takes one of the two places. Left out, the best other pair takes the whole place.</param>
public sealed record DecideRequest(DecideAction? Action, RejectionReason? ReasonCode, string? With);

[JsonConverter(typeof(JsonStringEnumConverter<DecideAction>))]
public enum DecideAction
{
    Approve,
    Reject,
    Swap,
    Hold,
}

/// <summary>Draft, review, send: the weekly round.</summary>
internal static class RoundEndpoints
{
    // Two weeks to answer, so that a week of leave does not turn into silence.
    private static readonly TimeSpan PromptLife = TimeSpan.FromDays(14);

    internal static readonly CsvColumns<IntroductionAnswer> IntroductionColumns = new()
    {
        { "id", row => row.Id },
        { "status", row => Vocabulary.Write(row.Status) },
        { "a", row => row.A },
        { "aFirstName", row => row.People[0].FirstName },
        { "aOrganisation", row => row.People[0].Organisation },
        { "b", row => row.B },
        { "bFirstName", row => row.People[1].FirstName },
        { "bOrganisation", row => row.People[1].Organisation },
        { "reasons", row => row.Reasons.Select(reason => reason.Sv) },
    };

    private static readonly CsvColumns<RoundSummary> RoundColumns = new()
    {
        { "id", row => row.Id },
        { "week", row => row.Week.ToString() },
        { "status", row => Vocabulary.Write(row.Status) },
        { "introductions", row => row.Introductions },
        { "publishedAt", row => row.PublishedAt },
    };

    internal static void MapRounds(this RouteGroupBuilder api)
    {
        api.MapPost("/hubs/{hub}/rounds", Draw).Allow(Role.Host).WithTags("Rounds")
            .WithSummary("Draw a week's round").Produces<RoundAnswer>(201)
            .WithExample("""{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z", "seed": 1, "budget": 10, "mode": "best" }""");
        api.MapGet("/hubs/{hub}/rounds", List).Allow(Role.Host).WithTags("Rounds").WithSummary("The hub's rounds, newest first").Produces<ListAnswer<RoundSummary>>();
        api.MapGet("/rounds/{id}", Get).Allow(Role.Host).WithTags("Rounds").WithSummary("A round").Produces<RoundAnswer>();
        api.MapPost("/rounds/{id}/publish", Publish).Allow(Role.Host).WithTags("Rounds")
            .WithSummary("Send what is approved, once, whatever is retried").Produces<PublishAnswer>();
        api.MapGet("/rounds/{id}/diff", Diff).Allow(Role.Host).WithTags("Rounds").WithSummary("What changed against another round").Produces<RoundDiff>();
        api.MapPatch("/introductions/{id}", Decide).Allow(Role.Host).WithTags("Rounds")
            .WithSummary("Approve, reject, swap or hold").Produces<RoundAnswer>()
            .WithExample("""{ "action": "reject", "reasonCode": "know-each-other" }""");
    }

    /// <summary>Draws and saves a hub's round of a week; a draft that nobody has decided on is drawn anew.</summary>
    internal static async Task<StoredRound> DrawAsync(SqlStore store, HubMoments moments, string hub, IsoWeek week, DateTimeOffset asOf, RoundOptions options, CancellationToken ct)
    {
        var round = await ComputeAsync(moments, hub, week, asOf, options, ct);
        return await store.SaveDraftAsync(round, ct) switch
        {
            SaveDraftOutcome.Saved => round,
            SaveDraftOutcome.AlreadyPublished => throw ProblemException.Conflict($"The round of {week} has been sent. Draw the next week's."),
            _ => throw ProblemException.Conflict($"The round of {week} has decisions in it. Go on with it, or draw another week."),
        };
    }

    /// <summary>A hub's round of a week as a draft that is not saved yet.</summary>
    internal static async Task<StoredRound> ComputeAsync(HubMoments moments, string hub, IsoWeek week, DateTimeOffset asOf, RoundOptions options, CancellationToken ct)
    {
        var moment = await moments.AtAsync(hub, asOf, ct);
        var draft = Round.Draw(moment.Hub, options, moment.Lift);
        var id = $"{hub}-{week}";
        return new StoredRound
        {
            Id = id,
            Hub = hub,
            Week = week,
            AsOf = asOf,
            Options = options,
            Status = RoundStatus.Draft,
            Introductions = [.. draft.Introductions.Select((suggestion, at) => New(id, at + 1, at + 1, suggestion, null))],
            LeftOut = draft.LeftOut,
            Network = draft.Network,
            ShareOfBound = draft.ShareOfBound,
            Withheld = draft.Withheld,
        };
    }

    /// <summary>Whole seconds: a moment that can be written down and given again.</summary>
    internal static DateTimeOffset WholeSecond(DateTimeOffset now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));

    private static async Task<IResult> Draw(string hub, DrawRequest request, HttpContext http, Scope scope, SqlStore store, HubMoments moments, MatchingMetrics metrics, TimeProvider clock, CancellationToken ct)
    {
        await scope.HubAsync(hub, ct);
        if (!IsoWeek.TryParse(request.Week, out var week)) throw ProblemException.BadField("week", "week is written as 2026-W48, and the year must have that week.");
        if (request.Budget is < 0 or > HubSnapshot.LargestHub) throw ProblemException.BadField("budget", $"budget is 0 to {HubSnapshot.LargestHub}.");
        var asOf = request.AsOf ?? WholeSecond(clock.GetUtcNow());
        var options = new RoundOptions { Seed = request.Seed ?? 0, Budget = request.Budget, Mode = request.Mode ?? RoundMode.Best };
        var round = await DrawAsync(store, moments, hub, week, asOf, options, ct);
        metrics.RoundDrawn();
        http.Response.Headers.Location = $"{Program.BasePath}/rounds/{Uri.EscapeDataString(round.Id)}";
        return Results.Json(await Describe(store, round, ct), statusCode: 201);
    }

    private static async Task<IResult> List(string hub, [AsParameters] ListQuery query, HttpContext http, Scope scope, SqlStore store, CancellationToken ct)
    {
        await scope.HubAsync(hub, ct);
        var request = query.ToPage();
        var page = await store.ListRoundsAsync(hub, request, ct);
        var items = page.Items.Select(round => new RoundSummary(round.Id, round.Week, round.Week.Start, round.Status, round.Introductions, round.PublishedAt)).ToList();
        return Lists.Answer(http, new Page<RoundSummary>(items, page.Total), request, round => round.Week.ToString(), RoundColumns);
    }

    private static async Task<IResult> Get(string id, HttpContext http, Scope scope, SqlStore store, CancellationToken ct)
    {
        var answer = await Describe(store, await scope.RoundAsync(id, ct), ct);
        return Lists.WantsCsv(http) ? Lists.Csv(answer.Introductions, IntroductionColumns) : Results.Json(answer);
    }

    private static async Task<IResult> Publish(string id, Scope scope, SqlStore store, TimeProvider clock, CancellationToken ct)
    {
        await scope.RoundAsync(id, ct);
        var now = clock.GetUtcNow();
        var outcome = await store.PublishAsync(id, now, now + PromptLife, ct);
        return outcome switch
        {
            { Status: PublishStatus.Published, Round: { } sent } => Results.Json(new PublishAnswer(
                sent.Id, RoundStatus.Published, sent.PublishedAt, sent.Prompts.Select(prompt => prompt.Introduction).Distinct().Count(), sent.Prompts.Count)),
            { Status: PublishStatus.NothingApproved } => throw ProblemException.Conflict("Nothing in this round is approved yet. Approve at least one introduction, then publish."),
            _ => throw ProblemException.NotFound("round", id),
        };
    }

    private static async Task<IResult> Diff(string id, string? against, Scope scope, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(against)) throw ProblemException.BadField("against", "against names the round to compare with.");
        var (after, before) = (await scope.RoundAsync(id, ct), await scope.RoundAsync(against, ct));
        if (after.Hub != before.Hub) throw ProblemException.BadField("against", "Both rounds must be of one hub.");
        var (now, then) = (Pairs(after), Pairs(before));
        var (leftNow, leftThen) = (after.LeftOut.Select(left => left.Member).ToHashSet(), before.LeftOut.Select(left => left.Member).ToHashSet());
        return Results.Json(new RoundDiff(
            id,
            against,
            [.. now.Where(pair => !then.ContainsKey(pair.Key)).Select(pair => pair.Value)],
            [.. then.Where(pair => !now.ContainsKey(pair.Key)).Select(pair => pair.Value)],
            [.. now.Where(pair => then.ContainsKey(pair.Key)).Select(pair => pair.Value)],
            [.. leftNow.Except(leftThen).Order(StringComparer.Ordinal)],
            [.. leftThen.Except(leftNow).Order(StringComparer.Ordinal)]));
    }

    private static Dictionary<(string, string), DiffPair> Pairs(StoredRound round) => round.Introductions
        .Where(Standing)
        .ToDictionary(entry => (entry.Suggestion.A, entry.Suggestion.B), entry => new DiffPair(entry.Suggestion.A, entry.Suggestion.B, entry.Suggestion.Score));

    private static bool Standing(StoredIntroduction introduction) => introduction.Status is not (IntroductionStatus.Rejected or IntroductionStatus.Swapped);

    private static async Task<IResult> Decide(string id, DecideRequest request, Scope scope, SqlStore store, HubMoments moments, TimeProvider clock, CancellationToken ct)
    {
        var (introduction, round) = await scope.IntroductionAsync(id, ct);
        var action = request.Action ?? throw ProblemException.BadField("action", "action is approve, reject, swap or hold.");
        if (request.With is not null && action != DecideAction.Swap) throw ProblemException.BadField("with", "with goes with swap alone.");
        var decision = await Decision(introduction, round, action, request, scope.Caller, moments, clock.GetUtcNow(), ct);
        return await store.DecideAsync(decision, ct) switch
        {
            DecideOutcome.Decided => Results.Json(await Describe(store, (await store.FindRoundAsync(round.Id, ct))!, ct)),
            DecideOutcome.RoundPublished => throw ProblemException.Conflict("The round has been sent; nothing in it changes any more."),
            DecideOutcome.Replaced => throw ProblemException.Conflict("Another introduction has taken this one's place. Decide on that one."),
            _ => throw ProblemException.NotFound("introduction", id),
        };
    }

    private static async Task<Decision> Decision(
        StoredIntroduction introduction, StoredRound round, DecideAction action, DecideRequest request, Caller caller, HubMoments moments, DateTimeOffset now, CancellationToken ct)
    {
        var decision = new Decision
        {
            Introduction = introduction.Id,
            Status = action switch
            {
                DecideAction.Approve => IntroductionStatus.Approved,
                DecideAction.Hold => IntroductionStatus.Held,
                DecideAction.Reject => IntroductionStatus.Rejected,
                _ => IntroductionStatus.Swapped,
            },
            ReasonCode = request.ReasonCode is { } code ? Vocabulary.Write(code) : null,
            By = caller.Name,
            At = now,
        };
        if (action is DecideAction.Approve or DecideAction.Hold || round.Status == RoundStatus.Published) return decision;
        var others = round.Introductions.Where(entry => entry.Id != introduction.Id).ToList();
        var kept = others.Where(Standing).Select(entry => (entry.Suggestion.A, entry.Suggestion.B)).ToList();
        var barred = others.Where(entry => !Standing(entry)).Append(introduction).Select(entry => (entry.Suggestion.A, entry.Suggestion.B)).ToList();
        // From the same round: the same moment, the same options, the same candidates.
        var moment = await moments.AtAsync(round.Hub, round.AsOf, ct);
        var again = new Round(moment.Hub, round.Options, moment.Lift);
        if (request.With is not null) kept.Add(Chosen(again, introduction.Suggestion, request.With, kept));
        var refill = again.Refill(kept, barred);
        var suggestion = request.With is not null ? again.Suggest(kept[^1].A, kept[^1].B).Suggestion : refill.Introductions.Count > 0 ? refill.Introductions[0] : null;
        return decision with
        {
            Replacement = suggestion is null ? null : New(round.Id, round.Introductions.Max(entry => Number(entry.Id)) + 1, introduction.Position, suggestion, introduction.Id),
            LeftOut = refill.LeftOut,
        };
    }

    // The named member takes the place of whichever of the two leaves the better pair.
    private static (string A, string B) Chosen(Round round, Suggestion old, string with, List<(string A, string B)> kept)
    {
        if (kept.Any(pair => pair.A == with || pair.B == with)) throw ProblemException.Conflict($"Member '{with}' has an introduction in this round already.");
        var (first, firstGate) = round.Suggest(old.A, with);
        var (second, secondGate) = round.Suggest(old.B, with);
        var best = new[] { first, second }.OfType<Suggestion>().MaxBy(suggestion => suggestion.Score)
            ?? throw ProblemException.BadField("with", $"Member '{with}' can meet neither of the two: {Vocabulary.Write(firstGate)} and {Vocabulary.Write(secondGate)}.");
        return (best.A, best.B);
    }

    private static StoredIntroduction New(string round, int number, int position, Suggestion suggestion, string? replaces) => new()
    {
        Id = $"{round}-{number:00}",
        Round = round,
        Position = position,
        Suggestion = suggestion,
        Replaces = replaces,
    };

    private static int Number(string introduction) => int.Parse(introduction.AsSpan(introduction.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);

    internal static async Task<RoundAnswer> Describe(SqlStore store, StoredRound round, CancellationToken ct)
    {
        var people = await PeopleAsync(store, round.Introductions.SelectMany(entry => new[] { entry.Suggestion.A, entry.Suggestion.B }).Concat(round.LeftOut.Select(left => left.Member)), ct);
        return new RoundAnswer(
            round.Id,
            round.Hub,
            round.Week,
            round.Week.Start,
            round.AsOf,
            round.Options.Seed,
            round.Options.Budget,
            round.Options.Mode,
            round.Status,
            round.PublishedAt,
            [.. round.Introductions.OrderBy(entry => entry.Position).ThenBy(entry => Number(entry.Id)).Select(entry => Describe(entry, people))],
            [.. round.LeftOut.Select(left => new LeftOutAnswer(left.Member, people[left.Member].FirstName, left.Reason, LeftOutTexts.Sv(left.Reason), LeftOutTexts.En(left.Reason)))],
            round.Network,
            round.ShareOfBound,
            round.Withheld.Count);
    }

    private static IntroductionAnswer Describe(StoredIntroduction entry, Dictionary<string, PersonCard> people) => new(
        entry.Id,
        entry.Position,
        entry.Status,
        entry.Suggestion.Kind,
        entry.Suggestion.A,
        entry.Suggestion.B,
        [people[entry.Suggestion.A], people[entry.Suggestion.B]],
        entry.Suggestion.Score,
        entry.Suggestion.Parts,
        entry.Suggestion.Propensity,
        entry.Suggestion.Reasons,
        entry.ReasonCode,
        entry.Replaces);

    private static async Task<Dictionary<string, PersonCard>> PeopleAsync(SqlStore store, IEnumerable<string> ids, CancellationToken ct)
    {
        var cards = new Dictionary<string, PersonCard>(StringComparer.Ordinal);
        var organisations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            // A member may have been erased since the round was drawn; the round stands, the name is gone.
            if (await store.FindMemberAsync(id, ct) is not { } member)
            {
                cards[id] = new PersonCard(id, "—", "—");
                continue;
            }
            if (!organisations.TryGetValue(member.Organisation, out var organisation))
                organisations[member.Organisation] = organisation = (await store.FindOrganisationAsync(member.Organisation, ct))?.Name ?? member.Organisation;
            cards[id] = new PersonCard(id, member.FirstName(), organisation);
        }
        return cards;
    }
}
