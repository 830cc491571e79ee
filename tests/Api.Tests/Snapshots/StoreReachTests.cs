using System.Diagnostics;
using System.Net;
using Matching.Api.Conventions;
using Matching.Api.Privacy;
using Matching.Api.Snapshots;
using Matching.Storage;
using Matching.Storage.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Matching.Api.Tests.Snapshots;

/// <summary>
/// A PostgreSQL server that stands still with its lines up: nothing is refused and nothing answered. MATCHING_OUTAGE_SECONDS long, or until
/// everything has been seen.
/// </summary>
public sealed class StoreReachTests
{
    private const string Suggestions = "hubs/lulea/suggestions";

    [Fact]
    public async Task While_the_store_stands_still_what_is_in_memory_answers_writes_are_refused_and_all_recovers()
    {
        await using var database = new PostgresServer();
        await using var server = await RunningServer.StartAsync(settings:
        [
            // An outage of half a minute is asked about more often than one address may.
            "--Matching:Store", await database.MakeStoreAsync(), "--Matching:Limits:PerTokenAMinute", "100000000", "--Matching:Limits:PerAddressAMinute", "100000000",
        ]);
        using var host = server.Host;
        using var member = server.As("m02");
        var (before, events) = (await host.GetStringAsync(Suggestions), await member.GetStringAsync("members/m02/events"));
        await database.FreezeAsync();
        var outage = Stopwatch.StartNew();
        var slowest = TimeSpan.Zero;
        try
        {
            do
            {
                slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, (await AnswersFromMemoryAsync(host, Suggestions, before)).Ticks));
                await AnswersFromMemoryAsync(member, "members/m02/events", events);
                await AnswersFromMemoryAsync(host, "introductions/why?a=m02&b=m04", null);
                await RefusedAsync(host.PostAsync("interactions", Http.Json("[]")));
                await RefusedAsync(host.GetAsync("members/m02"));
                await RefusedAsync(server.Anonymous.GetAsync("/healthz/ready"));
                Assert.Equal(HttpStatusCode.OK, (await server.Anonymous.GetAsync("/healthz/live")).StatusCode);
                Assert.Equal(HttpStatusCode.Unauthorized, (await server.Anonymous.GetAsync(Suggestions)).StatusCode);
            }
            // More often asked, more looks would wait for the audit than may.
            while (await Paced() && outage.Elapsed < TimeSpan.FromSeconds(Figures.Wanted("MATCHING_OUTAGE_SECONDS", 0)));
        }
        finally
        {
            await database.ThawAsync();
        }
        var lasted = outage.Elapsed;
        await ReadyAsync(server);
        Figures.Tell("store out of reach, PostgreSQL stopped", $"{lasted.TotalSeconds:0.0} s, first read {slowest.TotalSeconds:0.0} s, back {(outage.Elapsed - lasted).TotalSeconds:0.0} s after", "30 s, recovers without a restart");
        await host.PostJson("interactions", """[{ "a": "m02", "b": "m04", "kind": "met", "at": "2026-11-24T08:00:00Z", "minutes": 45 }]""");
        using var after = await host.GetAsync(Suggestions);
        Assert.Null(after.Headers.Age);
        Assert.NotEqual(before, await after.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Memory_answers_for_two_minutes_and_not_for_a_hub_that_nobody_asked_for()
    {
        await using var database = new PostgresServer();
        await using var server = await RunningServer.StartOnAsync(await database.MakeStoreAsync());
        using var host = server.Host;
        using var other = server.OtherHost;
        var before = await host.GetStringAsync(Suggestions);
        await database.FreezeAsync();
        try
        {
            server.Clock.Advance(StoreReach.LongestHold);
            await AnswersFromMemoryAsync(host, Suggestions, before);
            await RefusedAsync(other.GetAsync("hubs/boden/suggestions"));
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await RefusedAsync(host.GetAsync(Suggestions));
        }
        finally
        {
            await database.ThawAsync();
        }
        await ReadyAsync(server);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("hubs/boden/suggestions")).StatusCode);
    }

    [Fact]
    public async Task A_look_that_finds_no_room_to_wait_for_the_audit_is_refused()
    {
        await using var database = new PostgresServer();
        await using var server = await RunningServer.StartOnAsync(await database.MakeStoreAsync());
        var audit = server.Services.GetRequiredService<AuditQueue>();
        var look = new AuditEntry(RunningServer.Tuesday, "host:lulea", "GET /members/{id}", "somebody", null);
        await database.FreezeAsync();
        try
        {
            // What is being written has left the room.
            var refused = await Assert.ThrowsAsync<ProblemException>(() => audit.AddAsync([.. Enumerable.Repeat(look, (2 * AuditQueue.MostWaiting) + 1)], TestContext.Current.CancellationToken).AsTask());
            Assert.Equal(Problem.Unavailable, refused.Problem);
        }
        finally
        {
            await database.ThawAsync();
        }
    }

    private static async Task<bool> Paced()
    {
        if (Figures.Wanted("MATCHING_OUTAGE_SECONDS", 0) > 0) await Task.Delay(TimeSpan.FromSeconds(0.25));
        return true;
    }

    private static async Task<TimeSpan> AnswersFromMemoryAsync(HttpClient client, string path, string? before)
    {
        var took = Stopwatch.StartNew();
        using var response = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Headers.Age);
        var warning = Assert.Single(response.Headers.Warning);
        Assert.Equal(111, warning.Code);
        Assert.Equal(RunningServer.Tuesday, warning.Date);
        if (before is not null) Assert.Equal(before, await response.Content.ReadAsStringAsync());
        return took.Elapsed;
    }

    private static async Task RefusedAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        await Http.Problem(response, HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
    }

    private static async Task ReadyAsync(RunningServer server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await server.Anonymous.GetAsync("/healthz/ready", patience.Token)).IsSuccessStatusCode) await Task.Delay(50, patience.Token);
    }
}
