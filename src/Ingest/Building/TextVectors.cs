using System.Diagnostics.Metrics;
using System.Text;
using Matching.Storage;

namespace Matching.Ingest.Building;

/// <summary>
/// Unit vectors of texts: those that the store has, and from the model those that it has not, kept batch by batch. Whatever goes wrong
/// with the model, what there is stands. One use of the model, for one caller; its fault tells what is missing and why.
/// </summary>
/// <param name="model">Read from.</param>
/// <param name="store">Read first, and written to.</param>
/// <param name="batchSize">Texts a request.</param>
/// <param name="dimensions">Length that a vector must have; null means that of the first.</param>
/// <param name="patience">How long to wait for a batch.</param>
internal sealed class TextVectors(EmbeddingModel model, SqlStore store, int batchSize, int? dimensions, TimeSpan patience)
{
    // A text alone that is refused may be at fault; three in a row tell that the model is.
    private const int MostRefusals = 3;

    private static readonly Meter Meter = new("Matching.Embeddings");
    private static readonly Counter<long> Texts = Meter.CreateCounter<long>("matching.embeddings.texts", "{text}", "Texts by where their vectors came from: store, model or nowhere.");

    private int? expected = dimensions;
    private int refusals;
    private bool isDown;

    /// <summary>What went wrong first; null while nothing has.</summary>
    internal ModelFault? Fault { get; private set; }

    /// <summary>The vectors of needs, by text.</summary>
    internal Task<IReadOnlyDictionary<string, float[]>> NeedsAsync(IEnumerable<string> texts, CancellationToken ct) =>
        FindAsync(texts, model.NeedName, model.NeedPrefix, ct);

    /// <summary>The vectors of offers, by text.</summary>
    internal Task<IReadOnlyDictionary<string, float[]>> OffersAsync(IEnumerable<string> texts, CancellationToken ct) =>
        FindAsync(texts, model.OfferName, model.OfferPrefix, ct);

    /// <summary>The vectors of needs that the store has; the model is not asked.</summary>
    internal async Task<IReadOnlyDictionary<string, float[]>> KeptNeedsAsync(IEnumerable<string> texts, CancellationToken ct) =>
        await KeptAsync(Wanted(texts), model.NeedName, ct).ConfigureAwait(false);

    /// <summary>The vectors of offers that the store has; the model is not asked.</summary>
    internal async Task<IReadOnlyDictionary<string, float[]>> KeptOffersAsync(IEnumerable<string> texts, CancellationToken ct) =>
        await KeptAsync(Wanted(texts), model.OfferName, ct).ConfigureAwait(false);

    /// <summary>The vector of one need that is kept nowhere; null when the model fails.</summary>
    internal async Task<float[]?> ReadNeedAsync(string text, CancellationToken ct)
    {
        var (answer, fault) = await AskAsync([text], model.NeedPrefix, ct).ConfigureAwait(false);
        Note(fault);
        return answer is null ? null : MeanPooling.Unit(answer[0]);
    }

    private async Task<IReadOnlyDictionary<string, float[]>> FindAsync(IEnumerable<string> texts, string name, string prefix, CancellationToken ct)
    {
        var wanted = Wanted(texts);
        var vectors = await KeptAsync(wanted, name, ct).ConfigureAwait(false);
        var fromStore = vectors.Count;
        foreach (var batch in wanted.Where(text => !vectors.ContainsKey(text)).ToArray().Chunk(batchSize))
            await FillAsync(vectors, batch, name, prefix, ct).ConfigureAwait(false);
        Count(fromStore, "store");
        Count(vectors.Count - fromStore, "model");
        Count(wanted.Length - vectors.Count, "nowhere");
        return vectors;
    }

    // By length, since a batch is padded to its longest; then in one order whatever order they come in.
    private static string[] Wanted(IEnumerable<string> texts) => [.. texts.Where(text => !string.IsNullOrWhiteSpace(text)).Distinct(StringComparer.Ordinal)
        .OrderBy(text => text.Length).ThenBy(text => text, StringComparer.Ordinal)];

    // What is kept and of another length comes from another model under the same name; this one's takes its place.
    private async Task<Dictionary<string, float[]>> KeptAsync(string[] texts, string name, CancellationToken ct)
    {
        var kept = await store.FindTextVectorsAsync(name, texts, ct).ConfigureAwait(false);
        expected ??= kept.Values.FirstOrDefault()?.Length;
        return kept.Where(one => one.Value.Length == expected).ToDictionary(StringComparer.Ordinal);
    }

    // A batch that the model refuses is asked for again in halves, so that one text does not take others with it.
    private async Task FillAsync(Dictionary<string, float[]> vectors, string[] batch, string name, string prefix, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (isDown) return;
        var (answer, fault) = await AskAsync(batch, prefix, ct).ConfigureAwait(false);
        if (answer is not null)
        {
            await KeepAsync(vectors, batch, answer, name, ct).ConfigureAwait(false);
        }
        else if (fault!.IsAboutTexts && batch.Length > 1)
        {
            await FillAsync(vectors, batch[..(batch.Length / 2)], name, prefix, ct).ConfigureAwait(false);
            await FillAsync(vectors, batch[(batch.Length / 2)..], name, prefix, ct).ConfigureAwait(false);
        }
        else
        {
            Note(fault);
        }
    }

    // Whatever a model throws may cost vectors and nothing else; only the caller's own cancelling ends the work.
    private async Task<(float[][]? Answer, ModelFault? Fault)> AskAsync(string[] batch, string prefix, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            var texts = Array.ConvertAll(batch, text => prefix + text.Normalize(NormalizationForm.FormC));
            // Waited for apart, since a generator may pass over the token.
            var answer = await model.Generator.GenerateAsync(texts, null, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            return Check([.. answer.Select(one => one.Vector.ToArray())], batch.Length);
        }
        catch (Exception failure)
        {
            ct.ThrowIfCancellationRequested();
            return (null, ModelFault.Of(failure));
        }
    }

    private (float[][]? Answer, ModelFault? Fault) Check(float[][] answer, int asked)
    {
        if (answer.Length != asked) return (null, ModelFault.WrongCount(answer.Length, asked));
        expected ??= answer[0].Length;
        var wrong = answer.FirstOrDefault(vector => vector.Length != expected);
        return wrong is null ? (answer, null) : (null, ModelFault.WrongLength(wrong.Length, expected.Value));
    }

    private async Task KeepAsync(Dictionary<string, float[]> vectors, string[] batch, float[][] answer, string name, CancellationToken ct)
    {
        var good = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (text, vector) in batch.Zip(answer))
        {
            if (MeanPooling.Unit(vector) is { } unit) good[text] = unit;
            Note(good.ContainsKey(text) ? null : new ModelFault("The model gave a vector without a direction, or with a value that is no number.", IsAboutTexts: true));
        }
        await store.KeepTextVectorsAsync(name, good, ct).ConfigureAwait(false);
        foreach (var (text, unit) in good) vectors[text] = unit;
    }

    private void Note(ModelFault? fault)
    {
        refusals = fault is null ? 0 : refusals + 1;
        if (fault is null) return;
        Fault ??= fault;
        isDown |= !fault.IsAboutTexts || refusals >= MostRefusals;
    }

    private static void Count(int texts, string source) => Texts.Add(texts, new KeyValuePair<string, object?>("source", source));
}
