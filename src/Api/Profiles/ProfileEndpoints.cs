using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Ingest;
using Matching.Ingest.Reading;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Profiles;

/// <summary>
/// Hubs, organisations, members and events, one at a time, with the columns of the files as fields. A PUT goes through the same checks
/// as an imported row, so that there is one truth about what a good row is.
/// </summary>
internal static class ProfileEndpoints
{
    // What a member decides about herself; the rest is the hub's.
    private static readonly HashSet<string> OwnFields = new(StringComparer.Ordinal)
    {
        "challenges", "complexity", "skills", "interests", "languages", "days", "contactFor", "remote", "happyToHelp", "capacity", "matchable", "mayBeNamed", "title",
    };

    private static readonly CsvColumns<Hub> HubColumns = new() { { "id", row => row.Id }, { "name", row => row.Name }, { "municipality", row => row.Municipality } };

    private static readonly CsvColumns<Organisation> OrganisationColumns = new()
    {
        { "id", row => row.Id },
        { "name", row => row.Name },
        { "sector", row => Vocabulary.Write(row.Sector) },
        { "unit_of", row => row.UnitOf },
        { "municipality", row => row.Municipality },
    };

    private static readonly CsvColumns<Member> MemberColumns = new()
    {
        { "id", row => row.Id },
        { "name", row => row.Name },
        { "organisation", row => row.Organisation },
        { "hub", row => row.Hub },
        { "email", row => row.Email },
        { "unit", row => row.Unit },
        { "challenges", row => row.Challenges },
        { "skills", row => row.Skills },
        { "days", row => row.Days.Select(Vocabulary.Write) },
        { "matchable", row => row.Matchable ? "yes" : "no" },
    };

    private static readonly CsvColumns<Gathering> EventColumns = new()
    {
        { "id", row => row.Id },
        { "hub", row => row.Hub },
        { "title", row => row.Title },
        { "starts_at", row => row.StartsAt },
        { "ends_at", row => row.EndsAt },
    };

    internal static void MapProfiles(this RouteGroupBuilder api)
    {
        MapHubs(api);
        MapOrganisations(api);
        MapMembers(api);
        MapEvents(api);
    }

    private static void MapHubs(RouteGroupBuilder api)
    {
        var hubs = api.MapGroup("/hubs").WithTags("Hubs");
        hubs.MapGet("/", async ([AsParameters] ListQuery query, HttpContext http, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            var request = query.ToPage();
            if (scope.Hubs is not { } own) return Lists.Answer(http, await store.ListHubsAsync(request, ct), request, hub => hub.Id, HubColumns);
            var mine = new List<Hub>();
            foreach (var id in own.Order(StringComparer.Ordinal))
            {
                if (await store.FindHubAsync(id, ct) is { } hub) mine.Add(hub);
            }
            return Lists.Answer(http, mine, request, HubColumns);
        }).Allow(Role.Admin, Role.Host).WithSummary("The hubs that are yours").Produces<ListAnswer<Hub>>();
        hubs.MapGet("/{id}", async (string id, Scope scope, CancellationToken ct) => Results.Json(await scope.HubAsync(id, ct)))
            .Allow(Role.Admin, Role.Host).WithSummary("A hub").Produces<Hub>();
        hubs.MapPut("/{id}", async (string id, JsonObject body, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            if (scope.Caller.Role == Role.Host) await scope.HubAsync(id, ct);
            await Put(store, "hubs", id, body, scope.Hubs, ct);
            return Results.Json(await scope.HubAsync(id, ct));
        }).Allow(Role.Admin, Role.Host).WithSummary("Make or change a hub").Produces<Hub>()
            .WithExample("""{ "name": "Samverket Luleå", "municipality": "Luleå", "timeZone": "Europe/Stockholm", "neighbours": ["boden"] }""");
        hubs.MapDelete("/{id}", async (string id, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            await scope.HubAsync(id, ct);
            return Deleted(await store.DeleteHubAsync(id, ct), "hub", id);
        }).Allow(Role.Admin, Role.Host).WithSummary("Delete a hub without members").Produces(204);
    }

