using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Storage.Tests;

public abstract class RetentionTests(Dialect dialect) : StoreTests(dialect)
{
    [Fact]
    public async Task Check_ins_go_after_twelve_months_and_not_a_day_before()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            foreach (var day in (DateOnly[])[new(2025, 11, 22), new(2025, 11, 23), new(2026, 11, 22)]) import.Put(new CheckIn { Hub = "norr", Member = "anna", Day = day });
        });
        Assert.Equal(new Retained(1, 0, 0, 0), await temporary.Store.RetainAsync(Some.Now, Ct));
        var held = await temporary.Store.ExportMemberAsync("anna", Ct);
        Assert.Equal(["2025-11-23", "2026-11-22"], held!.Single(table => table.What == "check_ins").Rows.Select(row => (string)row["day"]!));
    }

    [Fact]
    public async Task What_was_suggested_goes_after_twenty_four_months_with_its_prompts_and_words()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        await temporary.Store.RecordOutcomeAsync(new IntroductionOutcome { Introduction = "i1", Member = "anna", Met = true, Note = "x", At = Some.Now.AddDays(2) }, Ct);
        Assert.Equal(new Retained(0, 0, 0, 0), await temporary.Store.RetainAsync(Some.Now.AddMonths(24), Ct));
        Assert.NotNull(await temporary.Store.FindIntroductionAsync("i1", Ct));
        Assert.Equal(new Retained(0, 1, 0, 0), await temporary.Store.RetainAsync(Some.Now.AddMonths(24).AddSeconds(1), Ct));
        Assert.Null(await temporary.Store.FindRoundAsync("round", Ct));
        Assert.Null(await temporary.Store.FindPromptAsync("i1-a", Ct));
        Assert.NotNull(await temporary.Store.FindMemberAsync("anna", Ct));
        var held = await temporary.Store.ExportMemberAsync("anna", Ct);
        foreach (var table in (string[])["introductions", "prompts", "outcomes"]) Assert.Empty(held!.Single(one => one.What == table).Rows);
    }

    [Fact]
    public async Task Who_was_left_out_or_kept_apart_goes_with_the_round()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo", "carl"));
        await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction("i1", "anna", "carl")) with
        {
            LeftOut = [new LeftOut("bo", LeftOutReason.BudgetSpent)],
            Withheld = [new WithheldPair("anna", "bo", 0.5)],
        }, Ct);
        await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Rejected) with { ReasonCode = "sensitive" }, Ct);
        await temporary.Store.RetainAsync(Some.Now.AddMonths(25), Ct);
        var kept = await temporary.Store.FindRoundAsync("round", Ct);
        Assert.Empty(kept!.LeftOut);
        Assert.Empty(kept.Withheld);
    }

    [Theory]
    [InlineData(RejectionReason.Sensitive, true)]
    [InlineData(RejectionReason.KnowEachOther, true)]
    [InlineData(RejectionReason.WrongTopic, false)]
    public async Task A_hosts_decision_that_stands_for_ever_stays(RejectionReason reason, bool stays)
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction("i1", "anna", "bo")), Ct);
        await temporary.Store.DecideAsync(Some.Decision("i1", IntroductionStatus.Rejected) with { ReasonCode = Vocabulary.Write(reason) }, Ct);
        Assert.Equal(stays ? 0 : 1, (await temporary.Store.RetainAsync(Some.Now.AddMonths(25), Ct)).Introductions);
        Assert.Equal(stays, await temporary.Store.FindIntroductionAsync("i1", Ct) is not null);
    }

    [Fact]
    public async Task Expired_links_and_old_replies_go_and_the_audit_stays_whole()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.AddSignInCodeAsync(new SignInCode { CodeHash = "f00d", Role = Role.Admin, ExpiresAt = Some.Now }, Ct);
        await temporary.Store.AddSignInCodeAsync(new SignInCode { CodeHash = "beef", Role = Role.Admin, ExpiresAt = Some.Now.AddDays(8) }, Ct);
        await temporary.Store.KeepReplyAsync(ReplyTests.Reply("key"), Ct);
        await temporary.Store.AppendAuditAsync([new AuditEntry(Some.Now.AddYears(-9), "host:norr", "GET /x", "s", null)], Ct);
        Assert.Equal(new Retained(0, 0, 1, 1), await temporary.Store.RetainAsync(Some.Now.AddDays(7).AddHours(1), Ct));
        Assert.Equal(new AuditCheck(1, null), await temporary.Store.CheckAuditAsync(Ct));
    }
}

public sealed class SqliteRetentionTests() : RetentionTests(Dialect.Sqlite);

public sealed class PostgresRetentionTests() : RetentionTests(Dialect.Postgres);
