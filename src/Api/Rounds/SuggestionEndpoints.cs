using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Rounds;

/// <summary>How much a member is asked for in this hub.</summary>
/// <param name="Member">The member.</param>
/// <param name="Price">−ln of the share of her time that would stay free if everybody asked for those who suit them best; 0 or more.</param>
/// <param name="ManyAsk">Whether that is less than half of what stays free of the usual member's.</param>
/// <param name="Sv">The answer to "why not her?" in Swedish; null unless many ask.</param>
/// <param name="En">The same in English.</param>
public sealed record SoughtAnswer(string Member, double Price, bool ManyAsk, string? Sv, string? En);

/// <summary>A pair, with every part of its score or the gate that closes it, and how much each of the two is asked for.</summary>
public sealed record WhyAnswer(
    string A,
    string B,
    string Hub,
    Gate Gate,
    bool BelowLeast,
    double Score,
    double Rank,
    SuggestionKind Kind,
    ScoreParts Parts,
    PairExplanation Explanation,
    IReadOnlyList<Reason> Reasons,
    IReadOnlyList<SoughtAnswer> Sought);

/// <summary>Candidates before the slate, and "why not her?".</summary>
internal static class SuggestionEndpoints
{
    private static readonly CsvColumns<RankedCandidate> Columns = new()
    {
        { "member", row => row.Member },
        { "candidate", row => row.Candidate },
        { "rank", row => row.Rank },
        { "score", row => row.Score },
        { "fit", row => row.Parts.Fit },
        { "bridging", row => row.Parts.Bridging },
        { "trust", row => row.Parts.Trust },
        { "availability", row => row.Parts.Availability },
        { "fairness", row => row.Parts.Fairness },
        { "plausibility", row => row.Parts.Plausibility },
        { "gate", row => Vocabulary.Write(row.Gate) },
        { "reasons", row => row.Reasons.Select(reason => reason.Sv) },
    };

    internal static void MapSuggestions(this RouteGroupBuilder api)
    {
        api.MapGet("/hubs/{hub}/suggestions", Suggestions).Allow(Role.Host).WithTags("Rounds")
            .WithSummary("Ranked candidates of each member, before the slate").Produces<ListAnswer<RankedCandidate>>().WithMetadata(AnswersFromMemory.Marker);
        api.MapGet("/introductions/why", Why).Allow(Role.Host).WithTags("Rounds")
            .WithSummary("Every part of a pair's score, or the gate that closed it").Produces<WhyAnswer>().WithMetadata(AnswersFromMemory.Marker);
    }

    private static async Task<IResult> Suggestions(
        string hub, int? top, DateTimeOffset? asOf, string? member, bool? all, [AsParameters] ListQuery query,
        HttpContext http, Scope scope, HubMoments moments, TimeProvider clock, CancellationToken ct)
    {
        await scope.HubAsync(hub, ct);
        if (top is < 1 or > PageRequest.LargestLimit) throw ProblemException.BadField("top", $"top is 1 to {PageRequest.LargestLimit}.");
        var moment = await MomentAsync(moments, hub, asOf, clock, ct);
        var (snapshot, rankings) = (moment.Hub, moment.Rankings);
        if (member is not null)
        {
            if (snapshot.Find(member) is null) throw ProblemException.NotFound("member", member);
            // One member's list comes on one page.
            return Lists.Answer(http, rankings.For(member, top ?? 20, all ?? false), new PageRequest { Limit = PageRequest.LargestLimit }, Columns);
        }
        var everyone = snapshot.Members.SelectMany(one => rankings.For(one.Id, top ?? 20, all ?? false)).ToList();
        return Lists.Answer(http, everyone, query.ToPage(), Columns);
    }

    private static async Task<IResult> Why(string? a, string? b, string? hub, DateTimeOffset? asOf, Scope scope, HubMoments moments, TimeProvider clock, CancellationToken ct)
    {
        var first = await scope.MemberAsync(a ?? throw ProblemException.BadField("a", "a names a member."), ct);
        var second = await scope.MemberAsync(b ?? throw ProblemException.BadField("b", "b names a member."), ct);
        if (first.Id == second.Id) throw ProblemException.BadField("b", "a and b are two people.");
        var shared = Hubs(first).Intersect(Hubs(second)).Where(scope.Caller.Hubs.Contains).ToList();
        var chosen = hub ?? shared.FirstOrDefault();
        if (chosen is null || !shared.Contains(chosen)) throw ProblemException.BadField("hub", "The two share no hub of yours, so no round could introduce them.");
        var moment = await MomentAsync(moments, chosen, asOf, clock, ct);
        var verdict = moment.Rankings.Why(first.Id, second.Id);
        return Results.Json(new WhyAnswer(
            first.Id,
            second.Id,
            chosen,
            verdict.Gate,
            verdict.Explanation.Score < PairScore.Least,
            verdict.Explanation.Score,
            verdict.Rank,
            verdict.Kind,
            verdict.Parts,
            verdict.Explanation,
            verdict.Reasons,
            [Asked(first), Asked(second)]));

        SoughtAnswer Asked(Member member)
        {
            var sought = moment.Prices.Of(moment.Hub.Find(member.Id)!.Value);
            var name = member.FirstName();
            return new SoughtAnswer(member.Id, sought.Price, sought.ManyAsk, sought.ManyAsk ? $"Många vill träffa {name} just nu." : null, sought.ManyAsk ? $"Many would like to meet {name} at present." : null);
        }
    }

    private static async Task<HubMoment> MomentAsync(HubMoments moments, string hub, DateTimeOffset? asOf, TimeProvider clock, CancellationToken ct) =>
        asOf is { } moment ? await moments.AtAsync(hub, moment, ct) : await moments.NowAsync(hub, clock.GetUtcNow(), ct);

    private static IEnumerable<string> Hubs(Member member) => member.OtherHubs.Prepend(member.Hub);
}
