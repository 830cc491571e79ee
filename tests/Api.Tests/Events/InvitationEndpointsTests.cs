using System.Net;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Api.Tests.Events;

public sealed class InvitationEndpointsTests
{
    private const string Path = "events/frukost/invitations";

    [Fact]
    public async Task A_host_is_told_whom_to_invite_who_waits_what_it_covers_and_who_sits_with_whom()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        var answer = await host.PostJson(Path, """{ "capacity": 3, "seed": 1 }""");
        var items = answer["items"]!.AsArray();
        Assert.Equal(("frukost", "lulea", 3, 1), ((string)answer["event"]!, (string)answer["hub"]!, (int)answer["capacity"]!, (int)answer["seed"]!));
        Assert.InRange((double)answer["expected"]!, 0, 3);
        Assert.Equal((double)answer["expected"]!, items.Sum(item => (double)item!["pShow"]!), 9);
        // About the grid: those who ask for it or can speak of it come first.
        Assert.Equal("m02", (string)items[0]!["member"]!);
        Assert.Equal("Björn", (string)items[0]!["firstName"]!);
        Assert.Contains("elnätet", (string)items[0]!["reasons"]![0]!["sv"]!, StringComparison.Ordinal);
        foreach (var item in items.Concat(answer["waiting"]!.AsArray()))
        {
            Assert.InRange((double)item!["score"]!, 0, 1);
            Assert.InRange(item["reasons"]!.AsArray().Count, 1, 4);
            Assert.All(item["reasons"]!.AsArray(), reason => Assert.False(string.IsNullOrEmpty((string)reason!["sv"]!) || string.IsNullOrEmpty((string)reason["en"]!)));
        }
        var asked = items.Select(item => (string)item!["member"]!).ToList();
        Assert.Equal(12, asked.Concat(answer["waiting"]!.AsArray().Select(item => (string)item!["member"]!)).Distinct().Count());
        Assert.Equal(asked.Order(), answer["tables"]!.AsArray().SelectMany(table => table!.AsArray()).Select(member => (string)member!).Order());
        foreach (var part in new[] { "sectors", "organisations", "newPairs" }) Assert.True((int)answer["coverage"]![part]! > 0, part);
        Assert.Equal(items.Count, (int)answer["_meta"]!["total"]!);
        Assert.Equal("/matching/v1/events/frukost/invitations", (string)answer["_links"]!["self"]!);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_bytes_and_stores_nothing()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        var first = await (await host.PostAsync(Path, Http.Json("{}"))).Content.ReadAsByteArrayAsync();
        Assert.Equal(first, await (await host.PostAsync(Path, Http.Json("{}"))).Content.ReadAsByteArrayAsync());
        Assert.Equal(first, await (await host.PostAsync(Path, null)).Content.ReadAsByteArrayAsync());
        Assert.Empty((await server.Store.LoadGatheringsAsync("lulea", RunningServer.Tuesday))!.Value.Gatherings.Attendance);
    }

    [Fact]
    public async Task The_capacity_and_the_minimum_are_the_events_own_unless_the_host_says_otherwise()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        var own = await host.PostJson(Path, "{}");
        Assert.Equal((5, 2, true), ((int)own["capacity"]!, (int)own["minAttendance"]!, (bool)own["reachesMinimum"]!));
        var small = await host.PostJson(Path, """{ "capacity": 1 }""");
        Assert.False((bool)small["reachesMinimum"]!);
        Assert.Empty((await host.PostJson(Path, """{ "capacity": 0 }"""))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_spreadsheet_gets_both_lists_as_rows()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        host.DefaultRequestHeaders.Accept.ParseAdd("text/csv");
        var response = await host.PostAsync(Path, Http.Json("""{ "capacity": 3 }"""));
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        var rows = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("list;member;firstName;score;pShow;reasons", rows[0], StringComparison.Ordinal);
        Assert.Equal(13, rows.Length);
        Assert.StartsWith("invited;m02;Björn;", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("waiting;", rows[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_or_too_late_is_told_so()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.PostAsync(Path, Http.Json("""{ "capacity": -1 }""")), HttpStatusCode.BadRequest, "capacity");
        await Http.Problem(await host.PostAsync(Path, Http.Json("""{ "capacity": "many" }""")), HttpStatusCode.BadRequest, "capacity");
        await Http.Problem(await host.PostAsync("events/forra/invitations", Http.Json("{}")), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_foreign_event_or_member_looks_like_none()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        using var member = server.As("m01");
        await Http.Problem(await host.PostAsync("events/boden-traff/invitations", Http.Json("{}")), HttpStatusCode.NotFound);
        await Http.Problem(await host.PostAsync("events/none/invitations", Http.Json("{}")), HttpStatusCode.NotFound);
        await Http.Problem(await host.GetAsync("members/b01/events"), HttpStatusCode.NotFound);
        await Http.Problem(await member.GetAsync("members/m02/events"), HttpStatusCode.NotFound);
        await Http.Problem(await member.PostAsync(Path, Http.Json("{}")), HttpStatusCode.Forbidden);
        using var admin = server.Client(Role.Admin);
        await Http.Problem(await admin.GetAsync("members/m01/events"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_member_sees_what_is_coming_in_her_hubs_ranked_with_reasons()
    {
        await using var server = await StartAsync();
        using var member = server.As("m02");
        var items = (await member.GetJson("members/m02/events"))["items"]!.AsArray();
        Assert.Equal(["frukost", "korsang"], items.Select(item => (string)item!["event"]!));
        Assert.Equal("topic", (string)items[0]!["reasons"]![0]!["kind"]!);
        Assert.True((double)items[0]!["score"]! > (double)items[1]!["score"]!);
        Assert.Equal("2026-12-03T08:00:00Z", (string)items[0]!["startsAt"]!);
        Assert.Single((await member.GetJson("members/m02/events?top=1"))["items"]!.AsArray());
        await Http.Problem(await member.GetAsync("members/m02/events?top=0"), HttpStatusCode.BadRequest, "top");
    }

    [Fact]
    public async Task What_has_begun_or_was_declined_is_not_in_the_list()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        await server.PutAsync(new Attendance { Event = "korsang", Member = "m02", Status = AttendanceStatus.Declined });
        await server.PutAsync(new Attendance { Event = "frukost", Member = "m02", Status = AttendanceStatus.Registered });
        var item = Assert.Single((await host.GetJson("members/m02/events"))["items"]!.AsArray())!;
        Assert.Equal(("frukost", "registered"), ((string)item["event"]!, (string)item["status"]!));
        server.Clock.Advance(TimeSpan.FromDays(30));
        using var later = server.Host;
        Assert.Empty((await later.GetJson("members/m02/events"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_guest_sees_every_hub_of_hers_and_a_host_only_her_own()
    {
        await using var server = await StartAsync();
        using var admin = server.Admin;
        await admin.PutJson("members/b01", """{ "name": "Moa Os", "organisation": "bodens", "hub": "boden", "otherHubs": ["lulea"] }""");
        static async Task<IEnumerable<string>> Events(HttpClient client) =>
            (await client.GetJson("members/b01/events"))["items"]!.AsArray().Select(item => (string)item!["event"]!).Order(StringComparer.Ordinal);
        using var member = server.As("b01");
        using var host = server.Host;
        Assert.Equal(["boden-traff", "frukost", "korsang"], await Events(member));
        Assert.Equal(["frukost", "korsang"], await Events(host));
    }

    [Fact]
    public async Task The_list_comes_as_a_spreadsheet_too()
    {
        await using var server = await StartAsync();
        using var member = server.As("m02");
        member.DefaultRequestHeaders.Accept.ParseAdd("text/csv");
        var rows = (await member.GetStringAsync("members/m02/events")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("event;hub;title;startsAt;endsAt;rank;score;status;reasons", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("frukost;lulea;Frukost om elnät;2026-12-03T08:00:00Z;", rows[1], StringComparison.Ordinal);
    }

    /// <summary>A breakfast on the grid and a choir in Luleå, one that is over, and one in Boden.</summary>
    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        await server.PutAsync(
            new Gathering
            {
                Id = "frukost",
                Hub = "lulea",
                Title = "Frukost om elnät",
                StartsAt = RunningServer.Tuesday.AddDays(9),
                EndsAt = RunningServer.Tuesday.AddDays(9).AddHours(1),
                Topics = ["anslutning till elnätet"],
                Capacity = 5,
                MinAttendance = 2,
                Sectors = [Sector.Municipality],
            },
            new Gathering { Id = "korsang", Hub = "lulea", Title = "Körsång", StartsAt = RunningServer.Tuesday.AddDays(10) },
            new Gathering { Id = "forra", Hub = "lulea", Title = "Förra månaden", StartsAt = RunningServer.Tuesday.AddDays(-30) },
            new Gathering { Id = "boden-traff", Hub = "boden", Title = "Träff i Boden", StartsAt = RunningServer.Tuesday.AddDays(5) });
        return server;
    }
}

/// <summary>Puts records into a running server's store.</summary>
internal static class Records
{
    internal static async Task PutAsync(this RunningServer server, params IReadOnlyList<Gathering> gatherings)
    {
        await using var import = await server.Store.BeginImportAsync();
        foreach (var gathering in gatherings) import.Put(gathering);
        await import.CommitAsync();
    }

    internal static async Task PutAsync(this RunningServer server, Attendance word)
    {
        await using var import = await server.Store.BeginImportAsync();
        import.Put(word);
        await import.CommitAsync();
    }
}
