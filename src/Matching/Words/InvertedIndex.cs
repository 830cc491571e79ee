namespace Matching.Words;

/// <summary>A term of a text or a question, with how much one occurrence counts.</summary>
internal readonly record struct WeightedTerm<TTerm>(TTerm Term, double Weight);

/// <summary>
/// Scores texts by BM25: Σ over the question's terms of w · idf · tf (k1 + 1) / (tf + k1 (1 − b + b · length / mean length)), with
/// idf = ln(1 + (N − df + ½) / (df + ½)); w, tf and length are sums of the weights of occurrences.
/// </summary>
/// <remarks>
/// Source: S. Robertson and H. Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", sections 3.4 and 3.6 (weights of
/// fields enter before saturation: BM25F); idf with 1 under the logarithm, as Lucene has it, so that none is negative. All that does not
/// depend on the question is worked out once: a posting holds its text and its addend.
/// </remarks>
internal sealed class InvertedIndex<TTerm>
    where TTerm : notnull
{
    // The usual values (Robertson and Zaragoza 2009, section 3.4.1; Lucene's).
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<TTerm, int> terms;
    private readonly int[] starts;
    private readonly int[] texts;
    private readonly double[] addends;
    private readonly double meanLength;

    internal InvertedIndex(IEnumerable<IEnumerable<WeightedTerm<TTerm>>> texts)
    {
        var counts = new TermCounts<TTerm>();
        foreach (var text in texts) counts.Add(text);
        Count = counts.Lengths.Count;
        terms = counts.Terms;
        meanLength = counts.Lengths.DefaultIfEmpty().Average();
        (starts, this.texts, addends) = counts.Postings();
        for (var term = 0; term < terms.Count; term++) Weigh(term, counts.Lengths);
    }

    /// <summary>How many texts there are.</summary>
    internal int Count { get; }

    /// <summary>How many texts hold a term.</summary>
    internal int Frequency(TTerm term) => terms.TryGetValue(term, out var number) ? starts[number + 1] - starts[number] : 0;

    /// <summary>Whether a text holds a term.</summary>
    internal bool Holds(int text, TTerm term) => Addend(term, text) > 0;

    /// <summary>Adds to each text its score for a question.</summary>
    internal void AddScores(ReadOnlySpan<WeightedTerm<TTerm>> question, Span<double> scores)
    {
        foreach (var (term, weight) in question)
        {
            if (!terms.TryGetValue(term, out var number)) continue;
            for (var at = starts[number]; at < starts[number + 1]; at++) scores[texts[at]] += weight * addends[at];
        }
    }

    /// <summary>The score for a question that a text of <paramref name="length"/> would have with the question's own terms, as often as they are in it.</summary>
    internal double Ideal(ReadOnlySpan<WeightedTerm<TTerm>> question, double length)
    {
        var score = 0.0;
        foreach (var term in question) score += term.Weight * Ideal(term, length);
        return score;
    }

    /// <summary>
    /// How much of a question each text covers, in [0, 1]: its score over the ideal, where no term counts more than in the ideal. A word that a
    /// text repeats does not make up for one that it lacks. The terms of the question are distinct.
    /// </summary>
    internal void Cover(ReadOnlySpan<WeightedTerm<TTerm>> question, double length, Span<double> shares)
    {
        var whole = Ideal(question, length);
        foreach (var term in question)
        {
            if (!terms.TryGetValue(term.Term, out var number)) continue;
            var (most, scale) = (Ideal(term, length), term.Weight / whole);
            for (var at = starts[number]; at < starts[number + 1]; at++) shares[texts[at]] += scale * Math.Min(most, addends[at]);
        }
    }

    /// <summary>The same for one text.</summary>
    internal double Cover(ReadOnlySpan<WeightedTerm<TTerm>> question, double length, int text)
    {
        var (whole, share) = (Ideal(question, length), 0.0);
        foreach (var term in question) share += term.Weight / whole * Math.Min(Ideal(term, length), Addend(term.Term, text));
        return share;
    }

    private double Ideal(WeightedTerm<TTerm> term, double length) => Addend(term.Weight, length, Frequency(term.Term));

    private double Addend(TTerm term, int text)
    {
        if (!terms.TryGetValue(term, out var number)) return 0;
        var at = Array.BinarySearch(texts, starts[number], starts[number + 1] - starts[number], text);
        return at < 0 ? 0 : addends[at];
    }

    private void Weigh(int term, List<double> lengths)
    {
        for (var at = starts[term]; at < starts[term + 1]; at++)
            addends[at] = Addend(addends[at], lengths[texts[at]], starts[term + 1] - starts[term]);
    }

    private double Addend(double tf, double length, int frequency)
    {
        var idf = Math.Log(1 + ((Count - frequency + 0.5) / (frequency + 0.5)));
        var relative = meanLength == 0 ? 1 : length / meanLength;
        return idf * tf * (K1 + 1) / (tf + (K1 * (1 - B + (B * relative))));
    }
}
