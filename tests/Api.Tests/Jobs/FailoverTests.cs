using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Matching.Api.Tests.Demo;
using Matching.Storage;
using Matching.Storage.Tests;
using Microsoft.Data.Sqlite;
using MimeKit;
using Npgsql;

namespace Matching.Api.Tests.Jobs;

/// <summary>Processes are killed in the middle of their work, which a trigger of the database's own holds still; others finish it, once.</summary>
public sealed class FailoverTests : IDisposable
{
    // A sending is broken off after half of it: on a busy machine the first letter of a process takes more than a second.
    private const string LeaseSeconds = "4";

    // Four pieces of work are done, and the fifth waits inside its transaction until a lock is let go.
    private const string HoldOnPostgres = """
        CREATE FUNCTION hold_round() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF (SELECT count(*) FROM rounds) >= 4 THEN PERFORM pg_advisory_xact_lock_shared(42); END IF; RETURN NEW; END $$;
        CREATE TRIGGER hold BEFORE INSERT ON rounds FOR EACH ROW EXECUTE FUNCTION hold_round();
        CREATE FUNCTION hold_mail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF (SELECT count(*) FROM outbox WHERE state = 'sent') >= 4 THEN PERFORM pg_advisory_xact_lock_shared(42); END IF; RETURN NEW; END $$;
        CREATE TRIGGER hold BEFORE UPDATE ON outbox FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION hold_mail();
        """;

    // A file knows no such lock: the fifth counts without end.
    private const string HoldInFile = """
        CREATE VIEW endless AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS all_numbers FROM n;
        CREATE TRIGGER hold_round BEFORE INSERT ON rounds WHEN (SELECT count(*) FROM rounds) >= 4 BEGIN SELECT all_numbers FROM endless; END;
        CREATE TRIGGER hold_mail BEFORE UPDATE ON outbox WHEN NEW.state = 'sent' AND (SELECT count(*) FROM outbox WHERE state = 'sent') >= 4
        BEGIN SELECT all_numbers FROM endless; END;
        """;

    private const string LetGoOfFile = "DROP TRIGGER hold_round; DROP TRIGGER hold_mail; DROP VIEW endless;";

    private const string HalfDrawn = "SELECT min(owner) FROM round_runs WHERE done_at IS NULL AND (SELECT count(*) FROM rounds) = 4";

    private const string HalfSent = "SELECT min(owner) FROM outbox WHERE state = 'waiting' AND (SELECT count(*) FROM outbox WHERE state = 'sent') = 4";

    private const string Drawn = "SELECT count(*) FROM round_runs WHERE done_at IS NOT NULL";

    private const string Sent = "SELECT count(*) FROM outbox WHERE state = 'sent'";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("matching-failover-").FullName;

    public FailoverTests() => File.WriteAllText(OneWord, "1\nhus\n");

    private string OneWord => Path.Combine(folder, "one.dic");

    private string Mail => Path.Combine(folder, "mail");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Of_three_processes_one_is_killed_with_a_lease_and_all_twelve_rounds_are_drawn_once_and_each_mail_is_there_once()
    {
        var database = await (await PostgresServer.SharedAsync()).MakeStoreAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var store = await SqlStore.OpenAsync(StoreAddress.Parse(database));
        var now = TimeProvider.System.GetUtcNow();
        await TwelveHubs.ImportAsync(store, now);
        await using var connection = await source.OpenConnectionAsync();
        await RunAsync(connection, HoldOnPostgres);
        await KillOneOfThreeAsync(connection, database, HalfDrawn, Drawn, TwelveHubs.Count);
        await CheckRoundsAsync(store);
        Assert.True((long)(await ScalarAsync(connection, "SELECT count(*) FROM round_runs WHERE epoch > 1"))! > 0);

        var mails = await TwelveHubs.PublishAsync(store, now);
        await KillOneOfThreeAsync(connection, database, HalfSent, Sent, mails);
        await CheckMailAsync(mails);
        Assert.True((long)(await ScalarAsync(connection, "SELECT count(*) FROM outbox WHERE epoch > 1"))! > 0);
    }

