using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Matching.Storage.Access;
using Matching.Storage.Tests;

namespace Matching.Api.Tests.Reliability;

/// <summary>
/// Many clients at once on one hub of a server that is a process of its own, the clients beside it on the same machine; figures are told and not
/// asserted, since they are the machine's. MATCHING_LOAD_SECONDS of 200 clients, MATCHING_GOAL_SECONDS of reads and of writes alone.
/// </summary>
public sealed class LoadTests
{
    private const int Clients = 200;
    private const int Shared = 4;

    // Enough to keep two cores busy, and few enough not to measure the queue alone.
    private const int GoalClients = 16;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static TimeSpan LoadTime => TimeSpan.FromSeconds(Figures.Wanted("MATCHING_LOAD_SECONDS", 10));

    private static TimeSpan GoalTime => TimeSpan.FromSeconds(Figures.Wanted("MATCHING_GOAL_SECONDS", 1));

    [Fact]
    public async Task Two_hundred_clients_on_a_file_end_where_their_acknowledged_writes_lead()
    {
        using var server = await SpareServer.StartAsync(null);
        await MixedAsync(server, "SQLite");
    }

    [Fact]
    public async Task Two_hundred_clients_on_PostgreSQL_end_where_their_acknowledged_writes_lead()
    {
        await using var database = new PostgresServer();
        using var server = await SpareServer.StartAsync(await database.MakeStoreAsync());
        await MixedAsync(server, "PostgreSQL");
    }

    [Fact]
    public async Task Reads_and_writes_alone_on_a_file()
    {
        using var server = await SpareServer.StartAsync(null);
        await GoalsAsync(server, "SQLite");
    }

    [Fact]
    public async Task Reads_and_writes_alone_on_PostgreSQL()
    {
        await using var database = new PostgresServer();
        using var server = await SpareServer.StartAsync(await database.MakeStoreAsync());
        await GoalsAsync(server, "PostgreSQL");
    }

    // Each client writes a member of its own, one of a few that many write, and meetings; and reads four times as often.
    private static async Task MixedAsync(SpareServer server, string name)
    {
        using var host = await FillAsync(server, Clients + Shared);
        var (reads, writes, log) = (new ConcurrentQueue<double>(), new ConcurrentQueue<double>(), new ConcurrentQueue<Written>());
        var meetings = 0;
        await TogetherAsync(Clients, LoadTime, async (client, turn) =>
        {
            switch (turn % 15)
            {
                case 3:
                    await WriteAsync(host, client, turn, writes, log);
                    break;
                case 8:
                    await WriteAsync(host, Clients + turn % Shared, (client * 100_000) + turn, writes, log);
                    break;
                case 13:
                    var at = RunningServer.Tuesday.AddSeconds(turn).ToString("O", CultureInfo.InvariantCulture);
                    await TimedAsync(writes, () => host.PostAsync("interactions", Http.Json($$"""[{ "a": "m{{client}}", "b": "m{{client + 1}}", "kind": "met", "at": "{{at}}" }]""")));
                    Interlocked.Increment(ref meetings);
                    break;
                default:
                    await TimedAsync(reads, () => host.GetAsync(turn % 2 == 0 ? $"hubs/load/suggestions?member=m{client}&top=3" : $"members/m{client}"));
                    break;
            }
        });
        await AssertReplayedAsync(server, log);
        await new StoreInvariants(server.Store, Clients + Shared).HoldAsync([]);
        Assert.Equal(meetings, await CountMeetingsAsync(server));
        Tell($"{Clients} clients, reads, {name}", reads, LoadTime, "no error but 409 and 429");
        Tell($"{Clients} clients, writes, {name}", writes, LoadTime, "end state that of the acknowledged writes");
    }

    private static async Task GoalsAsync(SpareServer server, string name)
    {
        using var host = await FillAsync(server, Clients);
        var warm = new ConcurrentQueue<double>();
        await TogetherAsync(GoalClients, GoalTime, (client, _) => TimedAsync(warm, () => host.GetAsync($"hubs/load/suggestions?member=m{client}&top=3")));
        var (reads, writes, log) = (new ConcurrentQueue<double>(), new ConcurrentQueue<double>(), new ConcurrentQueue<Written>());
        await TogetherAsync(GoalClients, GoalTime, (client, _) => TimedAsync(reads, () => host.GetAsync($"hubs/load/suggestions?member=m{client}&top=3")));
        Tell($"cached reads, {name}", reads, GoalTime, "2000/s at p99 <= 10 ms");
        await TogetherAsync(GoalClients, GoalTime, (client, turn) => WriteAsync(host, client, turn, warm, log));
        await TogetherAsync(GoalClients, GoalTime, (client, turn) => WriteAsync(host, client, turn + 1_000_000, writes, log));
        await AssertReplayedAsync(server, log);
        Tell($"durable writes of a profile, {name}", writes, GoalTime, "500/s at p99 <= 30 ms");
        var small = new ConcurrentQueue<double>();
        await TogetherAsync(GoalClients, GoalTime, (client, _) => TimedAsync(small, () => host.PostAsync($"members/m{client}/resume", null)));
        Tell($"durable writes of one field, {name}", small, GoalTime, "500/s at p99 <= 30 ms");
    }

