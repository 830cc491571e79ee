using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Matching.Ingest.Tests.Building;

/// <summary>A server on this machine that answers as Ollama and OpenAI do, or fails as they may.</summary>
internal sealed class FakeModelServer : IAsyncDisposable
{
    internal const int Dimensions = 4;

    private readonly WebApplication app;

    private FakeModelServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/api/embed", context => AnswerAsync(context, vectors => new JsonObject { ["model"] = "m", ["embeddings"] = Lists(vectors) }));
        app.MapPost("/v1/embeddings", context => AnswerAsync(context, vectors => new JsonObject { ["object"] = "list", ["model"] = "m", ["data"] = Data(vectors), ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["total_tokens"] = 1 } }));
    }

    /// <summary>What becomes of a request: null vectors with a status, or the vectors of its texts.</summary>
    internal Func<string[], CancellationToken, Task<(int Status, float[][] Vectors)>> Behaviour { get; set; } = (texts, _) => Task.FromResult((200, Array.ConvertAll(texts, VectorOf)));

    /// <summary>The texts of each request, in the order of arrival.</summary>
    internal List<string[]> Requests { get; } = [];

    internal List<string?> Keys { get; } = [];

    /// <summary>The length of vectors that each request asked for.</summary>
    internal List<int?> Lengths { get; } = [];

    internal Uri Address => new(app.Urls.Single());

    internal static async Task<FakeModelServer> StartAsync()
    {
        var server = new FakeModelServer();
        await server.app.StartAsync();
        return server;
    }

    internal static float[] VectorOf(string text) => [1, text.Length, text[0], text[^1]];

    internal void Answer(Func<string[], (int Status, float[][] Vectors)> behaviour) => Behaviour = (texts, _) => Task.FromResult(behaviour(texts));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<float[][], JsonObject> write)
    {
        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        var texts = request["input"]!.AsArray().Select(text => (string)text!).ToArray();
        lock (Requests)
        {
            Requests.Add(texts);
            Keys.Add(context.Request.Headers.Authorization);
            Lengths.Add((int?)request["dimensions"]);
        }
        var (status, vectors) = await Behaviour(texts, context.RequestAborted);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        // Asked to try again at once, so that a library which tries again does not make a test wait.
        context.Response.Headers.RetryAfter = "0";
        // A server's complaint may quote what it was asked.
        var body = status == 200 ? write(vectors) : new JsonObject { ["error"] = $"cannot embed '{texts[0]}'" };
        await context.Response.WriteAsync(body.ToJsonString(new JsonSerializerOptions { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals }));
    }

    private static JsonArray Lists(float[][] vectors) => [.. vectors.Select(vector => (JsonNode)new JsonArray([.. vector.Select(value => (JsonNode)JsonValue.Create(value))]))];

    private static JsonArray Data(float[][] vectors) => [.. vectors.Select((vector, i) => (JsonNode)new JsonObject
    {
        ["object"] = "embedding",
        ["index"] = i,
        ["embedding"] = Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())),
    })];
}
