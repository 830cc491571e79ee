namespace Matching.Storage.Tests;

public abstract class QuestionTests(Dialect dialect) : StoreTests(dialect)
{
    private static StoredQuestion Question(string id = "q1", string? member = "anna", DateTimeOffset? at = null) => new()
    {
        Id = id,
        Hub = "norr",
        Member = member,
        AskedAt = at ?? Some.Now,
        Concepts = ["grid-connection", "land"],
        Unmet = true,
    };

    private async Task<TemporaryStore> PeopleAsync()
    {
        var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        return temporary;
    }

    [Fact]
    public async Task What_a_question_was_about_is_kept_and_the_first_stands()
    {
        await using var temporary = await PeopleAsync();
        await temporary.Store.KeepQuestionAsync(Question(), Ct);
        await temporary.Store.KeepQuestionAsync(Question() with { Unmet = false }, Ct);
        Same.As(Question(), await temporary.Store.FindQuestionAsync("q1", Ct));
        Assert.Null(await temporary.Store.FindQuestionAsync("q2", Ct));
    }

    [Fact]
    public async Task Questions_of_a_hub_are_listed_by_time()
    {
        await using var temporary = await PeopleAsync();
        await temporary.Store.KeepQuestionAsync(Question("late", at: Some.Now.AddDays(40)), Ct);
        await temporary.Store.KeepQuestionAsync(Question("second", at: Some.Now.AddDays(1)), Ct);
        await temporary.Store.KeepQuestionAsync(Question("first"), Ct);
        Assert.Equal(["first", "second"], (await temporary.Store.ListQuestionsAsync("norr", Some.Now, Some.Now.AddDays(40), Ct)).Select(one => one.Id));
        Assert.Empty(await temporary.Store.ListQuestionsAsync("elsewhere", Some.Now, Some.Now.AddDays(40), Ct));
    }

    [Fact]
    public async Task The_latest_verdict_on_an_organisation_counts_once_for_each_concept()
    {
        await using var temporary = await PeopleAsync();
        foreach (var id in new[] { "q1", "q2" }) await temporary.Store.KeepQuestionAsync(Question(id), Ct);
        await temporary.Store.KeepVerdictAsync("q1", "agency", Verdict.WrongAuthority, Some.Now, Ct);
        await temporary.Store.KeepVerdictAsync("q1", "agency", Verdict.Helped, Some.Now, Ct);
        await temporary.Store.KeepVerdictAsync("q2", "agency", Verdict.WrongAuthority, Some.Now, Ct);
        Assert.Equal(
            [new VerdictCount("agency", "grid-connection", 1, 1), new VerdictCount("agency", "land", 1, 1)], await temporary.Store.CountVerdictsAsync(Ct));
        await Assert.ThrowsAsync<StoreException>(() => temporary.Store.KeepVerdictAsync("q3", "agency", Verdict.Helped, Some.Now, Ct));
    }

    [Fact]
    public async Task A_question_outlives_its_asker_without_her()
    {
        await using var temporary = await PeopleAsync();
        await temporary.Store.KeepQuestionAsync(Question(), Ct);
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        Same.As(Question(member: null), await temporary.Store.FindQuestionAsync("q1", Ct));
    }

    [Fact]
    public async Task The_revision_rises_with_what_answers_are_computed_from_and_with_nothing_else()
    {
        await using var temporary = await PeopleAsync();
        var first = await temporary.Store.FindRevisionAsync(Ct);
        await temporary.Store.KeepQuestionAsync(Question(), Ct);
        Assert.Equal(first, await temporary.Store.FindRevisionAsync(Ct));
        await temporary.Store.KeepVerdictAsync("q1", "agency", Verdict.Helped, Some.Now, Ct);
        var second = await temporary.Store.FindRevisionAsync(Ct);
        await temporary.PutAsync(import => import.Put(Some.Member("cilla")));
        var third = await temporary.Store.FindRevisionAsync(Ct);
        await temporary.Store.DeleteMemberAsync("cilla", Ct);
        Assert.Equal([1, 2, 3], new[] { second, third, await temporary.Store.FindRevisionAsync(Ct) }.Select(revision => revision - first));
    }

    [Fact]
    public async Task All_organisations_come_by_id()
    {
        await using var temporary = await PeopleAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Organisation("z"));
            import.Put(Some.Organisation("B"));
        });
        Assert.Equal(["B", "agency", "z"], (await temporary.Store.LoadOrganisationsAsync(Ct)).Select(one => one.Id));
    }
}

public sealed class SqliteQuestionTests() : QuestionTests(Dialect.Sqlite);

public sealed class PostgresQuestionTests() : QuestionTests(Dialect.Postgres);