    private static void MapOrganisations(RouteGroupBuilder api)
    {
        var organisations = api.MapGroup("/organisations").WithTags("Organisations");
        organisations.MapGet("/", async ([AsParameters] ListQuery query, HttpContext http, SqlStore store, CancellationToken ct) =>
        {
            var request = query.ToPage();
            return Lists.Answer(http, await store.ListOrganisationsAsync(request, ct), request, organisation => organisation.Id, OrganisationColumns);
        }).Allow(Role.Admin, Role.Host).WithSummary("All organisations").Produces<ListAnswer<Organisation>>();
        organisations.MapGet("/{id}", async (string id, SqlStore store, CancellationToken ct) =>
            Results.Json(await store.FindOrganisationAsync(id, ct) ?? throw ProblemException.NotFound("organisation", id)))
            .Allow(Role.Admin, Role.Host).WithSummary("An organisation").Produces<Organisation>();
        organisations.MapPut("/{id}", async (string id, JsonObject body, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            await Put(store, "organisations", id, body, scope.Hubs, ct);
            return Results.Json(await store.FindOrganisationAsync(id, ct));
        }).Allow(Role.Admin, Role.Host).WithSummary("Make or change an organisation").Produces<Organisation>()
            .WithExample("""{ "name": "Luleå kommun", "sector": "municipality", "shortName": "Luleå", "keywords": ["bygglov", "detaljplan"] }""");
        organisations.MapDelete("/{id}", async (string id, SqlStore store, CancellationToken ct) => Deleted(await store.DeleteOrganisationAsync(id, ct), "organisation", id))
            .Allow(Role.Admin, Role.Host).WithSummary("Delete an organisation without members").Produces(204);
    }

    private static void MapMembers(RouteGroupBuilder api)
    {
        var members = api.MapGroup("/members").WithTags("Members");
        members.MapGet("/", async ([AsParameters] ListQuery query, HttpContext http, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            var request = query.ToPage();
            var page = await store.ListMembersAsync(request, scope.Hubs?.ToList(), ct);
            return Lists.Answer(http, page with { Items = [.. page.Items.Select(member => Shown(member, scope))] }, request, member => member.Id, MemberColumns);
        }).Allow(Role.Admin, Role.Host).WithSummary("The members of your hubs").Produces<ListAnswer<Member>>();
        members.MapGet("/{id}", async (string id, Scope scope, CancellationToken ct) => Results.Json(Shown(await scope.MemberAsync(id, ct), scope)))
            .Allow(Role.Admin, Role.Host, Role.Member).WithSummary("A member").Produces<Member>();
        members.MapPut("/{id}", PutMember).Allow(Role.Admin, Role.Host, Role.Member).WithSummary("Make or change a member; a member changes her own profile").Produces<Member>()
            .WithExample("""{ "name": "Anna Berg", "organisation": "lulea-kommun", "hub": "lulea", "challenges": ["Vi har för många detaljplaner igång samtidigt"], "skills": ["Kan upphandla innovation"], "days": ["tue", "thu"] }""");
        members.MapDelete("/{id}", async (string id, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            await scope.MemberAsync(id, ct);
            return Deleted(await store.DeleteMemberAsync(id, ct), "member", id);
        }).Allow(Role.Admin, Role.Host, Role.Member).WithSummary("Erase everything held on a member").Produces(204);
    }

    private static void MapEvents(RouteGroupBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Events");
        events.MapGet("/", async ([AsParameters] ListQuery query, HttpContext http, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            var request = query.ToPage();
            return Lists.Answer(http, await store.ListGatheringsAsync(request, scope.Hubs?.ToList(), ct), request, gathering => gathering.Id, EventColumns);
        }).Allow(Role.Admin, Role.Host).WithSummary("The events of your hubs").Produces<ListAnswer<Gathering>>();
        events.MapGet("/{id}", async (string id, Scope scope, CancellationToken ct) => Results.Json(await scope.EventAsync(id, ct)))
            .Allow(Role.Admin, Role.Host).WithSummary("An event").Produces<Gathering>();
        events.MapPut("/{id}", async (string id, JsonObject body, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            if (await store.FindGatheringAsync(id, ct) is not null) await scope.EventAsync(id, ct);
            await Put(store, "events", id, body, scope.Hubs, ct);
            return Results.Json(await scope.EventAsync(id, ct));
        }).Allow(Role.Admin, Role.Host).WithSummary("Make or change an event").Produces<Gathering>()
            .WithExample("""{ "hub": "lulea", "title": "Frukost om elnät", "startsAt": "2026-12-03T08:00:00+01:00", "topics": ["elnät"], "capacity": 30 }""");
        events.MapDelete("/{id}", async (string id, Scope scope, SqlStore store, CancellationToken ct) =>
        {
            await scope.EventAsync(id, ct);
            return Deleted(await store.DeleteGatheringAsync(id, ct), "event", id);
        }).Allow(Role.Admin, Role.Host).WithSummary("Delete an event with its attendance").Produces(204);
    }

