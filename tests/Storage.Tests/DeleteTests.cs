using System.Text;
using Matching.Profiles;
using Matching.Storage.Access;

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
}

public sealed class SqliteDeleteTests() : DeleteTests(Dialect.Sqlite)
{
    [Fact]
    public async Task Of_erased_people_no_byte_is_left_in_any_file()
    {
        await using var temporary = await NewStoreAsync();
        string[] erased = [.. Enumerable.Range(0, 20).Select(i => $"kanariefågel{i:00}x")];
        string[] kept = [.. Enumerable.Range(0, 300).Select(i => $"kvar-{i}")];
        await temporary.PutAsync(import =>
        {
            Some.People(import, kept);
            import.Put(Some.Gathering());
            foreach (var id in erased) PutTraces(import, id);
        });
        await SaveTracesAsync(temporary.Store, erased);
        Assert.All(erased, id => Assert.True(Bytes(temporary, id) > 0));
        // Rows change and move about before they go, as they do in life.
        await temporary.PutAsync(import => Array.ForEach(erased, id => import.Put(Some.Member(id) with { Title = $"Ny titel {id}", Skills = [new string('s', 900) + id] })));
        foreach (var id in erased) Assert.Equal(DeleteOutcome.Deleted, await temporary.Store.DeleteMemberAsync(id, Ct));
        Assert.All(erased, id => Assert.Equal(0, Bytes(temporary, id)));
        Assert.Equal(300, (await temporary.Store.ListMembersAsync(new PageRequest(), null, Ct)).Total);
    }

    private static void PutTraces(ImportTransaction import, string id)
    {
        import.Put(Some.Member(id) with { Email = $"{id}@example.se", Challenges = [$"Behovet hos {id}"] });
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
            await store.KeepReplyAsync(ReplyTests.Reply($"key-{id}") with { Caller = id, Body = Encoding.UTF8.GetBytes($"[\"{id}\"]") }, Ct);
            await store.AddSignInCodeAsync(new SignInCode { CodeHash = $"hash-{id}", Role = Role.Member, Member = id, ExpiresAt = Some.Now.AddDays(1) }, Ct);
        }
    }

    private static int Bytes(TemporaryStore temporary, string text)
    {
        var needle = Encoding.UTF8.GetBytes(text);
        return Directory.GetFiles(temporary.Store.Address.Folder).Sum(file => Count(Read(file), needle));
    }

    // Closing the file takes away the locks that SQLite holds on it in this process, which does no harm where no other has it open.
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static int Count(ReadOnlySpan<byte> hay, ReadOnlySpan<byte> needle)
    {
        var count = 0;
        for (int at; (at = hay.IndexOf(needle)) >= 0; hay = hay[(at + needle.Length)..]) count++;
        return count;
    }
}

public sealed class PostgresDeleteTests() : DeleteTests(Dialect.Postgres);
