using System.Net;
using Matching.Storage.Access;

namespace Matching.Api.Tests.Profiles;

public sealed class ProfileEndpointsTests
{
    [Theory]
    [InlineData("""{ "name": "Cilla", "name": "Cilla Ek", "organisation": "kommun", "hub": "lulea" }""")]
    [InlineData("""{ "name": "Cilla\ud800", "organisation": "kommun", "hub": "lulea" }""")]
    [InlineData("""{ "\udc00": "Cilla", "organisation": "kommun", "hub": "lulea" }""")]
    public async Task A_field_that_stands_twice_or_half_a_character_is_refused(string body)
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.PutAsync("members/m03", Http.Json(body)), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_put_is_read_back_with_the_columns_of_the_files()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var put = await host.PutJson("members/n1", """{ "name": "Nina Ek", "organisation": "kommun", "hub": "lulea", "challenges": ["Vi behöver mark"], "days": ["tue"], "happyToHelp": false, "joined": "2026-11-01", "contactFor": ["bygglov"] }""");
        Assert.Equal(put.ToJsonString(), (await host.GetJson("members/n1")).ToJsonString());
        Assert.Equal(("2026-11-01", false, "tue", "bygglov"), ((string)put["joined"]!, (bool)put["happyToHelp"]!, (string)put["days"]![0]!, (string)put["contactFor"]![0]!));
    }

    [Theory]
    [InlineData("""{ "name": "Nina", "organisation": "none", "hub": "lulea" }""", "organisation")]
    [InlineData("""{ "name": "Nina", "organisation": "kommun" }""", "hub")]
    [InlineData("""{ "name": "Nina", "organisation": "kommun", "hub": "lulea", "capacity": 3 }""", "capacity")]
    [InlineData("""{ "name": "Nina", "organisation": "kommun", "hub": "lulea", "shoe": 38 }""", "shoe")]
    [InlineData("""{ "name": "Nina 811218-9876", "organisation": "kommun", "hub": "lulea" }""", "name")]
    [InlineData("""{ "id": "other", "name": "Nina", "organisation": "kommun", "hub": "lulea" }""", "id")]
    [InlineData("""{ "name": "Nina", "organisation": "kommun", "hub": "lulea", "happyToHelp": "perhaps" }""", "happyToHelp")]
    public async Task A_bad_field_is_named_and_nothing_is_kept(string body, string field)
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.PutAsync("members/n1", Http.Json(body)), HttpStatusCode.BadRequest, field);
        Assert.Null(await server.Store.FindMemberAsync("n1"));
    }

    [Fact]
    public async Task A_member_changes_her_own_profile_and_not_what_the_hub_keeps()
    {
        await using var server = await RunningServer.StartAsync();
        using var member = server.As("m01");
        var changed = await member.PutJson("members/m01", """{ "skills": ["Kan detaljplaner"], "matchable": false }""");
        Assert.Equal(("Kan detaljplaner", false, "Anna Berg", "Planchef"), ((string)changed["skills"]![0]!, (bool)changed["matchable"]!, (string)changed["name"]!, (string)changed["title"]!));
        await Http.Problem(await member.PutAsync("members/m01", Http.Json("""{ "organisation": "nat" }""")), HttpStatusCode.BadRequest, "organisation");
        await Http.Problem(await member.PutAsync("members/m01", Http.Json("""{ "hub": "boden" }""")), HttpStatusCode.BadRequest, "hub");
        await Http.Problem(await member.GetAsync("members/m02"), HttpStatusCode.NotFound);
        await Http.Problem(await member.PutAsync("members/m02", Http.Json("""{ "skills": [] }""")), HttpStatusCode.NotFound);
        await Http.Problem(await member.PutAsync("members/nobody", Http.Json("""{ "skills": [] }""")), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_title_is_not_a_hosts_to_see_and_not_lost_when_she_saves()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        Assert.Null((await host.GetJson("members/m01"))["title"]);
        Assert.DoesNotContain("Planchef", (await host.GetJson("members?limit=500")).ToJsonString(), StringComparison.Ordinal);
        await host.PutJson("members/m01", """{ "name": "Anna Berg", "organisation": "kommun", "hub": "lulea" }""");
        Assert.Equal("Planchef", (await server.Store.FindMemberAsync("m01"))!.Title);
    }

    [Fact]
    public async Task A_foreign_member_looks_like_none_and_cannot_be_taken_over()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.GetAsync("members/b01"), HttpStatusCode.NotFound);
        await Http.Problem(await host.DeleteAsync("members/b01"), HttpStatusCode.NotFound);
        await Http.Problem(await host.PutAsync("members/b01", Http.Json("""{ "name": "X", "organisation": "kommun", "hub": "lulea" }""")), HttpStatusCode.NotFound);
        await Http.Problem(await host.PutAsync("members/n9", Http.Json("""{ "name": "X", "organisation": "kommun", "hub": "boden" }""")), HttpStatusCode.BadRequest, "hub");
        Assert.DoesNotContain("b01", (await host.GetJson("members?limit=500")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_a_member_takes_everything_and_a_round_stands_without_the_name()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W48", "budget": 3 }""", HttpStatusCode.Created);
        var gone = (string)round["introductions"]![0]!["a"]!;
        using var member = server.As(gone);
        Assert.Equal(HttpStatusCode.NoContent, (await member.DeleteAsync($"members/{gone}")).StatusCode);
        await Http.Problem(await host.GetAsync($"members/{gone}"), HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("rounds/lulea-2026-W48")).StatusCode);
        Assert.DoesNotContain((await server.Store.LoadHubAsync("lulea", RunningServer.Tuesday))!.Interactions, row => row.A == gone || row.B == gone);
    }

    [Fact]
    public async Task What_others_stand_on_is_not_deleted()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        using var admin = server.Admin;
        await Http.Problem(await admin.DeleteAsync("hubs/lulea"), HttpStatusCode.Conflict);
        await Http.Problem(await admin.DeleteAsync("organisations/kommun"), HttpStatusCode.Conflict);
        await Http.Problem(await admin.DeleteAsync("hubs/none"), HttpStatusCode.NotFound);
        await admin.PutJson("organisations/tom", """{ "name": "Tom", "sector": "other" }""");
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync("organisations/tom")).StatusCode);
    }

    [Fact]
    public async Task Hubs_and_events_are_a_hosts_own()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        using var other = server.OtherHost;
        Assert.Equal("lulea", (string)Assert.Single((await host.GetJson("hubs"))["items"]!.AsArray())!["id"]!);
        await Http.Problem(await host.GetAsync("hubs/boden"), HttpStatusCode.Forbidden);
        await Http.Problem(await host.PutAsync("hubs/boden", Http.Json("""{ "name": "Min" }""")), HttpStatusCode.Forbidden);
        await host.PutJson("events/e1", """{ "hub": "lulea", "title": "Frukost", "startsAt": "2026-12-03T08:00:00+01:00" }""");
        Assert.Equal("2026-12-03T07:00:00Z", (string)(await host.GetJson("events/e1"))["startsAt"]!);
        await Http.Problem(await other.GetAsync("events/e1"), HttpStatusCode.NotFound);
        await Http.Problem(await other.PutAsync("events/e1", Http.Json("""{ "hub": "boden", "title": "Min", "startsAt": "2026-12-03T08:00:00+01:00" }""")), HttpStatusCode.NotFound);
        await Http.Problem(await other.DeleteAsync("events/e1"), HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NoContent, (await host.DeleteAsync("events/e1")).StatusCode);
    }

    [Fact]
    public async Task A_business_reads_no_profiles()
    {
        await using var server = await RunningServer.StartAsync();
        using var business = server.Client(Role.Business, member: "m10");
        await Http.Problem(await business.GetAsync("members/m01"), HttpStatusCode.Forbidden);
    }
}