    private static async Task<IResult> PutMember(string id, JsonObject body, Scope scope, SqlStore store, CancellationToken ct)
    {
        var known = await store.FindMemberAsync(id, ct);
        // A host may make a new member in her hub; the row's own check sees to the hub. Nobody reaches a foreign one.
        if (known is not null || scope.Caller.Role == Role.Member) known = await scope.MemberAsync(id, ct);
        if (scope.Caller.Role == Role.Member) body = Merge(known!, body);
        // The title is the member's: a host neither sees nor loses it by saving the rest.
        else if (known?.Title is { } title && !body.ContainsKey("title")) body["title"] = title;
        await Put(store, "members", id, body, scope.Caller.Role == Role.Host ? scope.Hubs : null, ct);
        return Results.Json(Shown(await scope.MemberAsync(id, ct), scope));
    }

    /// <summary>A member's own changes over what the hub keeps; a change of the hub's fields is refused by name.</summary>
    private static JsonObject Merge(Member known, JsonObject changes)
    {
        var merged = JsonSerializer.SerializeToNode(known, Json.Options)!.AsObject();
        foreach (var (field, value) in changes)
        {
            if (OwnFields.Contains(field)) merged[field] = value?.DeepClone();
            else if (!JsonNode.DeepEquals(merged[field], value)) throw ProblemException.BadField(field, $"{field} is the hub's to change. Ask your host.");
        }
        return merged;
    }

    // Titles are kept for the member, and shown to others when both have accepted.
    private static Member Shown(Member member, Scope scope) => scope.Caller.Role == Role.Host ? member with { Title = null } : member;

    private static async Task Put(SqlStore store, string table, string id, JsonObject body, IReadOnlySet<string>? hubs, CancellationToken ct)
    {
        if (body["id"] is { } stated && (stated.GetValueKind() != JsonValueKind.String || stated.GetValue<string>() != id))
            throw ProblemException.BadField("id", "The id in the body is another than in the address.");
        body["id"] = id;
        using var document = JsonDocument.Parse(body.ToJsonString());
        var options = new ImportOptions { Scope = hubs is null ? null : new ImportScope(hubs) };
        var dry = await ImportRun.ImportAsync(store, [ImportSource.FromRows(table, [document.RootElement], "body")], options with { DryRun = true }, ct);
        if (dry.Rejects.Count > 0) throw ProblemException.BadField(Camel(dry.Rejects[0].Column) ?? "body", Sentence(dry.Rejects[0].Reason));
        if (dry.UnknownColumns.Values.SelectMany(columns => columns).FirstOrDefault() is { } unknown)
            throw ProblemException.BadField(unknown, $"There is no field '{unknown}'.");
        await ImportRun.ImportAsync(store, [ImportSource.FromRows(table, [document.RootElement], "body")], options, ct);
    }

    private static string? Camel(string? column) => column is null ? null
        : string.Concat(column.Split('_').Select((part, at) => at == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Sentence(string reason) => char.ToUpperInvariant(reason[0]) + reason[1..] + ".";

    private static IResult Deleted(DeleteOutcome outcome, string what, string id) => outcome switch
    {
        DeleteOutcome.Deleted => Results.NoContent(),
        DeleteOutcome.InUse => throw ProblemException.Conflict($"The {what} '{id}' still has members or units. Move or delete them first."),
        _ => throw ProblemException.NotFound(what, id),
    };
}
