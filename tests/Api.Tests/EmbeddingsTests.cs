using System.Net;
using System.Text.Json.Nodes;
using Matching.Api.Snapshots;
using Matching.Ingest.Building;
using Matching.Ingest.Tests.Building;
using Microsoft.Extensions.DependencyInjection;

namespace Matching.Api.Tests;

public sealed class EmbeddingsTests
{
    // No program listens on the port of the discard protocol.
    private static readonly string[] NobodyThere =
        ["--Matching:Embeddings:Kind", "ollama", "--Matching:Embeddings:Model", "m", "--Matching:Embeddings:Endpoint", "http://127.0.0.1:9"];

    [Fact]
    public async Task Embeddings_are_off_unless_somebody_has_chosen_them()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal("""{"status":"ready","embeddings":"off"}""", (await ReadyAsync(server)).ToJsonString());
    }

    [Fact]
    public async Task A_server_without_its_model_is_ready_and_says_what_is_wrong_without_a_word_of_any_text()
    {
        await using var server = await RunningServer.StartAsync(false, NobodyThere);
        Assert.Equal("ok", (string?)(await ReadyAsync(server))["embeddings"]);
        var records = await server.Store.LoadHubAsync("lulea", server.Clock.GetUtcNow());
        await server.Services.GetRequiredService<ProfileVectors>().BuildAsync(records!.Members, records.Organisations, CancellationToken.None);
        var ready = await ReadyAsync(server);
        Assert.Equal(("ready", "degraded"), ((string?)ready["status"], (string?)ready["embeddings"]));
        Assert.Equal("The model's server cannot be reached.", (string?)ready["embeddingsReason"]);
    }

    [Fact]
    public async Task What_the_model_has_read_behind_the_first_answer_is_in_the_next()
    {
        await using var model = await FakeModelServer.StartAsync();
        model.Answer(texts => (200, Array.ConvertAll(texts, VectorOf)));
        await using var server = await RunningServer.StartAsync(settings: Served(model));
        await FillAsync(server);
        var before = await AskAsync(server);
        Assert.Empty(before["items"]!.AsArray());
        await server.Services.GetRequiredService<Meanings>().WhenReadAsync();
        var after = await AskAsync(server);
        Assert.Equal("kvarn", (string?)after["items"]![0]!["organisation"]);
        Assert.Equal("""{"status":"ready","embeddings":"ok"}""", (await ReadyAsync(server)).ToJsonString());
    }

    [Fact]
    public async Task A_model_that_fails_is_left_alone_for_a_minute_and_words_answer()
    {
        await using var model = await FakeModelServer.StartAsync();
        model.Answer(_ => (500, []));
        await using var server = await RunningServer.StartAsync(settings: Served(model));
        await FillAsync(server);
        await AskAsync(server);
        await server.Services.GetRequiredService<Meanings>().WhenReadAsync();
        var asked = model.Requests.Count;
        Assert.InRange(asked, 1, int.MaxValue);
        await AskAsync(server);
        await server.Services.GetRequiredService<Meanings>().WhenReadAsync();
        Assert.Equal(asked, model.Requests.Count);
        Assert.Equal("degraded", (string?)(await ReadyAsync(server))["embeddings"]);
        model.Answer(texts => (200, Array.ConvertAll(texts, VectorOf)));
        server.Clock.Advance(TimeSpan.FromMinutes(20));
        await AskAsync(server);
        await server.Services.GetRequiredService<Meanings>().WhenReadAsync();
        Assert.Equal("kvarn", (string?)(await AskAsync(server))["items"]![0]!["organisation"]);
        Assert.Equal("ok", (string?)(await ReadyAsync(server))["embeddings"]);
    }

    [Theory]
    [InlineData("Fields", "skills|title", "Matching__Embeddings__Fields: ")]
    [InlineData("Fields:1", "title", "Matching__Embeddings__Fields: ")]
    [InlineData("Prefixes:Needs", "query: ", "Matching__Embeddings__Prefixes__Needs: ")]
    [InlineData("BatchSize", "many", "Matching__Embeddings__BatchSize: ")]
    [InlineData("Kind", "onnx", "Matching__Embeddings__Path: ")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string words)
    {
        var complaint = await Assert.ThrowsAsync<OptionsException>(() => RunningServer.StartAsync(true, $"--Matching:Embeddings:{setting}", value));
        Assert.StartsWith(words, complaint.Message, StringComparison.Ordinal);
    }

    private static string[] Served(FakeModelServer model) =>
        ["--Matching:Embeddings:Kind", "ollama", "--Matching:Embeddings:Model", "m", "--Matching:Embeddings:Endpoint", model.Address.ToString()];

    // Flour and mills lie in one direction, all else in the other.
    private static float[] VectorOf(string text) => text.Contains("mjöl", StringComparison.OrdinalIgnoreCase) || text == "malning" ? [1, 0] : [0, 1];

    private static async Task FillAsync(RunningServer server)
    {
        await server.Admin.PutJson("organisations/kvarn", """{"name":"Stenhuset","sector":"business","keywords":["malning"]}""");
        for (var number = 0; number < 40; number++)
            await server.Admin.PutJson($"organisations/o{number}", $$"""{"name":"Bolag {{number}}","sector":"business","keywords":["sak{{number}}"]}""");
    }

    private static Task<JsonNode> AskAsync(RunningServer server) => server.Host.PostJson("contacts/search", """{"question":"Vem har mjöl?","hub":"lulea"}""");

    private static async Task<JsonNode> ReadyAsync(RunningServer server) =>
        await Http.Read(await server.Anonymous.GetAsync("/healthz/ready"), HttpStatusCode.OK);
}
