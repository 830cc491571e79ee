using System.Net;
using System.Text.Json.Nodes;
using Matching.Storage.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Matching.Api.Tests.Privacy;

public sealed class AuditTests
{
    [Fact]
    public async Task A_member_reads_who_saw_and_who_decided_about_her_and_nothing_about_others()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await host.GetJson("members/m02");
        await host.GetJson("introductions/why?a=m02&b=m04");
        var round = await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z", "budget": 3 }""", HttpStatusCode.Created);
        var first = round["introductions"]![0]!;
        await host.PatchJson($"introductions/{(string)first["id"]!}", """{ "action": "approve" }""");
        var about = (string)first["a"]!;
        using var member = server.As(about);
        var decided = await Lines(member, "audit", line => (string)line["action"]! == "PATCH /introductions/{id}");
        Assert.Equal(("host:lulea", (string)first["id"]!), ((string)decided["actor"]!, (string)decided["thing"]!));
        using var looked = server.As("m02");
        await Lines(looked, "audit", line => (string)line["action"]! == "GET /members/{id}");
        await Lines(looked, "audit", line => (string)line["action"]! == "GET /introductions/why");
        var own = Pseudonym.Of(server.Services.GetRequiredService<LocalKey>(), "m02");
        Assert.All((await looked.GetJson("audit"))["items"]!.AsArray(), line => Assert.Equal(own, (string)line!["subject"]!));
        await Http.Problem(await looked.GetAsync("audit?subject=m01"), HttpStatusCode.NotFound);
        await Http.Problem(await host.GetAsync("audit"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_she_sees_of_herself_and_what_was_refused_is_no_line()
    {
        await using var server = await RunningServer.StartAsync();
        using var member = server.As("m02");
        using var host = server.OtherHost;
        await member.GetJson("members/m02");
        await Http.Problem(await host.GetAsync("members/m02"), HttpStatusCode.NotFound);
        using var ownHost = server.Host;
        await ownHost.GetJson("members/m02");
        await Lines(member, "audit", line => (string)line["actor"]! == "host:lulea");
        Assert.Single((await member.GetJson("audit"))["items"]!.AsArray());
    }

    [Fact]
    public async Task The_admin_reads_what_was_done_to_one_who_has_been_erased_and_no_id_of_hers_is_in_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var member = server.As("m12");
        using var admin = server.Admin;
        Assert.Equal(HttpStatusCode.NoContent, (await member.DeleteAsync("members/m12")).StatusCode);
        var line = await Lines(admin, "audit?subject=m12", entry => (string)entry["action"]! == "DELETE /members/{id}");
        Assert.StartsWith("member:", (string)line["actor"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("m12", line.ToJsonString(), StringComparison.Ordinal);
        await Http.Problem(await admin.GetAsync("audit?cursor=x"), HttpStatusCode.BadRequest, "cursor");
    }

    [Fact]
    public async Task Looks_that_wait_are_written_before_the_server_stops()
    {
        var server = await RunningServer.StartAsync();
        var store = server.Store;
        using var host = server.Host;
        for (var look = 0; look < 25; look++) await host.GetJson("members/m02");
        await server.StopAsync();
        Assert.Equal(25, (await store.CheckAuditAsync()).Rows);
        await server.DisposeAsync();
    }

    // Looks are written soon, and not at once.
    private static async Task<JsonNode> Lines(HttpClient client, string path, Func<JsonNode, bool> wanted)
    {
        for (var end = TimeProvider.System.GetTimestamp() + (10 * TimeProvider.System.TimestampFrequency); TimeProvider.System.GetTimestamp() < end;)
        {
            if ((await client.GetJson(path))["items"]!.AsArray().FirstOrDefault(line => wanted(line!)) is { } found) return found;
        }
        throw new TimeoutException($"No such line came to {path}.");
    }
}
