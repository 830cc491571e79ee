using Matching.Api.Jobs;
using Matching.Api.Snapshots;
using Matching.Profiles;
using Matching.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Matching.Api.Tests.Jobs;

public sealed class DueRoundsTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static readonly IsoWeek Week = new(2026, 48);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Europe/Stockholm", "2026-11-23T02:59:59Z", null)]
    [InlineData("Europe/Stockholm", "2026-11-23T03:00:00Z", "2026-W48")]
    [InlineData("Europe/Stockholm", "2026-11-29T22:59:59Z", "2026-W48")]
    [InlineData("Europe/Stockholm", "2026-11-29T23:00:00Z", null)]
    [InlineData("Europe/Stockholm", "2026-06-01T01:59:59Z", null)]
    [InlineData("Europe/Stockholm", "2026-06-01T02:00:00Z", "2026-W23")]
    [InlineData("America/New_York", "2026-11-23T08:59:59Z", null)]
    [InlineData("America/New_York", "2026-11-23T09:00:00Z", "2026-W48")]
    [InlineData("Europe/Stockholm", "2027-01-01T12:00:00Z", "2026-W53")]
    public void A_round_is_due_from_four_on_Monday_in_the_hubs_own_time_until_the_week_ends(string zone, string now, string? week) =>
        Assert.Equal(week, DueRounds.Due(new Hub { Id = "h", Name = "H", TimeZone = zone }, DateTimeOffset.Parse(now, null))?.ToString());

    [Fact]
    public async Task Each_hub_has_its_round_once_as_a_hosts_own_request_draws_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Rounds(server, server.Services.GetRequiredService<HubMoments>()).DrawAsync(Ct);
        Assert.Equal("draft", (string?)(await host.GetJson("rounds/lulea-2026-W48"))["status"]);
        Assert.NotNull(await server.Store.FindRoundAsync("boden", Week, Ct));
        var drawn = await host.GetByteArrayAsync("rounds/lulea-2026-W48", Ct);
        await Rounds(server, server.Services.GetRequiredService<HubMoments>()).DrawAsync(Ct);
        Assert.Equal(drawn, await host.GetByteArrayAsync("rounds/lulea-2026-W48", Ct));
        var asked = await host.PostAsync("hubs/lulea/rounds", Http.Json("""{ "week": "2026-W48" }"""), Ct);
        Assert.Equal(drawn, await asked.Content.ReadAsByteArrayAsync(Ct));
        var entries = (await server.Store.ListAuditAsync(null, null, new PageRequest(), Ct)).Items.Where(row => row.Entry.Actor == "jobs").ToList();
        Assert.Equal(["boden", "lulea"], entries.Select(row => row.Entry.Thing!).Order());
        Assert.Null((await server.Store.CheckAuditAsync(Ct)).BrokenAt);
    }

    [Fact]
    public async Task Nothing_is_drawn_before_it_is_due()
    {
        await using var server = await RunningServer.StartAsync();
        server.Clock.AdjustTime(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));
        await Rounds(server, server.Services.GetRequiredService<HubMoments>()).DrawAsync(Ct);
        Assert.Null(await server.Store.FindRoundAsync("lulea", Week, Ct));
    }

    [Fact]
    public async Task A_round_that_a_host_drew_stands()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W48", "seed": 9, "budget": 1 }""", System.Net.HttpStatusCode.Created);
        await Rounds(server, server.Services.GetRequiredService<HubMoments>()).DrawAsync(Ct);
        Assert.Equal(9, (await server.Store.FindRoundAsync("lulea", Week, Ct))!.Options.Seed);
    }

    [Fact]
    public async Task Work_that_another_has_taken_is_left_until_its_lease_ends_and_then_done()
    {
        await using var server = await RunningServer.StartAsync();
        var moments = server.Services.GetRequiredService<HubMoments>();
        await server.Store.ClaimRunAsync("lulea", Week, "killed", server.Clock.GetUtcNow(), Lease, Ct);
        await Rounds(server, moments).DrawAsync(Ct);
        Assert.Null(await server.Store.FindRoundAsync("lulea", Week, Ct));
        Assert.NotNull(await server.Store.FindRoundAsync("boden", Week, Ct));
        server.Clock.Advance(Lease);
        await Rounds(server, moments).DrawAsync(Ct);
        Assert.NotNull(await server.Store.FindRoundAsync("lulea", Week, Ct));
    }

    [Fact]
    public async Task A_hub_that_cannot_be_drawn_does_not_hold_up_the_others_and_is_tried_again_later()
    {
        await using var server = await RunningServer.StartAsync();
        // In another's store neither hub is found, so each fails by itself.
        await using var empty = await RunningServer.StartAsync(empty: true);
        await Rounds(server, empty.Services.GetRequiredService<HubMoments>()).DrawAsync(Ct);
        Assert.Null(await server.Store.FindRoundAsync("lulea", Week, Ct));
        var moments = server.Services.GetRequiredService<HubMoments>();
        server.Clock.Advance(Worker.Pause(1) - TimeSpan.FromSeconds(1));
        await Rounds(server, moments).DrawAsync(Ct);
        Assert.Null(await server.Store.FindRoundAsync("lulea", Week, Ct));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Rounds(server, moments).DrawAsync(Ct);
        Assert.NotNull(await server.Store.FindRoundAsync("lulea", Week, Ct));
        Assert.NotNull(await server.Store.FindRoundAsync("boden", Week, Ct));
    }

    [Fact]
    public async Task One_who_is_passed_over_while_it_computes_writes_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var taken = default(RunLease);
        await HookedAsync(server, async () => taken = await server.Store.ClaimRunAsync("boden", Week, "other", server.Clock.GetUtcNow() + Lease, Lease, Ct), Ct);
        Assert.Equal(2, taken!.Epoch);
        Assert.Null(await server.Store.FindRoundAsync("boden", Week, Ct));
        Assert.NotNull(await server.Store.FindRoundAsync("lulea", Week, Ct));
        Assert.True(await server.Store.RenewRunAsync(taken, server.Clock.GetUtcNow() + Lease, Ct));
    }

    [Fact]
    public async Task A_lease_is_prolonged_as_long_as_its_process_computes()
    {
        await using var server = await RunningServer.StartAsync();
        await HookedAsync(server, LongWork, Ct);
        Assert.NotNull(await server.Store.FindRoundAsync("boden", Week, Ct));

        async Task LongWork()
        {
            // Twice the lease goes by, and on to where the last renewal has been written.
            var end = server.Clock.GetUtcNow() + 2 * Lease;
            while (server.Clock.GetUtcNow() < end || await FreeAtAsync(server) < server.Clock.GetUtcNow() + Lease / 2)
            {
                server.Clock.Advance(TimeSpan.FromMilliseconds(500));
                await Task.Delay(10, Ct);
            }
            Assert.Null(await server.Store.ClaimRunAsync("boden", Week, "other", server.Clock.GetUtcNow(), Lease, Ct));
        }
    }

    [Fact]
    public async Task A_process_that_is_asked_to_end_gives_its_work_back_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        using var ending = new CancellationTokenSource();
        await HookedAsync(server, ending.CancelAsync, ending.Token);
        Assert.Null(await server.Store.FindRoundAsync("boden", Week, Ct));
        Assert.Equal(2, (await server.Store.ClaimRunAsync("boden", Week, "other", server.Clock.GetUtcNow(), Lease, Ct))!.Epoch);
    }

    [Fact]
    public async Task A_server_that_is_told_to_draws_by_itself_and_one_that_is_not_does_not()
    {
        await using var server = await RunningServer.StartAsync(settings: ["--Matching:Jobs:Enabled", "true"]);
        while ((await server.Store.ListRoundsAsync("lulea", new PageRequest(), Ct)).Total == 0) await Task.Delay(20, Ct);
        var health = await Http.Read(await server.Anonymous.GetAsync("/healthz/ready", Ct), System.Net.HttpStatusCode.OK);
        Assert.Equal("""{"messagesWaiting":0,"messagesFailed":0,"roundsLate":0}""", health["jobs"]!.ToJsonString());
        await using var quiet = await RunningServer.StartAsync();
        Assert.False(quiet.Services.GetRequiredService<JobSwitch>().IsOn);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3601")]
    public async Task A_lease_of_a_wrong_length_stops_the_start_and_is_named(string seconds)
    {
        var refusal = await Assert.ThrowsAsync<OptionsException>(() => RunningServer.StartAsync(settings: ["--Matching:Jobs:Lease", seconds]));
        Assert.Contains("Matching__Jobs__Lease", refusal.Message, StringComparison.Ordinal);
    }

    // Draws with a clock that does something when the first round, boden's, is asked what time it is for.
    private static Task HookedAsync(RunningServer server, Func<Task> work, CancellationToken ct) =>
        new DueRounds(server.Store, server.Services.GetRequiredService<HubMoments>(), new HookedClock(server.Clock, work), new Worker(Lease), NullLogger<DueRounds>.Instance).DrawAsync(ct);

    private static async Task<DateTimeOffset> FreeAtAsync(RunningServer server)
    {
        await using var connection = new SqliteConnection($"Data Source={server.Store.Address.File};Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT free_at FROM round_runs WHERE hub = 'boden'";
        return DateTimeOffset.UnixEpoch.AddTicks((long)(await command.ExecuteScalarAsync(Ct))! * TimeSpan.TicksPerMicrosecond);
    }

    private sealed class HookedClock(TimeProvider clock, Func<Task> work) : TimeProvider
    {
        private int asked;

        public override DateTimeOffset GetUtcNow()
        {
            // The first question is for the lease, the second for the moment that the round is computed for.
            if (Interlocked.Increment(ref asked) == 2) Task.Run(work).GetAwaiter().GetResult();
            return clock.GetUtcNow();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }

    private static DueRounds Rounds(RunningServer server, HubMoments moments) =>
        new(server.Store, moments, server.Clock, new Worker(Lease), NullLogger<DueRounds>.Instance);
}
