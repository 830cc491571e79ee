using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Matching.Storage.Tests;

/// <summary>
/// A process is killed while it writes; what it had not committed is gone, and what it had is there. The process is this
/// very program, which turns into a writer before any test starts when the environment tells it to.
/// </summary>
public abstract class CrashTests(Dialect dialect) : StoreTests(dialect)
{
    private const string Variable = "MATCHING_STORE_OF_THE_KILLED";
    private const int Rows = 3000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_killed_import_leaves_all_or_nothing(int seed)
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => import.Put(Some.Hub()));
        // Every other time as the commit begins, and otherwise anywhere before or a while behind it.
        var lines = seed % 2 == 0 ? Rows + 1 : new Random(seed).Next(1, Rows * 3 / 2);
        var told = await KillAsync(temporary.Store.Address, lines);
        await using var store = await SqlStore.OpenAsync(temporary.Store.Address, Ct);
        var found = (await store.ListOrganisationsAsync(new PageRequest { Limit = 1 }, Ct)).Total;
        Assert.Contains(found, new[] { 0, Rows });
        if (told.Contains("committed")) Assert.Equal(Rows, found);
        if (!told.Contains("committing")) Assert.Equal(0, found);
        Assert.NotNull(await store.FindHubAsync("norr", Ct));
        await AssertWholeAsync(store.Address);
        await using var import = await store.BeginImportAsync(Ct);
        import.Put(Some.Organisation("after"));
        await import.CommitAsync(Ct);
    }

    [ModuleInitializer]
    internal static void WriteIfToldTo()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } address) return;
        Write(address);
        Environment.Exit(0);
    }

    // On one thread: another that entered this program would wait for the initializer, and the initializer for it.
    private static void Write(string address)
    {
        var store = SqlStore.OpenAsync(StoreAddress.Parse(address)).GetAwaiter().GetResult();
        var import = store.BeginImportAsync().GetAwaiter().GetResult();
        for (var i = 0; i < Rows; i++)
        {
            // Long enough for the rows to outgrow the cache and to be on the disk before they are committed.
            import.Put(Some.Organisation($"o{i}") with { Remit = new string('x', 30_000) });
            Console.WriteLine(i);
        }
        Console.WriteLine("committing");
        import.CommitAsync().GetAwaiter().GetResult();
        Console.WriteLine("committed");
        for (var i = 0; ; i++) Console.WriteLine(i);
    }

    // SIGKILL when so many lines have been told; the writer itself is then some lines further on.
    private static async Task<HashSet<string>> KillAsync(StoreAddress address, int lines)
    {
        using var process = Process.Start(Again(address))!;
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < lines && await process.StandardOutput.ReadLineAsync(Ct) is { } line; i++) told.Add(line);
        process.Kill();
        await process.WaitForExitAsync(Ct);
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line) told.Add(line);
        Assert.NotEqual(0, process.ExitCode);
        return told;
    }

    private static ProcessStartInfo Again(StoreAddress address)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        start.Environment[Variable] = address.File ?? address.Server;
        return start;
    }

    private protected virtual Task AssertWholeAsync(StoreAddress address) => Task.CompletedTask;
}

public sealed class SqliteCrashTests() : CrashTests(Dialect.Sqlite)
{
    private protected override async Task AssertWholeAsync(StoreAddress address)
    {
        await using var connection = await new SqliteDialect(address).OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", await command.ExecuteScalarAsync(Ct));
        command.CommandText = "SELECT count(*) FROM pragma_foreign_key_check";
        Assert.Equal(0L, await command.ExecuteScalarAsync(Ct));
    }
}

public sealed class PostgresCrashTests() : CrashTests(Dialect.Postgres);
