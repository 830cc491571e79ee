namespace Matching.Benchmarks.Quality;

/// <summary>BM25 as a textbook has it (Robertson and Zaragoza 2009), over whatever terms a text is taken for.</summary>
internal sealed class PlainBm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Func<string, IEnumerable<string>> terms;
    private readonly List<Dictionary<string, int>> texts;
    private readonly double[] lengths;
    private readonly Dictionary<string, int> frequencies;

    internal PlainBm25(IReadOnlyList<string> texts, Func<string, IEnumerable<string>> terms)
    {
        this.terms = terms;
        this.texts = [.. texts.Select(text => terms(text).CountBy(term => term, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal))];
        lengths = [.. this.texts.Select(text => (double)text.Values.Sum())];
        frequencies = this.texts.SelectMany(text => text.Keys).CountBy(term => term, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    internal double[] Scores(string question)
    {
        var asked = terms(question).Where(frequencies.ContainsKey).ToArray();
        var mean = lengths.Average();
        return [.. texts.Select((text, i) => asked.Sum(term => Idf(term) * Saturated(text.GetValueOrDefault(term), lengths[i] / mean)))];
    }

    private double Idf(string term) => Math.Log(1 + ((texts.Count - frequencies[term] + 0.5) / (frequencies[term] + 0.5)));

    private static double Saturated(int tf, double length) => tf * (K1 + 1) / (tf + (K1 * (1 - B + (B * length))));
}
