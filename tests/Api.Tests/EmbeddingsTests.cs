using System.Net;
using System.Text.Json.Nodes;
using Matching.Ingest.Building;
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
        await server.Services.GetRequiredService<ProfileVectors>().BuildAsync(records!, CancellationToken.None);
        var ready = await ReadyAsync(server);
        Assert.Equal(("ready", "degraded"), ((string?)ready["status"], (string?)ready["embeddings"]));
        Assert.Equal("The model's server cannot be reached.", (string?)ready["embeddingsReason"]);
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

    private static async Task<JsonNode> ReadyAsync(RunningServer server) =>
        await Http.Read(await server.Anonymous.GetAsync("/healthz/ready"), HttpStatusCode.OK);
}
