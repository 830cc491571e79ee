namespace Matching.Words;

/// <summary>Counts the terms of texts, one text after another, and lays the counts out by term.</summary>
internal sealed class TermCounts<TTerm>
    where TTerm : notnull
{
    // Triples of term, text and frequency, ordered by text.
    private readonly List<int> termOf = [];
    private readonly List<int> textOf = [];
    private readonly List<double> frequencies = [];

    // For each term, where its triple of the text that is being read stands; −1 where it has not occurred yet.
    private readonly List<int> open = [];

    /// <summary>Every term with its number, in order of first occurrence.</summary>
    internal Dictionary<TTerm, int> Terms { get; } = [];

    /// <summary>For each text the sum of its weights.</summary>
    internal List<double> Lengths { get; } = [];

    internal void Add(IEnumerable<WeightedTerm<TTerm>> text)
    {
        var (first, length) = (termOf.Count, 0.0);
        foreach (var (term, weight) in text)
        {
            length += weight;
            frequencies[Triple(term)] += weight;
        }
        for (var at = first; at < termOf.Count; at++) open[termOf[at]] = -1;
        Lengths.Add(length);
    }

    /// <summary>By term: where its postings start, and each posting's text and frequency; texts ascend within a term.</summary>
    internal (int[] Starts, int[] Texts, double[] Frequencies) Postings()
    {
        var starts = new int[Terms.Count + 1];
        foreach (var term in termOf) starts[term + 1]++;
        for (var term = 0; term < Terms.Count; term++) starts[term + 1] += starts[term];
        var (next, texts, sorted) = (starts[..^1], new int[termOf.Count], new double[termOf.Count]);
        for (var at = 0; at < termOf.Count; at++)
        {
            var place = next[termOf[at]]++;
            (texts[place], sorted[place]) = (textOf[at], frequencies[at]);
        }
        return (starts, texts, sorted);
    }

    private int Triple(TTerm term)
    {
        if (!Terms.TryGetValue(term, out var number))
        {
            Terms.Add(term, number = Terms.Count);
            open.Add(-1);
        }
        if (open[number] >= 0) return open[number];
        termOf.Add(number);
        textOf.Add(Lengths.Count);
        frequencies.Add(0);
        return open[number] = termOf.Count - 1;
    }
}
