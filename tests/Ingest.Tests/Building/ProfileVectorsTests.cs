using Matching.Ingest.Building;
using Matching.Ingest.Tests.Fixtures;
using Matching.Profiles;
using Matching.Storage;
using Matching.Words;

namespace Matching.Ingest.Tests.Building;

public sealed class ProfileVectorsTests
{
    private const string Members = """
        id,name,organisation,hub,challenges,skills,interests,contact_for,title
        anna,Anna Berg,skv,norr,need one|need two,skill one,interest one,matter one,title one
        bo,Bo Ek,umea,norr,need two,skill two|skill one,interest one,,title two

        """;

    private const string Organisations = "id,name,sector,keywords,remit\nskv,Skatteverket,agency,word one|word two,remit one\numea,Umeå kommun,municipality,,\nab,Snickeri AB,business,,\n";

    private static readonly string[] Needs = ["interest one", "need one", "need two"];
    private static readonly string[] Offers = ["interest one", "matter one", "remit one", "skill one", "skill two", "word one", "word two"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_text_that_may_be_read_has_a_vector_on_its_side_and_a_title_has_none()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model("n: ", "o: "), EmbeddingOptions.Off, bench.Store);
        var index = await BuildAsync(bench, vectors);
        Assert.Equal(Needs.Length + Offers.Length, index.Count);
        foreach (var need in Needs) Assert.All(Offers, offer => Assert.NotNull(index.Cosine(need, offer)));
        Assert.Equal(Needs.Select(text => $"n: {text}").Concat(Offers.Select(text => $"o: {text}")).Order(), model.Texts.Order());
        Assert.Equal(new EmbeddingHealth(EmbeddingState.Ok), vectors.Health);
    }

    [Fact]
    public async Task A_model_reads_the_fields_that_it_is_let_read_and_no_other()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Read([new("Fields", "challenges|contact_for")]), bench.Store);
        await BuildAsync(bench, vectors);
        Assert.Equal(["matter one", "need one", "need two"], model.Texts.Order());
    }

    [Fact]
    public async Task Who_does_not_consent_to_be_introduced_is_not_read_and_leaves_no_vector()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Read([new("Fields", "challenges")]), bench.Store);
        await BuildAsync(bench, vectors);
        await bench.ImportAsync(("members.csv", "id,name,organisation,hub,challenges,matchable\nanna,Anna Berg,skv,norr,need one|need three,no\n"));
        await BuildAsync(bench, vectors);
        Assert.Equal(["need one", "need two"], model.Texts.Order());
        Assert.Equal(["need two"], (await bench.Store.FindTextVectorsAsync(model.Model().NeedName, ["need one", "need two"], Ct)).Keys);
    }

    [Fact]
    public async Task A_re_import_rebuilds_only_what_changed()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Off, bench.Store);
        await BuildAsync(bench, vectors);
        var first = model.Batches.Count;
        await BuildAsync(bench, vectors);
        await bench.ImportAsync(("members.csv", Members));
        await BuildAsync(bench, vectors);
        Assert.Equal(first, model.Batches.Count);
        await bench.ImportAsync(("members.csv", Members.Replace("need one", "need three", StringComparison.Ordinal)));
        var index = await BuildAsync(bench, vectors);
        Assert.Equal(["need three"], model.Batches.Skip(first).SelectMany(batch => batch));
        Assert.NotNull(index.Cosine("need three", "skill one"));
        Assert.Null(index.Cosine("need one", "skill one"));
        // What no text says any more has no vector any more.
        await bench.ImportAsync(("members.csv", Members));
        await BuildAsync(bench, vectors);
        Assert.Equal(["need three", "need one"], model.Batches.Skip(first).SelectMany(batch => batch));
    }

    [Fact]
    public async Task Built_from_the_store_the_cosines_are_the_same_to_the_last_bit()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model("n", "o"), EmbeddingOptions.Off, bench.Store);
        var (fresh, kept) = (await BuildAsync(bench, vectors), await BuildAsync(bench, vectors));
        foreach (var need in Needs) Assert.All(Offers, offer => Assert.Equal(fresh.Cosine(need, offer), kept.Cosine(need, offer)));
    }

    [Fact]
    public async Task Who_is_deleted_while_the_model_reads_leaves_no_vector()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Off, bench.Store);
        var records = await bench.Store.LoadHubAsync("norr", TestMoment, Ct);
        model.Before = _ =>
        {
            if (model.Batches.Count == 1) bench.Store.DeleteMemberAsync("anna", Ct).GetAwaiter().GetResult();
        };
        await vectors.BuildAsync(records!.Members, records.Organisations, Ct);
        string[] hers = ["need one", "matter one"];
        Assert.Empty(await bench.Store.FindTextVectorsAsync(model.Model().NeedName, hers, Ct));
        Assert.NotEmpty(await bench.Store.FindTextVectorsAsync(model.Model().NeedName, ["need two", "skill one"], Ct));
    }

    [Fact]
    public async Task A_model_that_fails_leaves_what_there_is_and_says_so_until_it_is_back()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting { Before = _ => throw new HttpRequestException("need one") };
        using var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Off, bench.Store);
        Assert.Equal(0, (await BuildAsync(bench, vectors)).Count);
        Assert.Equal(new EmbeddingHealth(EmbeddingState.Degraded, "The model's server cannot be reached."), vectors.Health);
        Assert.Single(model.Batches);
        model.Before = _ => { };
        Assert.Equal(Needs.Length + Offers.Length, (await BuildAsync(bench, vectors)).Count);
        Assert.Equal(new EmbeddingHealth(EmbeddingState.Ok), vectors.Health);
        // What is kept needs no model.
        model.Before = _ => throw new HttpRequestException();
        Assert.Equal(Needs.Length + Offers.Length, (await BuildAsync(bench, vectors)).Count);
        Assert.Equal(EmbeddingState.Ok, vectors.Health.State);
    }

    [Fact]
    public async Task Cancelled_in_the_middle_the_next_build_goes_on_from_there()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Read([new("BatchSize", "1")]), bench.Store);
        using var cancel = new CancellationTokenSource();
        model.Before = _ =>
        {
            if (model.Batches.Count == 5) cancel.Cancel();
        };
        var records = await bench.Store.LoadHubAsync("norr", TestMoment, Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vectors.BuildAsync(records!.Members, records.Organisations, cancel.Token));
        model.Before = _ => { };
        await vectors.BuildAsync(records!.Members, records.Organisations, Ct);
        // Nine texts, of which the one asked for when it was cancelled is asked for again.
        Assert.Equal(10, model.Texts.Count());
        Assert.Equal(9, model.Texts.Distinct().Count());
    }

    [Fact]
    public async Task Without_a_model_there_are_no_vectors_and_none_of_an_earlier_one_stay()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using (var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Off, bench.Store)) await BuildAsync(bench, vectors);
        using var off = await ProfileVectors.OpenAsync(EmbeddingOptions.Off, bench.Store, Ct);
        Assert.Same(TextVectorIndex.Empty, await BuildAsync(bench, off));
        Assert.Equal(new EmbeddingHealth(EmbeddingState.Off), off.Health);
        Assert.Empty(await bench.Store.FindTextVectorsAsync(model.Model().NeedName, [.. Needs, .. Offers], Ct));
    }

    [Fact]
    public async Task A_model_file_is_read_by_its_settings_alone()
    {
        await using var bench = await FilledAsync();
        ModelFiles.WriteE5(bench.Folder, [.. Enumerable.Range(0, 11).Select(i => new[] { MathF.Cos(i), MathF.Sin(i * i), 1 })], "▁need", "▁skill", "▁one", "▁two", "▁query:", "▁passage:");
        using var vectors = await ProfileVectors.OpenAsync(EmbeddingOptions.Read([new("Kind", "onnx"), new("Path", bench.Folder)]), bench.Store, Ct);
        var index = await BuildAsync(bench, vectors);
        Assert.Equal(new EmbeddingHealth(EmbeddingState.Ok), vectors.Health);
        Assert.Equal((3, Needs.Length + Offers.Length), (index.Dimensions, index.Count));
        Assert.InRange(index.Cosine("need one", "skill one")!.Value, -1, 1);
    }

    [Fact]
    public async Task What_is_kept_is_found_without_asking_the_model_and_told_to_be_all_or_not()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Off, bench.Store);
        var records = (await bench.Store.LoadHubAsync("norr", TestMoment, Ct))!;
        var (before, all) = await vectors.FindAsync(records.Members, records.Organisations, Ct);
        Assert.Equal((0, false), (before.Count, all));
        Assert.Empty(model.Batches);
        await BuildAsync(bench, vectors);
        var asked = model.Batches.Count;
        var (after, isComplete) = await vectors.FindAsync(records.Members, records.Organisations, Ct);
        Assert.Equal((Needs.Length + Offers.Length, true, asked), (after.Count, isComplete, model.Batches.Count));
        Assert.False((await vectors.FindAsync([records.Members[0] with { Challenges = ["need three"] }], [], Ct)).IsComplete);
    }

    [Fact]
    public async Task A_question_is_read_as_a_need_from_its_beginning_and_kept_nowhere()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting();
        using var vectors = new ProfileVectors(model.Model("n: "), EmbeddingOptions.Off, bench.Store);
        var question = new string('q', 100_000);
        var vector = await vectors.ReadQuestionAsync(question, Ct);
        Assert.Equal(1, vector!.Sum(value => value * value), 1e-5);
        Assert.Equal(["n: " + question[..8_000]], model.Texts);
        Assert.Empty(await bench.Store.FindTextVectorsAsync(model.Model("n: ").NeedName, [question, question[..8_000]], Ct));
        Assert.Null(await vectors.ReadQuestionAsync(" ", Ct));
    }

    [Fact]
    public async Task A_question_that_the_model_fails_on_or_may_not_read_has_no_vector()
    {
        await using var bench = await FilledAsync();
        using var model = new Counting { Before = _ => throw new HttpRequestException("a question") };
        using var vectors = new ProfileVectors(model.Model(), EmbeddingOptions.Off, bench.Store);
        Assert.Null(await vectors.ReadQuestionAsync("a question", Ct));
        Assert.Equal(new EmbeddingHealth(EmbeddingState.Degraded, "The model's server cannot be reached."), vectors.Health);
        using var closed = new ProfileVectors(model.Model(), EmbeddingOptions.Read([new("Questions", "no")]), bench.Store);
        Assert.Null(await closed.ReadQuestionAsync("a question", Ct));
        Assert.Single(model.Batches);
    }

    private static readonly DateTimeOffset TestMoment = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static async Task<Bench> FilledAsync()
    {
        var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", Bench.Hubs), ("organisations.csv", Organisations), ("members.csv", Members));
        Assert.Empty(report.Rejects);
        return bench;
    }

    private static async Task<TextVectorIndex> BuildAsync(Bench bench, ProfileVectors vectors)
    {
        HubRecords records = (await bench.Store.LoadHubAsync("norr", TestMoment, Ct))!;
        return await vectors.BuildAsync(records.Members, records.Organisations, Ct);
    }
}
