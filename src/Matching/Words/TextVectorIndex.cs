using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Matching.Words;

/// <summary>
/// Texts as unit vectors of one embedding model: how near a need and an offer are in meaning where they share no word. Immutable: any
/// number of threads may read it. Empty where no model is configured.
/// </summary>
/// <remarks>
/// Needs and offers stand apart since many models read a question otherwise than what answers it (Wang et al. 2024, "Multilingual E5
/// Text Embeddings", §3: the prefixes <c>query:</c> and <c>passage:</c>), so one text can have a vector of each.
/// </remarks>
public sealed class TextVectorIndex
{
    /// <summary>How far the length of a vector may be from 1: sums of a few thousand squares of single precision stay well within.</summary>
    public const double Tolerance = 1e-3;

    private readonly FrozenDictionary<string, float[]> needs;
    private readonly FrozenDictionary<string, float[]> offers;

    private TextVectorIndex(FrozenDictionary<string, float[]> needs, FrozenDictionary<string, float[]> offers)
    {
        this.needs = needs;
        this.offers = offers;
        Dimensions = needs.Values.Concat(offers.Values).FirstOrDefault()?.Length ?? 0;
    }

    /// <summary>Without any text.</summary>
    public static TextVectorIndex Empty { get; } = new(FrozenDictionary<string, float[]>.Empty, FrozenDictionary<string, float[]>.Empty);

    /// <summary>Length of every vector; 0 when there is none.</summary>
    public int Dimensions { get; }

    /// <summary>How many vectors there are, of needs and of offers.</summary>
    public int Count => needs.Count + offers.Count;

    /// <summary>Takes the vectors of needs and of offers, each by its text, compared code unit by code unit. The vectors are copied.</summary>
    /// <exception cref="ArgumentException">Two vectors differ in length, or one is not of length 1 within <see cref="Tolerance"/>.</exception>
    public static TextVectorIndex Build(IReadOnlyDictionary<string, float[]> needs, IReadOnlyDictionary<string, float[]> offers)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(offers);
        var index = new TextVectorIndex(Copy(needs), Copy(offers));
        foreach (var vector in index.needs.Values.Concat(index.offers.Values)) Check(vector, index.Dimensions);
        return index;
    }

    /// <summary>The vector of a need, not to be written to; null when it has none.</summary>
    internal float[]? Need(string text) => needs.GetValueOrDefault(text);

    /// <summary>The vector of an offer, not to be written to; null when it has none.</summary>
    internal float[]? Offer(string text) => offers.GetValueOrDefault(text);

    /// <summary>
    /// The cosine of a need and an offer, in [−1, 1]; null when either has no vector. What it is worth differs from model to model and is
    /// for whoever asks to say.
    /// </summary>
    public double? Cosine(string need, string offer) =>
        needs.TryGetValue(need, out var left) && offers.TryGetValue(offer, out var right) ? Math.Clamp(Dot(left, right), -1, 1) : null;

    // Eight lanes whatever the hardware has, multiplied and then added: the same sum to the last bit everywhere.
    internal static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var lanes = Vector256<float>.Zero;
        var x = MemoryMarshal.Cast<float, Vector256<float>>(left);
        var y = MemoryMarshal.Cast<float, Vector256<float>>(right);
        for (var i = 0; i < x.Length; i++) lanes += x[i] * y[i];
        var sum = 0f;
        for (var lane = 0; lane < Vector256<float>.Count; lane++) sum += lanes[lane];
        for (var i = x.Length * Vector256<float>.Count; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    private static FrozenDictionary<string, float[]> Copy(IReadOnlyDictionary<string, float[]> vectors) =>
        vectors.ToFrozenDictionary(one => one.Key, one => one.Value.ToArray(), StringComparer.Ordinal);

    private static void Check(float[] vector, int dimensions)
    {
        if (vector.Length != dimensions) throw new ArgumentException($"A vector has {vector.Length} numbers and another {dimensions}; one model gives one length.");
        // Not ">": a vector with a value that is no number is refused too.
        if (!(Math.Abs(Math.Sqrt(Dot(vector, vector)) - 1) <= Tolerance)) throw new ArgumentException("A vector is not of length 1.");
    }
}
