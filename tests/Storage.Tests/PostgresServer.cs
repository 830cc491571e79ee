using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Matching.Storage.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Matching.Storage.Tests;

/// <summary>
/// One real PostgreSQL for a run of the tests: started when the first test asks for a database, stopped at the end. What a
/// run that was killed has left is cleared away by the next.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // Not the order that ids must have: in Swedish a comes before B, and å after z.
    private const string Empty = "template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE'";

    // Making a database copies some 500 files, which takes 25 ms in memory and up to 400 ms on a busy disk.
    private const string Memory = "/dev/shm";

    private const long Room = 2L << 30;

    private static readonly string Root = Path.Combine(HasRoom() ? Memory : Path.GetTempPath(), "matching-postgres");

    private readonly Lazy<Task<Server>> server = new(StartAsync);
    private readonly Lazy<Task<string>> upToDate;
    private IReadOnlyList<string> frozen = [];
    private int made;

    public PostgresServer() => upToDate = new(MakeUpToDateAsync);

    /// <summary>The server that all tests share.</summary>
    internal static async Task<PostgresServer> SharedAsync() =>
        await TestContext.Current.GetFixture<PostgresServer>() ?? throw new InvalidOperationException("The assembly has no PostgresServer.");

    /// <summary>Settings of a new database without tables.</summary>
    internal Task<string> MakeEmptyAsync() => MakeAsync(Empty);

    /// <summary>Settings of a new store that is up to date and empty.</summary>
    internal async Task<string> MakeStoreAsync() => await MakeAsync(await upToDate.Value);

    internal async Task DropAsync(string settings) =>
        await RunAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(settings).Database} WITH (FORCE)");

    internal async Task RunAsync(string sql)
    {
        await using var command = (await server.Value).Admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The number of the one process of the server that is in the middle of a transaction.</summary>
    internal async Task<int> WriterAsync()
    {
        await using var command = (await server.Value).Admin.CreateCommand("SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Stops every process of the server where it stands, as when a machine hangs: lines stay up, and nothing is answered.</summary>
    internal async Task FreezeAsync()
    {
        frozen = await ProcessesAsync();
        await SignalAsync("-STOP", frozen);
    }

    /// <summary>Lets the server go on.</summary>
    internal Task ThawAsync() => SignalAsync("-CONT", frozen);

    public async ValueTask DisposeAsync()
    {
        if (!server.IsValueCreated) return;
        var running = await server.Value;
        await running.Admin.DisposeAsync();
        await ClearAsync(running.Folder);
        await running.Lock.DisposeAsync();
        File.Delete(running.Lock.Name);
    }

    private async Task<string> MakeAsync(string template)
    {
        var name = $"t{Interlocked.Increment(ref made)}";
        await RunAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new NpgsqlConnectionStringBuilder((await server.Value).Admin.ConnectionString) { Database = name, Pooling = true }.ToString();
    }

    private async Task<string> MakeUpToDateAsync()
    {
        var settings = await MakeEmptyAsync();
        await using var store = await SqlStore.OpenAsync(StoreAddress.Parse(settings));
        return new NpgsqlConnectionStringBuilder(settings).Database!;
    }

    // The postmaster and its children.
    private async Task<IReadOnlyList<string>> ProcessesAsync()
    {
        var postmaster = (await File.ReadAllLinesAsync(Path.Combine((await server.Value).Folder, "postmaster.pid")))[0];
        var children = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0]) && ParentOf(name) == postmaster);
        return [postmaster, .. children!];
    }

    private static string? ParentOf(string process)
    {
        try
        {
            // After the name, which stands in brackets: state and parent (proc(5)).
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[1];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task SignalAsync(string signal, IReadOnlyList<string> processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task<Server> StartAsync()
    {
        Directory.CreateDirectory(Root);
        await ClearLeftAsync();
        var mine = Lock();
        var folder = Path.ChangeExtension(mine.Name, null);
        var port = FreePort();
        await ScriptAsync("start", folder, port);
        return new Server(folder, mine, NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres"));
    }

    private static bool HasRoom() => Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > Room;

    // A lock that nobody holds is of a run that was killed.
    private static async Task ClearLeftAsync()
    {
        foreach (var file in Directory.GetFiles(Root, "*.lock"))
        {
            if (TryLock(file, FileMode.Open) is not { } left) continue;
            await ClearAsync(Path.ChangeExtension(file, null));
            await left.DisposeAsync();
            File.Delete(file);
        }
    }

    private static async Task ClearAsync(string folder)
    {
        if (File.Exists(Path.Combine(folder, "postmaster.pid"))) await ScriptAsync("stop", folder);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static FileStream Lock()
    {
        while (true)
        {
            if (TryLock(Path.Combine(Root, $"{Guid.NewGuid():N}.lock"), FileMode.CreateNew) is { } mine) return mine;
        }
    }

    private static FileStream? TryLock(string file, FileMode mode)
    {
        try
        {
            return new FileStream(file, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private static async Task ScriptAsync(string command, string folder, params string[] more)
    {
        var programs = Environment.GetEnvironmentVariable("MATCHING_PG_BINDIR");
        Assert.True(Directory.Exists(programs), "MATCHING_PG_BINDIR does not name PostgreSQL's programs. Run ./test.sh, or set it to what eng/setup-postgres.sh prints.");
        var start = new ProcessStartInfo(Path.Combine(Here(), "..", "..", "eng", "pg-test-server.sh"), [command, programs!, folder, .. more]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"pg-test-server.sh {command}: {errors}");
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private sealed record Server(string Folder, FileStream Lock, NpgsqlDataSource Admin);
}
