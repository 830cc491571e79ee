using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace Matching.Api.Tests.Snapshots;

public sealed class HubMomentsTests
{
    [Fact]
    public async Task A_hub_is_read_once_for_all_who_ask_at_once_and_again_while_nothing_changes()
    {
        await using var server = await RunningServer.StartAsync();
        var moments = Moments(server);
        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Now(server, moments)));
        Assert.All(asked, one => Assert.Same(asked[0], one));
        server.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Same(asked[0], await Now(server, moments));
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_ties_are_weighed_anew()
    {
        await using var server = await RunningServer.StartAsync();
        var moments = Moments(server);
        var before = await Now(server, moments);
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(server.Clock.GetUtcNow(), (await Now(server, moments)).Hub.AsOf);
        Assert.NotSame(before, await Now(server, moments));
    }

    [Fact]
    public async Task Whoever_has_written_reads_her_own_word_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        Assert.Equal("open", (string)(await host.GetJson("introductions/why?a=m02&b=m04"))["gate"]!);
        await host.PostJson("interactions", """[{ "a": "m02", "b": "m04", "kind": "met", "at": "2026-11-24T08:00:00Z", "minutes": 45 }]""");
        Assert.Equal("already-tied", (string)(await host.GetJson("introductions/why?a=m02&b=m04"))["gate"]!);
    }

    [Fact]
    public async Task Withdrawn_consent_takes_effect_in_the_next_answer()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        Assert.Equal("open", (string)(await host.GetJson("introductions/why?a=m02&b=m04"))["gate"]!);
        var member = await host.GetJson("members/m04");
        member["matchable"] = false;
        await host.PutJson("members/m04", member.ToJsonString());
        Assert.Equal("not-matchable", (string)(await host.GetJson("introductions/why?a=m02&b=m04"))["gate"]!);
    }

    [Fact]
    public async Task A_hub_that_was_not_there_is_found_once_it_is()
    {
        await using var server = await RunningServer.StartAsync();
        var moments = Moments(server);
        await Assert.ThrowsAsync<ProblemException>(() => moments.NowAsync("ny", server.Clock.GetUtcNow(), default));
        using var admin = server.Admin;
        await admin.PutJson("hubs/ny", """{ "name": "Ny hubb" }""");
        Assert.Equal("ny", (await moments.NowAsync("ny", server.Clock.GetUtcNow(), default)).Hub.Hub.Id);
    }

    [Fact]
    public async Task A_caller_who_goes_away_takes_nobodys_answer_along()
    {
        await using var server = await RunningServer.StartAsync();
        var moments = Moments(server);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moments.NowAsync("lulea", server.Clock.GetUtcNow(), gone.Token));
        Assert.Equal("lulea", (await Now(server, moments)).Hub.Hub.Id);
    }

    private static HubMoments Moments(RunningServer server) => server.Services.GetRequiredService<HubMoments>();

    private static Task<PresentHub> Now(RunningServer server, HubMoments moments) => moments.NowAsync("lulea", server.Clock.GetUtcNow(), default);
}
