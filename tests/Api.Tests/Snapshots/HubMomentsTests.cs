using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Tests;
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

    [Fact]
    public async Task What_another_process_has_written_is_in_the_next_answer_in_a_file_too()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        Assert.Equal("open", (string)(await host.GetJson("introductions/why?a=m02&b=m04"))["gate"]!);
        await using (var other = await SqlStore.OpenAsync(server.Store.Address)) await MeetAsync(other);
        Assert.Equal("already-tied", (string)(await host.GetJson("introductions/why?a=m02&b=m04"))["gate"]!);
    }

    [Fact]
    public async Task What_another_process_has_written_is_in_the_next_answer_and_what_is_old_is_let_go_unasked()
    {
        var database = await (await PostgresServer.SharedAsync()).MakeStoreAsync();
        await using var server = await RunningServer.StartOnAsync(database);
        await using var second = await RunningServer.StartOnAsync(database, empty: true);
        using var host = second.Host;
        Assert.Equal("open", (string)(await host.GetJson("introductions/why?a=m02&b=m04"))["gate"]!);
        await MeetAsync(server.Store);
        Assert.Equal("already-tied", (string)(await host.GetJson("introductions/why?a=m02&b=m04"))["gate"]!);
        await server.Store.DeleteMemberAsync("m04");
        var patience = TimeSpan.FromSeconds(30);
        for (var waited = TimeSpan.Zero; Moments(second).Count > 0 && waited < patience; waited += TimeSpan.FromMilliseconds(20)) await Task.Delay(20);
        Assert.Equal(0, Moments(second).Count);
    }

    [Fact]
    public async Task What_was_read_at_this_revision_or_a_later_one_is_kept()
    {
        await using var server = await RunningServer.StartAsync();
        var moments = Moments(server);
        var hub = await Now(server, moments);
        moments.Forget(await server.Store.FindRevisionAsync());
        Assert.Same(hub, await Now(server, moments));
        moments.Forget(1 + await server.Store.FindRevisionAsync());
        Assert.Equal(0, moments.Count);
    }

    private static async Task MeetAsync(SqlStore store)
    {
        await using var import = await store.BeginImportAsync();
        import.Put(new Interaction { A = "m02", B = "m04", Kind = InteractionKind.Met, At = RunningServer.Tuesday.AddHours(-1), Minutes = 45 });
        await import.CommitAsync();
    }

    private static HubMoments Moments(RunningServer server) => server.Services.GetRequiredService<HubMoments>();

    private static Task<PresentHub> Now(RunningServer server, HubMoments moments) => moments.NowAsync("lulea", server.Clock.GetUtcNow(), default);
}
