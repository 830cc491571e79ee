using CsCheck;
using Matching.Ingest.Building;
using Matching.Ingest.Tests.Fixtures;

namespace Matching.Ingest.Tests.Building;

public sealed class TextVectorsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_server_gives_each_text_its_vector_at_length_one(string kind)
    {
        await using var bench = await Bench.OpenAsync();
        await using var server = await FakeModelServer.StartAsync();
        using var served = Open(kind, server);
        string[] texts = [.. Enumerable.Range(0, 70).Select(i => $"text {i}")];
        var vectors = new TextVectors(served.Model, bench.Store, 32, null, TimeSpan.FromMinutes(1));
        var found = await vectors.NeedsAsync([.. texts, .. texts], Ct);
        Assert.Null(vectors.Fault);
        Assert.Equal(texts.Order(), found.Keys.Order());
        Assert.All(texts, text => Assert.Equal(PlainUnit(FakeModelServer.VectorOf($"need: {text}")), found[text], Near));
        Assert.Equal([32, 32, 6], server.Requests.Select(request => request.Length));
        if (kind == "openai") Assert.All(server.Keys, key => Assert.Equal("Bearer the-key", key));
    }

    [Theory]
    [InlineData("ollama", 500, "answered 500")]
    [InlineData("openai", 500, "answered 500")]
    [InlineData("ollama", 404, "answered 404")]
    [InlineData("openai", 401, "answered 401")]
    [InlineData("openai", 429, "answered 429")]
    public async Task A_server_that_fails_takes_nothing_that_is_kept(string kind, int status, string words)
    {
        await using var bench = await Bench.OpenAsync();
        await using var server = await FakeModelServer.StartAsync();
        using var served = Open(kind, server);
        await served.Vectors(bench).NeedsAsync(["kept", "kept too"], Ct);
        server.Answer(_ => (status, []));
        var vectors = served.Vectors(bench);
        var found = await vectors.NeedsAsync(["kept", "kept too", "another", "one more"], Ct);
        var asked = server.Requests.Count;
        Assert.Equal(["kept", "kept too"], found.Keys.Order());
        Assert.Contains(words, vectors.Fault!.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("another", vectors.Fault.Reason, StringComparison.Ordinal);
        // It is down, so it is not asked for the offers too.
        await vectors.OffersAsync(["offer"], Ct);
        Assert.Equal(asked, server.Requests.Count);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_server_that_is_not_there_is_told_so(string kind)
    {
        await using var bench = await Bench.OpenAsync();
        var server = await FakeModelServer.StartAsync();
        using var served = Open(kind, server);
        await server.DisposeAsync();
        var vectors = served.Vectors(bench);
        Assert.Empty(await vectors.NeedsAsync(["text"], Ct));
        Assert.Equal("The model's server cannot be reached.", vectors.Fault!.Reason);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_server_that_does_not_answer_is_waited_for_no_longer_than_patience_lasts(string kind)
    {
        await using var bench = await Bench.OpenAsync();
        await using var server = await FakeModelServer.StartAsync();
        using var served = Open(kind, server);
        server.Behaviour = async (_, aborted) =>
        {
            await Task.Delay(Timeout.Infinite, aborted);
            return (200, []);
        };
        var vectors = new TextVectors(served.Model, bench.Store, 2, null, TimeSpan.FromMilliseconds(100));
        Assert.Empty(await vectors.NeedsAsync(["a", "b", "c"], Ct));
        Assert.Equal("The model did not answer in time.", vectors.Fault!.Reason);
        Assert.True(server.Requests.Count <= 1);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_vector_of_another_length_ends_the_asking(string kind)
    {
        await using var bench = await Bench.OpenAsync();
        await using var server = await FakeModelServer.StartAsync();
        using var served = Open(kind, server);
        await served.Vectors(bench).NeedsAsync(["kept"], Ct);
        server.Answer(texts => (200, Array.ConvertAll(texts, _ => new float[] { 1, 2, 3 })));
        var vectors = served.Vectors(bench);
        Assert.Equal(["kept"], (await vectors.NeedsAsync(["kept", "a", "b"], Ct)).Keys);
        Assert.Equal("The model gave vectors of 3 numbers where 4 were expected.", vectors.Fault!.Reason);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_length_that_is_set_is_demanded()
    {
        await using var bench = await Bench.OpenAsync();
        using var model = new Counting();
        var vectors = new TextVectors(model.Model(), bench.Store, 8, 5, TimeSpan.FromMinutes(1));
        Assert.Empty(await vectors.NeedsAsync(["a"], Ct));
        Assert.Contains("4 numbers where 5", vectors.Fault!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAI_is_asked_for_the_length_that_is_set()
    {
        await using var bench = await Bench.OpenAsync();
        await using var server = await FakeModelServer.StartAsync();
        using var served = Open("openai", server, new KeyValuePair<string, string?>("Dimensions", "4"));
        Assert.Single(await served.Vectors(bench).NeedsAsync(["text"], Ct));
        Assert.Equal([4], server.Lengths);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0)]
    public async Task A_vector_without_a_direction_costs_its_text_alone(float value)
    {
        await using var bench = await Bench.OpenAsync();
        await using var server = await FakeModelServer.StartAsync();
        using var served = Open("openai", server);
        server.Answer(texts => (200, Array.ConvertAll(texts, text => text.EndsWith("poison", StringComparison.Ordinal) ? [value, 0, 0, 0] : FakeModelServer.VectorOf(text))));
        var vectors = served.Vectors(bench);
        Assert.Equal(["a", "b"], (await vectors.NeedsAsync(["a", "poison", "b"], Ct)).Keys.Order());
        Assert.Contains("no number", vectors.Fault!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ollama", 400)]
    [InlineData("openai", 422)]
    public async Task A_text_that_is_refused_takes_no_other_text_with_it(string kind, int status)
    {
        await using var bench = await Bench.OpenAsync();
        await using var server = await FakeModelServer.StartAsync();
        using var served = Open(kind, server);
        server.Answer(texts => texts.Any(text => text.EndsWith("poison", StringComparison.Ordinal)) ? (status, []) : (200, Array.ConvertAll(texts, FakeModelServer.VectorOf)));
        string[] good = [.. Enumerable.Range(0, 50).Select(i => $"text {i}")];
        var vectors = served.Vectors(bench);
        Assert.Equal(good.Order(), (await vectors.NeedsAsync([.. good, "poison"], Ct)).Keys.Order());
        Assert.Equal($"The model's server answered {status}.", vectors.Fault!.Reason);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_server_that_answers_part_of_a_batch_is_asked_again_for_less(string kind)
    {
        await using var bench = await Bench.OpenAsync();
        await using var server = await FakeModelServer.StartAsync();
        using var served = Open(kind, server);
        server.Answer(texts => (200, [.. texts.Take(3).Select(FakeModelServer.VectorOf)]));
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => $"text {i}")];
        var vectors = served.Vectors(bench);
        var found = await vectors.NeedsAsync(texts, Ct);
        Assert.Null(vectors.Fault);
        Assert.All(texts, text => Assert.Equal(PlainUnit(FakeModelServer.VectorOf($"need: {text}")), found[text], Near));
    }

    [Fact]
    public async Task A_model_that_refuses_every_text_is_soon_asked_no_more()
    {
        await using var bench = await Bench.OpenAsync();
        using var model = new Counting { Before = _ => throw new ArgumentException("secret") };
        var vectors = new TextVectors(model.Model(), bench.Store, 32, null, TimeSpan.FromMinutes(1));
        Assert.Empty(await vectors.NeedsAsync(Enumerable.Range(0, 1000).Select(i => $"text {i}"), Ct));
        Assert.True(model.Batches.Count < 12, $"{model.Batches.Count} requests");
        Assert.Equal("The model cannot read a text.", vectors.Fault!.Reason);
    }

    [Fact]
    public async Task Cancelled_in_the_middle_it_keeps_what_was_done()
    {
        await using var bench = await Bench.OpenAsync();
        using var cancel = new CancellationTokenSource();
        using var model = new Counting();
        model.Before = _ =>
        {
            if (model.Batches.Count == 3) cancel.Cancel();
        };
        string[] texts = [.. Enumerable.Range(10, 40).Select(i => $"text {i}")];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Vectors(model, bench, 8).NeedsAsync(texts, cancel.Token));
        model.Before = _ => { };
        var before = model.Batches.Count;
        var found = await Vectors(model, bench, 8).NeedsAsync(texts, Ct);
        Assert.Equal(40, found.Count);
        Assert.Equal(3, before);
        Assert.Equal(texts.Order().Skip(16), model.Batches.Skip(before).SelectMany(batch => batch).Order());
    }

    [Fact]
    public async Task A_text_with_the_same_prefix_is_read_once_for_both_sides_and_with_another_once_for_each()
    {
        await using var bench = await Bench.OpenAsync();
        using var same = new Counting();
        var vectors = new TextVectors(same.Model(), bench.Store, 8, null, TimeSpan.FromMinutes(1));
        await vectors.NeedsAsync(["a", "b"], Ct);
        await vectors.OffersAsync(["b", "c"], Ct);
        Assert.Equal(["a", "b", "c"], same.Texts.Order());
        using var other = new Counting();
        vectors = new TextVectors(other.Model("query: ", "passage: "), bench.Store, 8, null, TimeSpan.FromMinutes(1));
        await vectors.NeedsAsync(["a"], Ct);
        await vectors.OffersAsync(["a"], Ct);
        Assert.Equal(["passage: a", "query: a"], other.Texts.Order());
    }

    [Fact]
    public async Task Texts_without_a_word_are_not_asked_for_and_composed_letters_are_asked_for()
    {
        await using var bench = await Bench.OpenAsync();
        using var model = new Counting();
        Assert.Equal(["bosta\u0308der"], (await Vectors(model, bench, 8).NeedsAsync(["", " \t", "bosta\u0308der"], Ct)).Keys);
        Assert.Equal(["bostäder"], model.Texts);
    }

    [Fact]
    public async Task Whatever_the_order_and_the_batches_the_vectors_are_the_same() =>
        await Gen.Select(Gen.OneOf("a", "bb", "ccc", "dd", "é", "elnät och kö").Array[0, 12], Gen.Int[1, 5]).SampleAsync(async (texts, batchSize) =>
        {
            await using var bench = await Bench.OpenAsync();
            using var model = new Counting();
            var found = await Vectors(model, bench, batchSize).NeedsAsync(texts, Ct);
            Assert.Equal(texts.Distinct().Order(), found.Keys.Order());
            Assert.All(found, one => Assert.Equal(PlainUnit(FakeModelServer.VectorOf(one.Key)), one.Value, Near));
            Assert.Equal(texts.Distinct().Order(), model.Texts.Order());
            Assert.All(model.Batches, batch => Assert.InRange(batch.Length, 1, batchSize));
        }, iter: 20, threads: 1);

    private static TextVectors Vectors(Counting model, Bench bench, int batchSize) => new(model.Model(), bench.Store, batchSize, null, TimeSpan.FromMinutes(1));

    private static Served Open(string kind, FakeModelServer server, params KeyValuePair<string, string?>[] more)
    {
        var endpoint = kind == "openai" ? new Uri(server.Address, "v1") : server.Address;
        var options = EmbeddingOptions.Read(
            [new("Kind", kind), new("Model", "m"), new("Endpoint", endpoint.ToString()), new("ApiKey", "the-key"), new("Prefixes:Need", "need: "), new("Prefixes:Offer", "offer: "), .. more]);
        return new Served(EmbeddingModel.Open(options)!);
    }

    private static bool Near(float x, float y) => Math.Abs(x - y) < 1e-6;

    private static float[] PlainUnit(float[] vector)
    {
        var norm = Math.Sqrt(vector.Sum(value => (double)value * value));
        return Array.ConvertAll(vector, value => (float)(value / norm));
    }

    private sealed record Served(EmbeddingModel Model) : IDisposable
    {
        internal TextVectors Vectors(Bench bench) => new(Model, bench.Store, 32, null, TimeSpan.FromMinutes(1));

        public void Dispose() => Model.Generator.Dispose();
    }
}
