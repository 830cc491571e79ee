using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Matching.Profiles;
using Matching.Storage.Access;
using Npgsql;

namespace Matching.Storage.Tests;

public abstract class DeleteTests(Dialect dialect) : StoreTests(dialect)
{
    [Fact]
    public async Task What_is_not_there_cannot_be_deleted()
    {
        await using var temporary = await NewStoreAsync();
        Assert.Equal(DeleteOutcome.Missing, await temporary.Store.DeleteHubAsync("x", Ct));
        Assert.Equal(DeleteOutcome.Missing, await temporary.Store.DeleteOrganisationAsync("x", Ct));
        Assert.Equal(DeleteOutcome.Missing, await temporary.Store.DeleteMemberAsync("x", Ct));
        Assert.Equal(DeleteOutcome.Missing, await temporary.Store.DeleteGatheringAsync("x", Ct));
    }

    [Fact]
    public async Task A_hub_stays_as_long_as_it_is_somebodys_first_or_other_hub()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Hub("syd"));
            Some.People(import);
            import.Put(Some.Member("anna") with { OtherHubs = ["syd"] });
        });
        Assert.Equal(DeleteOutcome.InUse, await temporary.Store.DeleteHubAsync("norr", Ct));
        Assert.Equal(DeleteOutcome.InUse, await temporary.Store.DeleteHubAsync("syd", Ct));
        Assert.NotNull(await temporary.Store.FindMemberAsync("anna", Ct));
    }

    [Fact]
    public async Task A_hub_without_members_goes_with_its_events_check_ins_and_rounds()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Gathering());
            import.Put(new Attendance { Event = "breakfast", Member = "anna", Status = AttendanceStatus.Attended });
            import.Put(new CheckIn { Hub = "norr", Member = "anna", Day = new DateOnly(2026, 11, 2) });
            import.Put(Some.Hub("syd"));
            import.Put(Some.Member("anna", hub: "syd"));
            import.Put(Some.Member("bo", hub: "syd"));
        });
        Assert.Equal(DeleteOutcome.Deleted, await temporary.Store.DeleteHubAsync("norr", Ct));
        Assert.Null(await temporary.Store.FindHubAsync("norr", Ct));
        Assert.Null(await temporary.Store.FindGatheringAsync("breakfast", Ct));
        Assert.Null(await temporary.Store.FindRoundAsync("round", Ct));
        Assert.NotNull(await temporary.Store.FindMemberAsync("anna", Ct));
    }

    [Fact]
    public async Task An_organisation_stays_as_long_as_it_has_members_or_units()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            import.Put(Some.Organisation("whole"));
            import.Put(Some.Organisation("unit", unitOf: "whole"));
            import.Put(new Rule { Kind = RuleKind.Quarantine, A = "unit" });
        });
        Assert.Equal(DeleteOutcome.InUse, await temporary.Store.DeleteOrganisationAsync("agency", Ct));
        Assert.Equal(DeleteOutcome.InUse, await temporary.Store.DeleteOrganisationAsync("whole", Ct));
        Assert.Equal(DeleteOutcome.Deleted, await temporary.Store.DeleteOrganisationAsync("unit", Ct));
        Assert.Equal(DeleteOutcome.Deleted, await temporary.Store.DeleteOrganisationAsync("whole", Ct));
    }

    [Fact]
    public async Task An_event_goes_with_who_attended_it()
    {
        await using var temporary = await NewStoreAsync();
        var attended = new Attendance { Event = "breakfast", Member = "anna", Status = AttendanceStatus.Attended };
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            import.Put(Some.Gathering());
            import.Put(attended);
        });
        Assert.Equal(DeleteOutcome.Deleted, await temporary.Store.DeleteGatheringAsync("breakfast", Ct));
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Gathering());
            Assert.Equal(PutOutcome.Added, import.Put(attended));
        });
    }

    [Fact]
    public async Task A_members_introductions_go_with_the_prompts_of_both()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        await temporary.Store.RecordOutcomeAsync(new IntroductionOutcome { Introduction = "i1", Member = "bo", Met = true, At = Some.Now }, Ct);
        Assert.Equal(DeleteOutcome.Deleted, await temporary.Store.DeleteMemberAsync("anna", Ct));
        Assert.Null(await temporary.Store.FindMemberAsync("anna", Ct));
        Assert.Null(await temporary.Store.FindIntroductionAsync("i1", Ct));
        Assert.Null(await temporary.Store.FindPromptAsync("i1-b", Ct));
        Assert.Empty((await temporary.Store.LoadHubAsync("norr", Some.Now.AddDays(9), Ct))!.History);
        Assert.Empty((await temporary.Store.FindRoundAsync("round", Ct))!.Introductions);
        var again = await temporary.Store.PublishAsync("round", Some.Now, Some.Now.AddDays(7), Ct);
        Assert.True(again.Round!.Repeated);
        Assert.Empty(again.Round.Prompts);
    }

    [Fact]
    public async Task A_rule_about_a_member_goes_and_one_that_an_organisation_of_the_same_id_has_stays()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna", "bo", "agency");
            import.Put(new Rule { Kind = RuleKind.Never, A = "bo", B = "anna" });
            import.Put(new Rule { Kind = RuleKind.Never, A = "agency" });
        });
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        await temporary.Store.DeleteMemberAsync("agency", Ct);
        Assert.Equal(["agency"], (await temporary.Store.LoadHubAsync("norr", Some.Now, Ct))!.Rules.Select(rule => rule.A));
    }

    [Fact]
    public async Task Of_erased_people_nothing_is_left_in_a_backup()
    {
        await using var temporary = await NewStoreAsync();
        await PutCanariesAsync(temporary);
        // Bytes stand as Base64 in it.
        string[] needles = [.. Erased, .. Erased.Select(id => Convert.ToBase64String(ReplyOf(id)))];
        var before = await BackUpAsync(temporary.Store);
        Assert.All(needles, needle => Assert.True(Count(before, needle) > 0, needle));
        await EraseAsync(temporary.Store);
        var after = await BackUpAsync(temporary.Store);
        Assert.All(needles, needle => Assert.Equal(0, Count(after, needle)));
    }

    private protected static string[] Erased { get; } = [.. Enumerable.Range(0, 20).Select(i => $"kanariefågel{i:00}x")];

    private protected static byte[] ReplyOf(string id) => Encoding.UTF8.GetBytes($"[\"{id}\"]");

    /// <summary>Puts traces of those who will be erased among those who stay; rows change and move about, as they do in life.</summary>
    private protected static async Task PutCanariesAsync(TemporaryStore temporary)
    {
        string[] kept = [.. Enumerable.Range(0, 300).Select(i => $"kvar-{i}")];
        await temporary.PutAsync(import =>
        {
            Some.People(import, kept);
            import.Put(Some.Gathering());
            foreach (var id in Erased) PutTraces(import, id);
        });
        await SaveTracesAsync(temporary.Store, Erased);
        await temporary.PutAsync(import => Array.ForEach(Erased, id => import.Put(Canary(id) with { Title = $"Ny titel {id}", Skills = [new string('s', 900) + id] })));
    }

    private protected static async Task EraseAsync(SqlStore store)
    {
        foreach (var id in Erased) Assert.Equal(DeleteOutcome.Deleted, await store.DeleteMemberAsync(id, Ct));
        Assert.Equal(300, (await store.ListMembersAsync(new PageRequest(), null, Ct)).Total);
    }

    private static Member Canary(string id) => Some.Member(id) with { Email = $"{id}@example.se", Challenges = [$"Behovet hos {id}"] };

    private static async Task<byte[]> BackUpAsync(SqlStore store)
    {
        var file = Path.Combine(Path.GetTempPath(), $"matching-{Guid.NewGuid():N}.backup");
        try
        {
            await store.BackUpAsync(file, Ct);
            using var zip = ZipFile.OpenRead(file);
            using var all = new MemoryStream();
            foreach (var entry in zip.Entries)
            {
                await using var stream = entry.Open();
                await stream.CopyToAsync(all, Ct);
            }
            return all.ToArray();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void PutTraces(ImportTransaction import, string id)
    {
        import.Put(Canary(id));
        for (var i = 0; i < 20; i++)
        {
            import.Put(Some.Met(id, $"kvar-{i}"));
            import.Put(Some.Met($"kvar-{i}", id) with { Kind = InteractionKind.Message });
        }
        import.Put(new StandingTie { A = id, B = "kvar-1", Kind = StandingTieKind.Advice });
        import.Put(new CheckIn { Member = id, Hub = "norr", Day = new DateOnly(2026, 11, 20) });
        import.Put(new Attendance { Event = "breakfast", Member = id, Status = AttendanceStatus.Attended });
        import.Put(new Rule { Kind = RuleKind.Never, A = "kvar-2", B = id, Reason = $"Om {id}" });
    }

    private static async Task SaveTracesAsync(SqlStore store, string[] erased)
    {
        var introductions = erased.Select((id, i) => Some.Introduction($"i{i}", id, $"kvar-{i}", i + 1) with { DecidedBy = erased[0] }).ToArray();
        await store.SaveDraftAsync(Some.Round(introductions) with { LeftOut = [.. erased.Select(id => new Introductions.LeftOut(id, Introductions.LeftOutReason.BudgetSpent))] }, Ct);
        foreach (var one in introductions) await store.DecideAsync(Some.Decision(one.Id, IntroductionStatus.Approved) with { By = erased[1] }, Ct);
        await store.PublishAsync("round", Some.Now, Some.Now.AddDays(7), Ct);
        foreach (var (id, i) in erased.Select((id, i) => (id, i)))
        {
            await store.RecordOutcomeAsync(new IntroductionOutcome { Introduction = $"i{i}", Member = id, Met = true, Note = $"Sade {id}", At = Some.Now }, Ct);
            await store.KeepReplyAsync(ReplyTests.Reply($"key-{id}") with { Caller = id, Body = ReplyOf(id) }, Ct);
            await store.KeepQuestionAsync(new StoredQuestion { Id = $"q{i}", Hub = "norr", Member = id, AskedAt = Some.Now, Concepts = ["elnät"], Unmet = false }, Ct);
            await store.AddSignInCodeAsync(new SignInCode { CodeHash = $"hash-{id}", Role = Role.Member, Member = id, ExpiresAt = Some.Now.AddDays(1) }, Ct);
        }
    }

    private protected static int Count(ReadOnlySpan<byte> hay, string text)
    {
        var needle = Encoding.UTF8.GetBytes(text);
        var count = 0;
        for (int at; (at = hay.IndexOf(needle)) >= 0; hay = hay[(at + needle.Length)..]) count++;
        return count;
    }
}

public sealed class SqliteDeleteTests() : DeleteTests(Dialect.Sqlite)
{
    [Fact]
    public async Task Of_erased_people_no_byte_is_left_in_any_file()
    {
        await using var temporary = await NewStoreAsync();
        await PutCanariesAsync(temporary);
        Assert.All(Erased, id => Assert.True(Bytes(temporary, id) > 0));
        await EraseAsync(temporary.Store);
        Assert.All(Erased, id => Assert.Equal(0, Bytes(temporary, id)));
    }

    private static int Bytes(TemporaryStore temporary, string text) =>
        Directory.GetFiles(temporary.Store.Address.Folder).Sum(file => Count(Read(file), text));

    // Closing the file takes away the locks that SQLite holds on it in this process, which does no harm where no other has it open.
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

public sealed class PostgresDeleteTests() : DeleteTests(Dialect.Postgres)
{
    [Fact]
    public async Task Of_erased_people_nothing_is_left_in_a_dump_by_PostgreSQL_itself()
    {
        await using var temporary = await NewStoreAsync();
        await PutCanariesAsync(temporary);
        // Bytes stand in hexadecimal digits in it.
        string[] needles =
        [
            .. Erased.SelectMany(id => new[] { id, $"{id} Andersson", $"{id}@example.se", $"Behovet hos {id}", $"Ny titel {id}", $"Om {id}", $"Sade {id}" }),
            .. Erased.Select(id => Convert.ToHexStringLower(ReplyOf(id))),
        ];
        var before = await DumpAsync(temporary.Store.Address);
        Assert.All(needles, needle => Assert.True(Count(before, needle) > 0, needle));
        await EraseAsync(temporary.Store);
        var after = await DumpAsync(temporary.Store.Address);
        Assert.All(needles, needle => Assert.Equal(0, Count(after, needle)));
        Assert.True(Count(after, "kvar-299") > 0);
    }

    private static async Task<byte[]> DumpAsync(StoreAddress address)
    {
        var settings = new NpgsqlConnectionStringBuilder(address.Server!);
        var program = Path.Combine(Environment.GetEnvironmentVariable("MATCHING_PG_BINDIR")!, "pg_dump");
        using var dump = Process.Start(new ProcessStartInfo(
            program, ["--host", settings.Host!, "--port", $"{settings.Port}", "--username", settings.Username!, "--no-password", settings.Database!])
        { RedirectStandardOutput = true })!;
        using var text = new MemoryStream();
        await dump.StandardOutput.BaseStream.CopyToAsync(text, Ct);
        await dump.WaitForExitAsync(Ct);
        Assert.Equal(0, dump.ExitCode);
        return text.ToArray();
    }
}
