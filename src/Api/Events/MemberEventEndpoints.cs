using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Matching.Gatherings;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Events;

/// <summary>An event that a member might go to.</summary>
/// <param name="Event">The event's id.</param>
/// <param name="Hub">Where it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends; null where nobody has said.</param>
/// <param name="Rank">What the list is ordered by: the score, less what resembles an event further up.</param>
/// <param name="Score">How well it suits the member, in [0, 1].</param>
/// <param name="Status">invited or registered, or null.</param>
/// <param name="Reasons">One to four, most telling first.</param>
public sealed record MemberEvent(
    string Event,
    string Hub,
    string Title,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    double Rank,
    double Score,
    AttendanceStatus? Status,
    IReadOnlyList<EventReason> Reasons);

/// <summary>Which events suit me?</summary>
internal static class MemberEventEndpoints
{
    private const int UsualTop = 10;

    private static readonly CsvColumns<MemberEvent> Columns = new()
    {
        { "event", row => row.Event },
        { "hub", row => row.Hub },
        { "title", row => row.Title },
        { "startsAt", row => row.StartsAt },
        { "endsAt", row => row.EndsAt },
        { "rank", row => row.Rank },
        { "score", row => row.Score },
        { "status", row => row.Status is { } status ? Vocabulary.Write(status) : null },
        { "reasons", row => row.Reasons.Select(reason => reason.Sv) },
    };

    internal static void MapMemberEvents(this RouteGroupBuilder api) =>
        api.MapGet("/members/{id}/events", List).Allow(Role.Member, Role.Host).WithTags("Events")
            .WithSummary("Coming events that suit a member, ranked").Produces<ListAnswer<MemberEvent>>().WithMetadata(AnswersFromMemory.Marker);

    private static async Task<IResult> List(string id, int? top, HttpContext http, Scope scope, HubMoments moments, TimeProvider clock, CancellationToken ct)
    {
        var member = await scope.MemberAsync(id, ct);
        if (top is < 1 or > PageRequest.LargestLimit) throw ProblemException.BadField("top", $"top is 1 to {PageRequest.LargestLimit}.");
        var now = clock.GetUtcNow();
        var events = new List<MemberEvent>();
        foreach (var hub in member.OtherHubs.Prepend(member.Hub).Distinct(StringComparer.Ordinal).Where(hub => IsToSee(hub, scope)))
        {
            events.AddRange((await moments.NowAsync(hub, now, ct)).Events.For(member.Id).Where(one => one.Gathering.StartsAt > now).Select(Describe));
        }
        var ranked = events.OrderByDescending(one => one.Rank).ThenBy(one => one.StartsAt).ThenBy(one => one.Event, StringComparer.Ordinal).Take(top ?? UsualTop).ToList();
        return Lists.Answer(http, ranked, new PageRequest { Limit = PageRequest.LargestLimit }, Columns);
    }

    // A host sees what is on where she is host; a member, what is on in any hub of hers.
    private static bool IsToSee(string hub, Scope scope) => scope.Caller.Role == Role.Member || scope.Caller.Hubs.Contains(hub);

    private static MemberEvent Describe(RankedEvent ranked) => new(
        ranked.Gathering.Id,
        ranked.Gathering.Hub,
        ranked.Gathering.Title,
        ranked.Gathering.StartsAt,
        ranked.Gathering.EndsAt,
        ranked.Rank,
        ranked.Score,
        ranked.Status,
        ranked.Reasons);
}
