using Matching.Ingest.Building;
using Microsoft.Extensions.AI;

namespace Matching.Ingest.Tests.Building;

/// <summary>A model that counts what it is asked, and can be made to fail.</summary>
internal sealed class Counting : IEmbeddingGenerator<string, Embedding<float>>
{
    internal List<string[]> Batches { get; } = [];

    /// <summary>Runs before each answer.</summary>
    internal Action<string[]> Before { get; set; } = _ => { };

    internal Func<string, float[]> Vector { get; set; } = FakeModelServer.VectorOf;

    internal IEnumerable<string> Texts => Batches.SelectMany(batch => batch);

    internal EmbeddingModel Model(string need = "", string offer = "") => new("counting", this, need, offer);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        lock (Batches) Batches.Add(texts);
        Before(texts);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(Vector(text)))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
