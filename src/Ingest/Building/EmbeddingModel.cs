using System.ClientModel;
using Matching.Ingest.Wording;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using OllamaSharp;
using OpenAI;

namespace Matching.Ingest.Building;

/// <summary>A model with what stands before the texts that it reads.</summary>
/// <param name="Name">Tells models apart in the store: what else makes a vector what it is stands in it too.</param>
/// <param name="Generator">Called with batches, from any number of threads.</param>
/// <param name="NeedPrefix">Stands before a need.</param>
/// <param name="OfferPrefix">Stands before an offer.</param>
internal sealed record EmbeddingModel(string Name, IEmbeddingGenerator<string, Embedding<float>> Generator, string NeedPrefix, string OfferPrefix)
{
    // Local servers that answer as OpenAI does take any key, and its library sends none that is empty.
    private const string NoKey = "none";

    private static readonly Uri LocalOllama = new("http://localhost:11434");

    /// <summary>The name under which vectors of needs are kept.</summary>
    internal string NeedName => $"{Name} | {NeedPrefix}";

    /// <summary>The name under which vectors of offers are kept.</summary>
    internal string OfferName => $"{Name} | {OfferPrefix}";

    /// <summary>Opens the model that the options choose; null for none. A server is not asked yet: it may start later.</summary>
    /// <exception cref="EmbeddingOptionsException">The model's files are not there or cannot be read.</exception>
    internal static EmbeddingModel? Open(EmbeddingOptions options) => options.Kind switch
    {
        EmbeddingKind.Onnx => OpenFile(options),
        EmbeddingKind.Ollama => Of(options, "ollama", new OllamaApiClient(options.Endpoint ?? LocalOllama, options.Model!)),
        EmbeddingKind.OpenAI => Of(options, "openai", OpenAi(options)),
        _ => null,
    };

    private static EmbeddingModel OpenFile(EmbeddingOptions options)
    {
        try
        {
            var generator = OnnxEmbeddings.Open(options.Path!);
            var (need, offer) = generator.Prefixes;
            return new EmbeddingModel($"onnx {generator.Fingerprint}", generator, options.NeedPrefix ?? need, options.OfferPrefix ?? offer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OnnxRuntimeException or ArgumentException or InvalidDataException)
        {
            throw new EmbeddingOptionsException(nameof(options.Path), $"no model can be read from {Quotes.Of(options.Path!)}: {Quotes.Clean(failure.Message)}");
        }
    }

    private static EmbeddingModel Of(EmbeddingOptions options, string kind, IEmbeddingGenerator<string, Embedding<float>> generator) =>
        new($"{kind} {options.Model} {options.Dimensions}", generator, options.NeedPrefix ?? "", options.OfferPrefix ?? "");

    private static IEmbeddingGenerator<string, Embedding<float>> OpenAi(EmbeddingOptions options)
    {
        var client = new OpenAIClient(new ApiKeyCredential(options.ApiKey ?? NoKey), new OpenAIClientOptions { Endpoint = options.Endpoint });
        return client.GetEmbeddingClient(options.Model!).AsIEmbeddingGenerator(options.Dimensions);
    }
}