    [Fact]
    public async Task A_process_on_a_file_that_is_killed_and_started_again_goes_on_where_it_was()
    {
        var file = Path.Combine(folder, "matching.db");
        var now = TimeProvider.System.GetUtcNow();
        await using var store = await SqlStore.OpenAsync(StoreAddress.Parse(file));
        await TwelveHubs.ImportAsync(store, now);
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        await RunAsync(connection, HoldInFile);
        using (Start(file)) await OwnerAsync(connection, HalfDrawn);
        await RunAsync(connection, LetGoOfFile);
        using (Start(file)) await CountAsync(connection, Drawn, TwelveHubs.Count);
        await CheckRoundsAsync(store);

        await RunAsync(connection, HoldInFile);
        var mails = await TwelveHubs.PublishAsync(store, now);
        using (Start(file)) await OwnerAsync(connection, HalfSent);
        await RunAsync(connection, LetGoOfFile);
        using (Start(file)) await CountAsync(connection, Sent, mails);
        await CheckMailAsync(mails);
    }

    // Kills the process that has a lease while the database holds its work still, lets the others go on, and waits until all is done.
    private async Task KillOneOfThreeAsync(NpgsqlConnection connection, string database, string half, string done, long all)
    {
        await RunAsync(connection, "SELECT pg_advisory_lock(42)");
        var processes = Enumerable.Range(0, 3).Select(_ => Start(database)).ToList();
        try
        {
            var owner = await OwnerAsync(connection, half);
            processes.Single(process => owner.Contains($":{process.Id}:", StringComparison.Ordinal)).Kill();
            var since = Stopwatch.StartNew();
            await RunAsync(connection, "SELECT pg_advisory_unlock(42)");
            await CountAsync(connection, done, all);
            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"All {all} are done {since.Elapsed.TotalSeconds:0.0} s after the kill, at a lease of {LeaseSeconds} s."));
        }
        finally
        {
            foreach (var process in processes) process.Dispose();
        }
    }

    private static async Task CheckRoundsAsync(SqlStore store)
    {
        var rounds = await TwelveHubs.RoundsAsync(store);
        Assert.Equal(TwelveHubs.Count, rounds.Select(round => round.Hub).Distinct().Count());
        Assert.Equal(TwelveHubs.Count, rounds.Count);
        Assert.All(rounds, round => Assert.NotEmpty(round.Introductions));
        var entries = (await store.ListAuditAsync(null, null, new PageRequest { Limit = 100 })).Items.Where(row => row.Entry.Actor == "jobs").ToList();
        Assert.Equal(TwelveHubs.Count, entries.Count);
        Assert.Equal(TwelveHubs.Count, entries.Select(row => row.Entry.Thing).Distinct().Count());
    }

    private async Task CheckMailAsync(int mails)
    {
        var files = Directory.GetFileSystemEntries(Mail);
        Assert.Equal(mails, files.Length);
        Assert.All(files, file => Assert.EndsWith(".eml", file, StringComparison.Ordinal));
        var letters = new List<MimeMessage>();
        foreach (var file in files) letters.Add(await MimeMessage.LoadAsync(file));
        Assert.Equal(mails, letters.Select(letter => letter.MessageId).Distinct().Count());
        Assert.Equal(mails, letters.Select(letter => letter.To.Mailboxes.Single().Address).Distinct().Count());
        Assert.All(letters, letter => Assert.StartsWith("Hej Anna!", letter.TextBody, StringComparison.Ordinal));
    }

    // With a list of one word, since the system's takes seconds to read.
    private RealProcess Start(string store) => RealProcess.Start(
        folder, "dotnet", [RealProcess.Program("Api"), "--urls", RealProcess.FreeAddress().ToString().TrimEnd('/')],
        ("Matching__Store", store), ("Matching__Jobs__Lease", LeaseSeconds), ("Matching__Mail__Folder", Mail), ("Matching__WordList", OneWord));

    private static async Task<string> OwnerAsync(DbConnection connection, string sql)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await ScalarAsync(connection, sql) is string owner) return owner;
            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task CountAsync(DbConnection connection, string sql, long expected)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((long)(await ScalarAsync(connection, sql))! < expected) await Task.Delay(20, patience.Token);
    }

    private static async Task<object?> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    private static Task<object?> RunAsync(DbConnection connection, string sql) => ScalarAsync(connection, sql);
}