    private static async Task<HttpClient> FillAsync(SpareServer server, int members)
    {
        using var admin = server.Client(Role.Admin);
        await admin.PutJson("hubs/load", """{ "name": "Hubb" }""");
        await admin.PutJson("organisations/kommun", """{ "name": "Luleå kommun", "sector": "municipality" }""");
        await admin.PutJson("organisations/nat", """{ "name": "Svenska kraftnät", "sector": "agency" }""");
        var rows = string.Concat(Enumerable.Range(0, members).Select(at => $"m{at},Namn {at},{(at % 2 == 0 ? "kommun" : "nat")},load,Vi söker plats {at % 9},Har plats {(at + 4) % 9}\n"));
        using var csv = new StringContent("id,name,organisation,hub,challenges,skills\n" + rows, System.Text.Encoding.UTF8, "text/csv");
        var report = await Http.Read(await admin.PostAsync("imports?table=members", csv), HttpStatusCode.OK);
        Assert.Empty(report["rejected"]!.AsArray());
        return server.Client(Role.Host, ["load"]);
    }

    private static Task TogetherAsync(int clients, TimeSpan time, Func<int, int, Task> request)
    {
        var clock = Stopwatch.StartNew();
        return Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            for (var turn = client; clock.Elapsed < time; turn++) await request(client, turn);
        })));
    }

    private static async Task WriteAsync(HttpClient host, int member, int version, ConcurrentQueue<double> times, ConcurrentQueue<Written> log)
    {
        var began = Stopwatch.GetTimestamp();
        var employer = member % 2 == 0 ? "kommun" : "nat";
        var body = $$"""{ "name": "Namn {{member}}", "organisation": "{{employer}}", "hub": "load", "title": "v{{version}}" }""";
        if (await TimedAsync(times, () => host.PutAsync($"members/m{member}", Http.Json(body)))) log.Enqueue(new Written(member, version, began, Stopwatch.GetTimestamp()));
    }

    private static async Task<bool> TimedAsync(ConcurrentQueue<double> times, Func<Task<HttpResponseMessage>> request)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await request();
        if (!response.IsSuccessStatusCode) Assert.True(response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(Ct)}");
        times.Enqueue(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return response.IsSuccessStatusCode;
    }

    // Of two writes of which one began when the other was acknowledged, the later stands; of two that overlapped, either may.
    private static async Task AssertReplayedAsync(SpareServer server, IEnumerable<Written> log)
    {
        // A title is not a host's to see.
        using var admin = server.Client(Role.Admin);
        foreach (var writes in log.GroupBy(one => one.Member))
        {
            var latest = writes.Max(one => one.Began);
            var may = writes.Where(one => one.Acknowledged >= latest).Select(one => $"v{one.Version}");
            Assert.Contains((string)(await admin.GetJson($"members/m{writes.Key}"))["title"]!, may);
        }
    }

    private static async Task<int> CountMeetingsAsync(SpareServer server)
    {
        await using var store = await Matching.Storage.SqlStore.OpenAsync(Matching.Storage.StoreAddress.Parse(server.Store), Ct);
        return (await store.LoadHubAsync("load", RunningServer.Tuesday.AddYears(1), Ct))!.Interactions.Count;
    }

    private static void Tell(string measure, ConcurrentQueue<double> times, TimeSpan time, string goal)
    {
        var sorted = times.Order().ToList();
        Figures.Tell(measure, $"{sorted.Count / time.TotalSeconds:0}/s, p50 {At(0.50):0.0} ms, p99 {At(0.99):0.0} ms, slowest {sorted[^1]:0.0} ms", goal);

        double At(double share) => sorted[(int)(share * (sorted.Count - 1))];
    }

    private sealed record Written(int Member, int Version, long Began, long Acknowledged);
}
