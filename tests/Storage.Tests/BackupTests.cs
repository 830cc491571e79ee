using System.Data.Common;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Storage.Tests;

public abstract class BackupTests(Dialect from, Dialect to) : StoreTests(from), IDisposable
{
    private const string Manifest = "manifest.json";

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
            Assert.DoesNotContain("\"rows\":0", await TextAsync(first, Manifest), StringComparison.Ordinal);
            Assert.Equal(await File.ReadAllBytesAsync(first, Ct), await File.ReadAllBytesAsync(await BackUpAsync(other.Store), Ct));
            Same.As(await temporary.Store.LoadHubAsync("norr", Some.Now, Ct), await other.Store.LoadHubAsync("norr", Some.Now, Ct));
            Same.As(round, await other.Store.FindRoundAsync(round.Id, Ct));
        },
        iter: 3,
        threads: 1);

    [Fact]
    public async Task Every_table_of_the_schema_is_in_it_or_left_out_for_a_reason()
    {
        await using var place = await NewPlaceAsync();
        await using var store = await SqlStore.OpenAsync(place.Address, Ct);
        await using var dialect = SqlDialect.Of(place.Address);
        await using var connection = await dialect.OpenAsync(Ct);
        await using var turn = new SqlTurn(connection, await dialect.BeginReadAsync(connection, Ct), Ct);
        var tables = await turn.ListAsync(dialect.TableNames, null, row => row.GetString(0));
        Assert.Equal(tables.Except(StoreBackup.LeftOut.Keys).Order(), StoreBackup.Tables.Select(table => table.Name).Order());
        Assert.All(StoreBackup.LeftOut.Values, Assert.NotEmpty);
    }

    [Fact]
    public async Task The_audit_comes_back_whole_by_the_same_pseudonyms_and_is_written_on()
    {
        var key = LocalKey.ReadOrMake(Path.Combine(folder, "access.key"));
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        await temporary.Store.AppendAuditAsync([.. Enumerable.Range(0, 300).Select(number => Look(key, number % 2 == 0 ? "anna" : "bo"))], Ct);
        await using var other = await TemporaryStore.OpenAsync(to);
        await other.Store.RestoreAsync(await BackUpAsync(temporary.Store), Ct);
        Assert.Equal(new AuditCheck(300, null), await other.Store.CheckAuditAsync(Ct));
        Assert.Equal(150, (await other.Store.ListAuditAsync(Pseudonym.Of(key, "anna"), null, new PageRequest(), Ct)).Total);
        await other.Store.AppendAuditAsync([Look(key, "anna")], Ct);
        Assert.Equal(new AuditCheck(301, null), await other.Store.CheckAuditAsync(Ct));
        await other.PutAsync(import => import.Put(Some.Member("cilla")));
        Assert.Equal(1 + await temporary.Store.FindRevisionAsync(Ct), await other.Store.FindRevisionAsync(Ct));
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'x'")]
    [InlineData("DELETE FROM audit")]
    public async Task What_is_restored_of_the_audit_is_as_fixed_as_before(string sql)
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.AppendAuditAsync([new AuditEntry(Some.Now, "host:norr", "GET /x", null, null)], Ct);
        var file = await BackUpAsync(temporary.Store);
        await using var place = await TemporaryPlace.NewAsync(to);
        await using var store = await SqlStore.OpenAsync(place.Address, Ct);
        await store.RestoreAsync(file, Ct);
        Assert.Contains("append-only", (await Assert.ThrowsAnyAsync<DbException>(() => place.RunAsync(sql))).Message, StringComparison.Ordinal);
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

    [Fact]
    public async Task A_store_that_was_emptied_is_not_restored_into_since_somebody_may_remember_what_it_held()
    {
        await using var temporary = await NewStoreAsync();
        var file = await BackUpAsync(temporary.Store);
        await temporary.PutAsync(import => import.Put(Some.Hub()));
        await temporary.Store.DeleteHubAsync("norr", Ct);
        Assert.Contains("written in before", (await Assert.ThrowsAsync<StoreException>(() => temporary.Store.RestoreAsync(file, Ct))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("members.jsonl", "anna", "anno", "members.jsonl in it is not as it was written")]
    [InlineData("members.jsonl", "]", "", "members.jsonl in it is not as it was written")]
    [InlineData("audit_head.jsonl", "1", "2", "audit_head.jsonl in it is not as it was written")]
    [InlineData(Manifest, "\"version\":\"0", "\"version\":\"9", "manifest.json in it is not as it was written")]
    [InlineData(Manifest, "{", "", "manifest.json in it is not as it was written")]
    public async Task A_file_that_was_changed_is_refused_and_nothing_of_it_is_kept(string entry, string what, string by, string told)
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        var file = await BackUpAsync(temporary.Store);
        await ChangeAsync(file, entry, text => text.Replace(what, by, StringComparison.Ordinal));
        await RefusedAsync(file, told);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        await using var temporary = await NewStoreAsync();
        var file = await BackUpAsync(temporary.Store);
        await ChangeManifestAsync(file, text => text.Replace("\"version\":\"0", "\"version\":\"9", StringComparison.Ordinal));
        await RefusedAsync(file, "newer version");
    }

    [Fact]
    public async Task A_file_that_was_cut_is_refused_wherever_the_cut_is()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        var whole = await File.ReadAllBytesAsync(await BackUpAsync(temporary.Store), Ct);
        await using var other = await TemporaryStore.OpenAsync(to);
        await Gen.Int[0, whole.Length - 1].SampleAsync(async length => Assert.False(await IsRestoredAsync(other.Store, whole[..length])), iter: 60, threads: 1);
        Assert.True(await other.Store.IsEmptyAsync(Ct));
    }

    // Some bytes of a zip say nothing of what is in it, such as the times of its entries.
    [Fact]
    public async Task A_file_of_which_a_byte_was_changed_is_refused_or_gives_what_was_backed_up()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        var first = await BackUpAsync(temporary.Store);
        var whole = await File.ReadAllBytesAsync(first, Ct);
        var other = await TemporaryStore.OpenAsync(to);
        await Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255]).SampleAsync(async (at, by) =>
        {
            var changed = whole.ToArray();
            changed[at] ^= by;
            if (!await IsRestoredAsync(other.Store, changed)) return;
            Assert.Equal(whole, await File.ReadAllBytesAsync(await BackUpAsync(other.Store), Ct));
            await other.DisposeAsync();
            other = await TemporaryStore.OpenAsync(to);
        }, iter: 60, threads: 1);
        Assert.True(await other.Store.IsEmptyAsync(Ct));
        await other.DisposeAsync();
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
        var rows = await TextAsync(file, "hubs.jsonl");
        var older = rows.Replace(",0.125]", "]", StringComparison.Ordinal);
        await ChangeAsync(file, "hubs.jsonl", _ => older);
        await ChangeManifestAsync(file, text => text.Replace(",\"withhold\"]", "]", StringComparison.Ordinal).Replace(Hash(rows), Hash(older), StringComparison.Ordinal));
        await using var other = await TemporaryStore.OpenAsync(to);
        await other.Store.RestoreAsync(file, Ct);
        Same.As(Some.Hub(), await other.Store.FindHubAsync("norr", Ct));
    }

    [Fact]
    public async Task Tables_that_an_older_version_did_not_have_stay_empty()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        var file = await BackUpAsync(temporary.Store);
        await ChangeManifestAsync(file, AsOfQuestions);
        await using var other = await TemporaryStore.OpenAsync(to);
        await other.Store.RestoreAsync(file, Ct);
        Assert.Equal(await temporary.Store.FindRevisionAsync(Ct), await other.Store.FindRevisionAsync(Ct));
        Assert.Equal(new AuditCheck(0, null), await other.Store.CheckAuditAsync(Ct));
    }

    // More rows than are put one by one, and something in every table.
    private static async Task FillAsync(TemporaryStore temporary, StoredRound round)
    {
        await temporary.PutAsync(import => Some.People(import, "dora"));
        await temporary.Store.DeleteMemberAsync("dora", Ct);
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
        var sent = Some.Round(Some.Introduction("sent-1", "anna", "carl", round: "sent")) with
        {
            Id = "sent",
            Hub = "syd",
            LeftOut = [new LeftOut("bo", LeftOutReason.BudgetSpent)],
            Withheld = [new WithheldPair("anna", "bo", 0.5)],
        };
        await temporary.Store.SaveDraftAsync(sent, Ct);
        await temporary.Store.DecideAsync(Some.Decision("sent-1", IntroductionStatus.Approved), Ct);
        await temporary.Store.PublishAsync("sent", Some.Now, Some.Now.AddDays(7), Ct);
        await temporary.Store.RecordOutcomeAsync(new IntroductionOutcome { Introduction = "sent-1", Member = "anna", Met = true, At = Some.Now }, Ct);
        await temporary.Store.ClaimRunAsync("norr", new IsoWeek(2027, 1), "one", Some.Now, TimeSpan.FromSeconds(20), Ct);
        await temporary.Store.KeepTextVectorsAsync("e5", Enumerable.Range(0, 300).ToDictionary(i => $"text {i}", i => new[] { i / 7f, -0f }), Ct);
        await temporary.Store.KeepQuestionAsync(new StoredQuestion { Id = "q1", Hub = "norr", Member = "anna", AskedAt = Some.Now, Concepts = ["elnät"], Unmet = true }, Ct);
        await temporary.Store.KeepVerdictAsync("q1", "agency", Verdict.Helped, Some.Now, Ct);
        await temporary.Store.AppendAuditAsync([.. Enumerable.Range(0, 300).Select(i => new AuditEntry(Some.Now, "host:norr", "GET /x", i % 2 == 0 ? null : "s", "å"))], Ct);
        await temporary.Store.KeepReplyAsync(ReplyTests.Reply("key") with { Body = [0, 255, 10] }, Ct);
        await temporary.Store.AddSignInCodeAsync(new SignInCode { CodeHash = "f00d", Role = Role.Admin, ExpiresAt = Some.Now }, Ct);
    }

    private async Task<string> BackUpAsync(SqlStore store)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.backup");
        await store.BackUpAsync(file, Ct);
        return file;
    }

    private async Task RefusedAsync(string file, string told)
    {
        await using var other = await TemporaryStore.OpenAsync(to);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => other.Store.RestoreAsync(file, Ct));
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", refusal.Message, StringComparison.Ordinal);
        Assert.True(await other.Store.IsEmptyAsync(Ct));
    }

    private async Task<bool> IsRestoredAsync(SqlStore store, byte[] bytes)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.backup");
        await File.WriteAllBytesAsync(file, bytes, Ct);
        try
        {
            await store.RestoreAsync(file, Ct);
            return true;
        }
        catch (StoreException refusal) when (refusal.Fault == StoreFault.Damaged)
        {
            Assert.Contains("Nothing was changed", refusal.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private static AuditEntry Look(LocalKey key, string member) => new(Some.Now, "host:norr", "GET /members/{id}", Pseudonym.Of(key, member), null);

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

    private static async Task ChangeManifestAsync(string file, Func<string, string> change)
    {
        await ChangeAsync(file, Manifest, change);
        var hash = Hash(await TextAsync(file, Manifest));
        await ChangeAsync(file, "manifest.sha256", _ => hash);
    }

    // What 0005_questions.sql had made.
    private static string AsOfQuestions(string text)
    {
        var manifest = JsonNode.Parse(text)!;
        manifest["version"] = "0005_questions.sql";
        manifest["tables"] = new JsonArray([.. manifest["tables"]!.AsArray()
            .Where(table => StoreBackup.Tables.Single(known => known.Name == (string)table!["name"]!).Since <= 5).Select(table => table!.DeepClone())]);
        return manifest.ToJsonString();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

public sealed class SqliteToSqliteBackupTests() : BackupTests(Dialect.Sqlite, Dialect.Sqlite);

public sealed class SqliteToPostgresBackupTests() : BackupTests(Dialect.Sqlite, Dialect.Postgres);

public sealed class PostgresToSqliteBackupTests() : BackupTests(Dialect.Postgres, Dialect.Sqlite);

public sealed class PostgresToPostgresBackupTests() : BackupTests(Dialect.Postgres, Dialect.Postgres);
