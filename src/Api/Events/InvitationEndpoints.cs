using System.Text.Json.Serialization;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Gatherings;
using Matching.Profiles;
using Matching.Api.Snapshots;
using Matching.Storage.Access;

namespace Matching.Api.Events;

/// <summary>What a host asks for when she wants to know whom to invite.</summary>
/// <param name="Capacity">How many the room holds; the event's own capacity when left out.</param>
/// <param name="Seed">Breaks exact ties between equally good guests; 0 when left out.</param>
public sealed record InvitationRequest(int? Capacity, long? Seed);

/// <summary>A guest to ask.</summary>
public sealed record InvitationAnswer(string Member, string FirstName, double Score, double PShow, IReadOnlyList<EventReason> Reasons);

/// <summary>Whom to ask to an event. A suggestion to the host: nothing is sent or stored.</summary>
public sealed record InvitationsAnswer
{
    public required string Event { get; init; }
    public required string Hub { get; init; }
    public required long Seed { get; init; }

    /// <summary>Whom to ask, by what each adds.</summary>
    public required IReadOnlyList<InvitationAnswer> Items { get; init; }

    /// <summary>The next best, should somebody say no.</summary>
    public required IReadOnlyList<InvitationAnswer> Waiting { get; init; }
    public required InvitationCoverage Coverage { get; init; }
    public required int? Capacity { get; init; }
    public required int? MinAttendance { get; init; }

    /// <summary>How many are expected, those who come anyway included.</summary>
    public required double Expected { get; init; }

    /// <summary>How many were expected before anybody of this list is asked.</summary>
    public required double ExpectedBefore { get; init; }

    /// <summary>Whether as many are expected as the event needs.</summary>
    public required bool ReachesMinimum { get; init; }

    /// <summary>Member ids, a list a table.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Tables { get; init; }

    [JsonPropertyName("_meta")]
    public required ListMeta Meta { get; init; }

    [JsonPropertyName("_links")]
    public required ListLinks Links { get; init; }
}

/// <summary>Whom should we invite?</summary>
internal static class InvitationEndpoints
{
    private static readonly CsvColumns<(string List, InvitationAnswer Guest)> Columns = new()
    {
        { "list", row => row.List },
        { "member", row => row.Guest.Member },
        { "firstName", row => row.Guest.FirstName },
        { "score", row => row.Guest.Score },
        { "pShow", row => row.Guest.PShow },
        { "reasons", row => row.Guest.Reasons.Select(reason => reason.Sv) },
    };

    internal static void MapInvitations(this RouteGroupBuilder api)
    {
        api.MapPost("/events/{id}/invitations", Invite).Allow(Role.Host).WithTags("Events")
            .WithSummary("Whom to invite, who waits, and who sits with whom; stores nothing").Produces<InvitationsAnswer>()
            .WithExample("""{ "capacity": 24, "seed": 1 }""");
        api.MapMemberEvents();
    }

    private static async Task<IResult> Invite(
        string id, InvitationRequest? request, HttpContext http, Scope scope, HubMoments moments, TimeProvider clock, CancellationToken ct)
    {
        var gathering = await scope.EventAsync(id, ct);
        if (request?.Capacity is < 0) throw ProblemException.BadField("capacity", "capacity is 0 or more.");
        var now = clock.GetUtcNow();
        if (gathering.StartsAt <= now) throw ProblemException.Conflict("The event has begun. Nobody can be invited any more.");
        var options = new InvitationOptions { Capacity = request?.Capacity, Seed = request?.Seed ?? 0 };
        var moment = await moments.NowAsync(gathering.Hub, now, ct);
        var answer = Describe(http, moment.Hub, gathering, options.Seed, new Invitations(moment.Hub, moment.Gatherings).Draft(id, options));
        return Lists.WantsCsv(http)
            ? Lists.Csv([.. answer.Items.Select(guest => ("invited", guest)), .. answer.Waiting.Select(guest => ("waiting", guest))], Columns)
            : Results.Json(answer);
    }

    private static InvitationsAnswer Describe(HttpContext http, HubSnapshot hub, Gathering gathering, long seed, InvitationDraft draft) => new()
    {
        Event = gathering.Id,
        Hub = gathering.Hub,
        Seed = seed,
        Items = Describe(hub, draft.Invited),
        Waiting = Describe(hub, draft.Waiting),
        Coverage = draft.Coverage,
        Capacity = draft.Capacity,
        MinAttendance = gathering.MinAttendance,
        Expected = draft.Expected,
        ExpectedBefore = draft.ExpectedBefore,
        ReachesMinimum = draft.ReachesMinimum,
        Tables = draft.Tables,
        // The list is computed whole and comes on one page.
        Meta = new ListMeta(draft.Invited.Count, draft.Invited.Count, 1, null),
        Links = new ListLinks(http.Request.PathBase + http.Request.Path + http.Request.QueryString, null),
    };

    private static IReadOnlyList<InvitationAnswer> Describe(HubSnapshot hub, IReadOnlyList<Invitation> guests) =>
        [.. guests.Select(guest => new InvitationAnswer(guest.Member, hub.Members[hub.Find(guest.Member)!.Value].FirstName(), guest.Score, guest.PShow, guest.Reasons))];
}
