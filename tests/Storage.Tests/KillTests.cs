using System.Diagnostics;
using System.Runtime.CompilerServices;
using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage.Tests;

/// <summary>
/// A process that imports, draws, decides, publishes and answers is killed again and again at random moments, on one store; what it was told
/// is done is there each time, whole, and the next one goes on. MATCHING_KILLS kills, or as many as MATCHING_KILL_SECONDS allow.
/// </summary>
public abstract class KillTests(Dialect dialect) : StoreTests(dialect)
{
    private const string Variable = "MATCHING_STORE_OF_THE_OFTEN_KILLED";
    private const string Turn = "MATCHING_TURN_OF_THE_OFTEN_KILLED";
    private const int Members = 12;
    private const int Seed = 20261124;

    // What one hub's walk tells, several times over.
    private const int MostLines = 120;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_half_done_however_often_it_is_killed()
    {
        await using var place = await NewPlaceAsync();
        await (await SqlStore.OpenAsync(place.Address, Ct)).DisposeAsync();
        var settings = place.Address.File ?? place.Address.Server!;
        var (moments, invariants) = (new Random(Seed), new StoreInvariants(settings, Members));
        var (killed, acknowledged, wanted) = (0, 0, Figures.Wanted("MATCHING_KILLS", 50));
        var until = Stopwatch.StartNew();
        for (; killed < wanted && until.Elapsed < TimeSpan.FromSeconds(Figures.Wanted("MATCHING_KILL_SECONDS", 600)); killed++)
        {
            var (lines, spin) = (moments.Next(1, MostLines), TimeSpan.FromMicroseconds(moments.Next(0, 5000)));
            TestContext.Current.TestOutputHelper?.WriteLine($"kill {killed} of seed {Seed}: {spin.TotalMicroseconds:0} µs after line {lines}");
            var told = await KillAsync(settings, killed, lines, spin);
            await invariants.HoldAsync(told);
            acknowledged += told.Count;
        }
        await using var store = await SqlStore.OpenAsync(place.Address, Ct);
        Assert.Null((await store.CheckAuditAsync(Ct)).BrokenAt);
        Figures.Tell($"kills of a writer, {(place.Address.File is null ? Dialect.Postgres : Dialect.Sqlite)}", $"{killed} kills, {acknowledged} acknowledged writes, 0 lost", "1000 kills, 0 lost");
    }

    [ModuleInitializer]
    internal static void WriteIfToldTo()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } address) return;
        var store = SqlStore.OpenAsync(StoreAddress.Parse(address)).GetAwaiter().GetResult();
        // An end, for the day that nobody is left to kill it.
        for (var hub = 0; hub < 200; hub++) Walk(store, $"h{Environment.GetEnvironmentVariable(Turn)}x{hub}");
        Environment.Exit(0);
    }

    // From files to answers, on one thread: another that entered this program would wait for the initializer, and the initializer for it.
    private static void Walk(SqlStore store, string hub)
    {
        Import(store, hub);
        Tell("imported", hub);
        var introductions = new StoredIntroduction[Members / 2];
        for (var i = 0; i < introductions.Length; i++) introductions[i] = Introduction(hub, i);
        store.SaveDraftAsync(Some.Round(introductions) with { Id = hub, Hub = hub }).GetAwaiter().GetResult();
        Tell("drafted", hub);
        foreach (var one in introductions)
        {
            store.DecideAsync(Some.Decision(one.Id, IntroductionStatus.Approved)).GetAwaiter().GetResult();
            Tell("approved", one.Id);
        }
        Publish(store, hub);
        foreach (var one in introductions)
        {
            store.AnswerPromptAsync($"{one.Id}-a", PromptAnswer.Yes, Some.Now.AddDays(1)).GetAwaiter().GetResult();
            Tell("answered", $"{one.Id}-a");
        }
        store.KeepReplyAsync(ReplyTests.Reply(hub)).GetAwaiter().GetResult();
        Tell("kept", hub);
    }

    // Lists are arrays here: the type of a collection expression lies in this program, which no other thread may enter yet.
    private static StoredIntroduction Introduction(string hub, int at)
    {
        var one = Some.Introduction($"{hub}-{at}", $"{hub}m{2 * at}", $"{hub}m{2 * at + 1}", at + 1, hub);
        return one with { Suggestion = one.Suggestion with { Reasons = one.Suggestion.Reasons.Select(reason => reason with { Words = reason.Words.ToArray() }).ToArray() } };
    }

    private static void Import(SqlStore store, string hub)
    {
        var import = store.BeginImportAsync().GetAwaiter().GetResult();
        import.Put(Some.Hub(hub));
        import.Put(Some.Organisation());
        for (var i = 0; i < Members; i++) import.Put(Some.Member($"{hub}m{i}", hub));
        import.CommitAsync().GetAwaiter().GetResult();
        import.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static void Publish(SqlStore store, string hub)
    {
        store.PublishAsync(hub, Some.Now.AddHours(2), Some.Now.AddDays(7)).GetAwaiter().GetResult();
        Tell("published", hub);
        store.AppendAuditAsync(Enumerable.Repeat(new AuditEntry(Some.Now, "host:norr", "POST /rounds/{id}/publish", null, hub), 1).ToArray()).GetAwaiter().GetResult();
        Tell("audited", $"{store.ListAuditAsync(null, null, new PageRequest { Limit = 1 }).GetAwaiter().GetResult().Items[0].Number}");
    }

    private static void Tell(string kind, string id) => Console.WriteLine($"{kind} {id}");

    private static async Task<List<string>> KillAsync(string settings, int killed, int lines, TimeSpan spin)
    {
        using var process = Process.Start(Again(settings, killed))!;
        var told = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (told.Count < lines && await process.StandardOutput.ReadLineAsync(patience.Token) is { } line) told.Add(line);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < spin;) Thread.SpinWait(10);
        process.Kill();
        await process.WaitForExitAsync(Ct);
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line) told.Add(line);
        Assert.True(told.Count >= lines, $"it ended by itself after {told.Count} lines");
        return told;
    }

    private static ProcessStartInfo Again(string settings, int killed)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        start.Environment[Variable] = settings;
        start.Environment[Turn] = $"{killed}";
        // It does not live long enough for that to pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }
}

public sealed class SqliteKillTests() : KillTests(Dialect.Sqlite);

public sealed class PostgresKillTests() : KillTests(Dialect.Postgres);
