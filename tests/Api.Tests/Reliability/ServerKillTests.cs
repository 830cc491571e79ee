using System.Collections.Concurrent;
using System.Diagnostics;
using Matching.Storage;
using Matching.Storage.Tests;
using Npgsql;

namespace Matching.Api.Tests.Reliability;

/// <summary>
/// The real server under a mixed load of four clients, killed at random moments, and on PostgreSQL every other time a process of the database
/// instead; the clients repeat what was not answered. MATCHING_SERVER_KILLS kills, or as many as MATCHING_KILL_SECONDS allow.
/// </summary>
public sealed class ServerKillTests
{
    private const int Clients = 4;
    private const int Seed = 20261124;

    // Of all clients together; one walk is told in some 25 lines.
    private const int MostLines = 80;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_file_nothing_acknowledged_is_lost_and_what_is_repeated_is_done_once()
    {
        using var server = await SpareServer.StartAsync(null);
        await KillAsync(server, "SQLite", _ =>
        {
            server.Kill();
            return server.AgainAsync();
        });
    }

    [Fact]
    public async Task On_PostgreSQL_nothing_acknowledged_is_lost_and_what_is_repeated_is_done_once()
    {
        await using var database = new PostgresServer();
        using var server = await SpareServer.StartAsync(await database.MakeStoreAsync());
        await KillAsync(server, "PostgreSQL", async killed =>
        {
            if (killed % 2 == 0) await KillBackendAsync(server.Store);
            else
            {
                server.Kill();
                await server.AgainAsync();
            }
            await server.ReadyAsync();
        });
    }

    private static async Task KillAsync(SpareServer server, string name, Func<int, Task> kill)
    {
        var (moments, invariants, acknowledged) = (new Random(Seed), new StoreInvariants(server.Store, HubWalk.Members), new ConcurrentQueue<string>());
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => WalkAsync(server, client, acknowledged, enough.Token))).ToList();
        var (killed, wanted, until) = (0, Figures.Wanted("MATCHING_SERVER_KILLS", 4), Stopwatch.StartNew());
        for (; killed < wanted && until.Elapsed < TimeSpan.FromSeconds(Figures.Wanted("MATCHING_KILL_SECONDS", 600)); killed++)
        {
            var (lines, later) = (moments.Next(1, MostLines), TimeSpan.FromMilliseconds(moments.NextDouble() * 20));
            TestContext.Current.TestOutputHelper?.WriteLine($"kill {killed} of seed {Seed}: {later.TotalMilliseconds:0.0} ms after {lines} acknowledgements");
            for (var enoughLines = acknowledged.Count + lines; acknowledged.Count < enoughLines && clients.TrueForAll(client => !client.IsFaulted);) await Task.Delay(1, Ct);
            await Task.Delay(later, Ct);
            await kill(killed);
            await invariants.HoldAsync(acknowledged.ToArray());
            if (clients.Find(client => client.IsFaulted) is { } broken) await broken;
        }
        await enough.CancelAsync();
        foreach (var client in clients) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client);
        await invariants.HoldAsync(acknowledged);
        await using var store = await SqlStore.OpenAsync(StoreAddress.Parse(server.Store), Ct);
        Assert.Null((await store.CheckAuditAsync(Ct)).BrokenAt);
        Figures.Tell($"kills of the server under load, {name}", $"{killed} kills, {acknowledged.Count} acknowledged writes, 0 lost", "0 lost, 0 doubled");
    }

    private static async Task WalkAsync(SpareServer server, int client, ConcurrentQueue<string> acknowledged, CancellationToken ct)
    {
        for (var hub = 0; ; hub++) await new HubWalk(server, $"c{client}x{hub}", acknowledged).RunAsync(ct);
    }

    // One that serves the store, as when the machine's memory runs out; the server then ends all others and reads its log again.
    private static async Task KillBackendAsync(string store)
    {
        await using var connection = new NpgsqlConnection($"{store};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT pid FROM pg_stat_activity WHERE application_name = 'matching' AND datname = current_database() ORDER BY state = 'idle', pid LIMIT 1";
        if (await command.ExecuteScalarAsync(Ct) is not int backend) return;
        using var process = Process.GetProcessById(backend);
        process.Kill();
        await process.WaitForExitAsync(Ct);
    }
}
