using System.Net;
using System.Text;
using Matching.Api.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Matching.Api.Tests.Jobs;

public sealed class DueRetentionTests
{
    [Fact]
    public async Task A_day_at_a_hub_is_let_go_of_after_a_year_and_a_look_that_finds_nothing_makes_no_snapshot_old()
    {
        await using var server = await RunningServer.StartAsync();
        using var days = new StringContent("member,hub,day\nm01,lulea,2025-11-20\nm01,lulea,2026-11-20\n", Encoding.UTF8, "text/csv");
        await Http.Read(await server.Admin.PostAsync("imports?table=checkins", days), HttpStatusCode.OK);
        Assert.Contains("2025-11-20", await ExportAsync(server), StringComparison.Ordinal);
        var retention = server.Services.GetRequiredService<DueRetention>();
        await retention.RetainAsync(CancellationToken.None);
        var left = await ExportAsync(server);
        Assert.DoesNotContain("2025-11-20", left, StringComparison.Ordinal);
        Assert.Contains("2026-11-20", left, StringComparison.Ordinal);
        var revision = await server.Store.FindRevisionAsync();
        await retention.RetainAsync(CancellationToken.None);
        Assert.Equal(revision, await server.Store.FindRevisionAsync());
    }

    private static async Task<string> ExportAsync(RunningServer server) => (await server.Admin.GetJson("members/m01/export")).ToJsonString();
}
