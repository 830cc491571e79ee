using System.Text.Json;
using Matching.Profiles;

namespace Matching.Storage.Tests;

public abstract class ExportTests(Dialect dialect, string foreignKeys) : StoreTests(dialect)
{
    // Columns that can name a member without a foreign key, since what stands there may also be something else.
    private static readonly (string Table, string Column)[] WithoutKey = [("members", "id"), ("rules", "a"), ("rules", "b"), ("introductions", "decided_by")];

    [Fact]
    public async Task Every_column_that_names_a_member_is_in_the_list_of_what_is_held()
    {
        await using var temporary = await NewStoreAsync();
        var named = WithoutKey.Concat(await NamingAsync(temporary.Store.Address));
        Assert.Equal(named.Order(), HeldTable.All.SelectMany(table => table.Columns.Select(column => (table.Table, column))).Order());
    }

    [Fact]
    public async Task Whatever_was_put_about_a_member_is_told()
    {
        await using var temporary = await FullAsync();
        var held = (await temporary.Store.ExportMemberAsync("anna", Ct))!;
        var text = JsonSerializer.Serialize(held);
        foreach (var canary in new[] { "canary-name", "canary-mail", "canary-need", "canary-skill", "canary-interest", "canary-matter", "canary-title", "canary-unit", "canary-rule", "canary-note", "canary-topic", "i1", "breakfast" })
            Assert.Contains(canary, text, StringComparison.Ordinal);
        Assert.All(held.Where(one => one.What is not ("withheld_pairs" or "left_out" or "sign_in_codes" or "member_other_hubs")), one => Assert.NotEmpty(one.Rows));
        Assert.All(held, one => Assert.NotEqual("", one.Why));
    }

    [Fact]
    public async Task What_the_other_answered_and_said_is_not_told()
    {
        await using var temporary = await FullAsync();
        await temporary.Store.AnswerPromptAsync("i1-b", PromptAnswer.No, Some.Now.AddDays(1), Ct);
        await temporary.Store.RecordOutcomeAsync(new IntroductionOutcome { Introduction = "i1", Member = "bo", Met = true, Note = "secret-of-bo", At = Some.Now.AddDays(2) }, Ct);
        var held = (await temporary.Store.ExportMemberAsync("anna", Ct))!;
        Assert.Equal(["i1-a"], held.Single(one => one.What == "prompts").Rows.Select(row => (string)row["id"]!));
        Assert.DoesNotContain("secret-of-bo", JsonSerializer.Serialize(held), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_an_unsent_suggestion_was_about_is_not_told()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        await temporary.Store.SaveDraftAsync(Some.Round(Some.Introduction("i1", "anna", "bo")), Ct);
        var row = Assert.Single((await temporary.Store.ExportMemberAsync("anna", Ct))!.Single(one => one.What == "introductions").Rows);
        Assert.Null(row["other"]);
        Assert.Equal(0.625, row["score"]);
    }

    [Fact]
    public async Task Nobody_gives_nothing()
    {
        await using var temporary = await NewStoreAsync();
        Assert.Null(await temporary.Store.ExportMemberAsync("nobody", Ct));
    }

    private async Task<TemporaryStore> FullAsync()
    {
        var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Member("anna") with
            {
                Name = "canary-name",
                Email = "canary-mail@example.org",
                Challenges = ["canary-need"],
                Skills = ["canary-skill"],
                Interests = ["canary-interest"],
                ContactFor = ["canary-matter"],
                Title = "canary-title",
                Unit = "canary-unit",
            });
            import.Put(Some.Gathering());
            import.Put(Some.Met("anna", "bo"));
            import.Put(new StandingTie { A = "anna", B = "bo", Kind = StandingTieKind.Declared });
            import.Put(new CheckIn { Hub = "norr", Member = "anna", Day = new DateOnly(2026, 11, 2) });
            import.Put(new Attendance { Event = "breakfast", Member = "anna", Status = AttendanceStatus.Attended });
            import.Put(new Rule { Kind = RuleKind.Never, A = "anna", B = "bo", Reason = "canary-rule" });
        });
        await temporary.Store.RecordOutcomeAsync(new IntroductionOutcome { Introduction = "i1", Member = "anna", Met = true, Note = "canary-note", At = Some.Now.AddDays(2) }, Ct);
        await temporary.Store.KeepQuestionAsync(new StoredQuestion { Id = "q1", Hub = "norr", Member = "anna", AskedAt = Some.Now, Concepts = ["canary-topic"], Unmet = false }, Ct);
        await temporary.Store.KeepTextVectorsAsync("model", new Dictionary<string, float[]> { ["canary-need"] = [1] }, Ct);
        await temporary.Store.IndexProfileVectorsAsync("model", "model", ProfileFields.All, Ct);
        return temporary;
    }

    private async Task<List<(string Table, string Column)>> NamingAsync(StoreAddress address)
    {
        await using var dialect = SqlDialect.Of(address);
        await using var connection = await dialect.OpenAsync(Ct);
        await using var turn = new SqlTurn(connection, await dialect.BeginReadAsync(connection, Ct), Ct);
        return [.. (await turn.ListAsync(foreignKeys, null, row => Tuple.Create(row.GetString(0), row.GetString(1)))).Select(key => (key.Item1, key.Item2))];
    }
}

public sealed class SqliteExportTests() : ExportTests(
    Dialect.Sqlite,
    """
    SELECT t.name, k."from" FROM sqlite_master AS t JOIN pragma_foreign_key_list(t.name) AS k WHERE t.type = 'table' AND k."table" = 'members'
    """);

public sealed class PostgresExportTests() : ExportTests(
    Dialect.Postgres,
    """
    SELECT conrelid::regclass::text, attname::text FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
    WHERE contype = 'f' AND confrelid = 'members'::regclass
    """);
