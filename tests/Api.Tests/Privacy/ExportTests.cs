using System.Net;

namespace Matching.Api.Tests.Privacy;

public sealed class ExportTests
{
    [Fact]
    public async Task A_member_reads_everything_held_on_her_with_what_it_is_for()
    {
        await using var server = await RunningServer.StartAsync();
        using var member = server.As("m02");
        var export = await member.GetJson("members/m02/export");
        Assert.Equal("m02", (string)export["member"]!);
        var profile = export["held"]!.AsArray().Single(table => (string)table!["what"]! == "members")!;
        Assert.Equal("Anslutning till elnätet dröjer för nya bostäder", (string)profile["rows"]![0]!["challenges"]![0]!);
        Assert.Equal("2026-11-10T08:00:00Z", (string)export["held"]!.AsArray().Single(table => (string)table!["what"]! == "interactions")!["rows"]![0]!["at"]!);
        Assert.All(export["held"]!.AsArray(), table => Assert.NotEqual("", (string)table!["why"]!));
    }

    [Fact]
    public async Task Nobody_but_herself_and_the_admin_may_have_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var other = server.As("m01");
        using var host = server.Host;
        using var admin = server.Admin;
        await Http.Problem(await other.GetAsync("members/m02/export"), HttpStatusCode.NotFound);
        await Http.Problem(await host.GetAsync("members/m02/export"), HttpStatusCode.Forbidden);
        await Http.Problem(await admin.GetAsync("members/nobody/export"), HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("members/m02/export")).StatusCode);
    }
}
