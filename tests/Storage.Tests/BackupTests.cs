using System.IO.Compression;
using System.Text;
using CsCheck;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Storage.Tests;

public abstract class BackupTests(Dialect from, Dialect to) : StoreTests(from), IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("matching-backup-").FullName;

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public Task What_is_restored_is_byte_for_byte_what_was_backed_up() => Generated.Round.SampleAsync(
        async round =>
        {
            await using var temporary = await NewStoreAsync();
            await FillAsync(temporary, round);
            var first = await BackUpAsync(temporary.Store);
            await using var other = await TemporaryStore.OpenAsync(to);
            await other.Store.RestoreAsync(first, Ct);
            Assert.Equal(await File.ReadAllBytesAsync(first, Ct), await File.ReadAllBytesAsync(await BackUpAsync(other.Store), Ct));
            Same.As(await temporary.Store.LoadHubAsync("norr", Some.Now, Ct), await other.Store.LoadHubAsync("norr", Some.Now, Ct));
            Same.As(round, await other.Store.FindRoundAsync(round.Id, Ct));
        },
        iter: 3,
        threads: 1);

    [Fact]
    public async Task Every_table_is_in_it_but_those_about_the_store_itself()
    {
        await using var place = await NewPlaceAsync();
        await using var store = await SqlStore.OpenAsync(place.Address, Ct);
        await using var dialect = SqlDialect.Of(place.Address);
        await using var connection = await dialect.OpenAsync(Ct);
        await using var turn = new SqlTurn(connection, await dialect.BeginReadAsync(connection, Ct), Ct);
        var tables = await turn.ListAsync(dialect.TableNames, null, row => row.GetString(0));
        Assert.Equal(tables.Except([Migrations.Journal, "operations"]).Order(), StoreBackup.Tables.Select(table => table.Name).Order());
    }

    [Fact]
    public async Task A_store_that_holds_something_is_left_as_it_is()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        var refusal = await Assert.ThrowsAsync<StoreException>(async () => await temporary.Store.RestoreAsync(await BackUpAsync(temporary.Store), Ct));
        Assert.Contains("is not empty", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(await temporary.Store.FindMemberAsync("anna", Ct));
    }

    [Theory]
    [InlineData("members.jsonl", "anna", "anno", "members.jsonl in it is not as it was written")]
    [InlineData("members.jsonl", "]", "", "cannot be restored")]
    [InlineData("manifest.json", "0003", "9003", "newer version")]
    [InlineData("manifest.json", "{", "", "cannot be restored")]
    public async Task A_file_that_was_changed_is_refused_and_nothing_of_it_is_kept(string entry, string what, string by, string told)
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        var file = await BackUpAsync(temporary.Store);
        await ChangeAsync(file, entry, text => text.Replace(what, by, StringComparison.Ordinal));
        await using var other = await TemporaryStore.OpenAsync(to);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => other.Store.RestoreAsync(file, Ct));
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.True(await other.Store.IsEmptyAsync(Ct));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over_and_one_that_is_not_there_not_restored()
    {
        await using var temporary = await NewStoreAsync();
        var file = await BackUpAsync(temporary.Store);
        Assert.Equal(StoreFault.NotWritable, (await Assert.ThrowsAsync<StoreException>(() => temporary.Store.BackUpAsync(file, Ct))).Fault);
        var nowhere = Path.Combine(folder, "nowhere", "one.backup");
        Assert.Equal(StoreFault.NotWritable, (await Assert.ThrowsAsync<StoreException>(() => temporary.Store.BackUpAsync(nowhere, Ct))).Fault);
        Assert.Equal([file], Directory.GetFiles(folder));
        await Assert.ThrowsAsync<StoreException>(() => temporary.Store.RestoreAsync(file + "x", Ct));
    }

    [Fact]
    public async Task Columns_that_an_older_version_did_not_have_say_what_they_say_in_new_rows()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => import.Put(Some.Hub() with { Withhold = 0.125 }));
        var file = await BackUpAsync(temporary.Store);
        var (columns, rows) = (await TextAsync(file, "manifest.json"), await TextAsync(file, "hubs.jsonl"));
        await ChangeAsync(file, "hubs.jsonl", text => text.Replace(",0.125]", "]", StringComparison.Ordinal));
        await ChangeAsync(file, "manifest.json", text => text.Replace(",\"withhold\"]", "]", StringComparison.Ordinal)
            .Replace(Hash(rows), Hash(rows.Replace(",0.125]", "]", StringComparison.Ordinal)), StringComparison.Ordinal));
        Assert.NotEqual(columns, await TextAsync(file, "manifest.json"));
        await using var other = await TemporaryStore.OpenAsync(to);
        await other.Store.RestoreAsync(file, Ct);
        Same.As(Some.Hub(), await other.Store.FindHubAsync("norr", Ct));
    }

    // More rows than are put one by one, and something in every table.
    private static async Task FillAsync(TemporaryStore temporary, StoredRound round)
    {
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna", "bo", "carl");
            import.Put(Some.Hub("syd"));
            import.Put(Some.Member("anna") with { OtherHubs = ["syd"], Name = "Åsa \"Ö\"\n\\😀" });
            for (var i = 0; i < 700; i++) import.Put(Some.Met("anna", "bo", Some.Now.AddHours(-i)) with { Minutes = i / 7.0 });
            import.Put(new StandingTie { A = "anna", B = "bo", Kind = StandingTieKind.Advice, Weight = 0.1 + 0.2 });
            import.Put(new CheckIn { Hub = "norr", Member = "anna", Day = new DateOnly(2026, 11, 2) });
            import.Put(Some.Gathering());
            import.Put(new Attendance { Event = "breakfast", Member = "anna", Status = AttendanceStatus.Attended });
            import.Put(new Rule { Kind = RuleKind.Never, A = "anna" });
        });
        Assert.Equal(SaveDraftOutcome.Saved, await temporary.Store.SaveDraftAsync(round, Ct));
        var sent = Some.Round(Some.Introduction("sent-1", "anna", "carl", round: "sent")) with { Id = "sent", Hub = "syd" };
        await temporary.Store.SaveDraftAsync(sent, Ct);
        await temporary.Store.DecideAsync(Some.Decision("sent-1", IntroductionStatus.Approved), Ct);
        await temporary.Store.PublishAsync("sent", Some.Now, Some.Now.AddDays(7), Ct);
        await temporary.Store.RecordOutcomeAsync(new IntroductionOutcome { Introduction = "sent-1", Member = "anna", Met = true, At = Some.Now }, Ct);
        await temporary.Store.KeepReplyAsync(ReplyTests.Reply("key") with { Body = [0, 255, 10] }, Ct);
        await temporary.Store.AddSignInCodeAsync(new SignInCode { CodeHash = "f00d", Role = Role.Admin, ExpiresAt = Some.Now }, Ct);
    }

    private async Task<string> BackUpAsync(SqlStore store)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.backup");
        await store.BackUpAsync(file, Ct);
        return file;
    }

    private static async Task<string> TextAsync(string file, string entry)
    {
        using var zip = ZipFile.OpenRead(file);
        using var reader = new StreamReader(zip.GetEntry(entry)!.Open());
        return await reader.ReadToEndAsync(Ct);
    }

    private static async Task ChangeAsync(string file, string entry, Func<string, string> change)
    {
        var text = change(await TextAsync(file, entry));
        using var zip = ZipFile.Open(file, ZipArchiveMode.Update);
        zip.GetEntry(entry)!.Delete();
        await using var stream = zip.CreateEntry(entry).Open();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), Ct);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

public sealed class SqliteToSqliteBackupTests() : BackupTests(Dialect.Sqlite, Dialect.Sqlite);

public sealed class SqliteToPostgresBackupTests() : BackupTests(Dialect.Sqlite, Dialect.Postgres);

public sealed class PostgresToSqliteBackupTests() : BackupTests(Dialect.Postgres, Dialect.Sqlite);

public sealed class PostgresToPostgresBackupTests() : BackupTests(Dialect.Postgres, Dialect.Postgres);
