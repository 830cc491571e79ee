namespace Matching.Words;

/// <summary>A word with the numbers of what it is compared by: its stem, then its compound parts.</summary>
internal readonly record struct NumberedWord(string Word, int[] Terms);

/// <summary>A text as a unit vector over terms, in the order of their numbers, with its words kept for the person who reads the reason.</summary>
internal readonly record struct TermVector(int[] Terms, double[] Weights, NumberedWord[] Words);

/// <summary>Numbers the stems and compound parts of a set of texts, and says how telling each is among them: ln(1 + N/df).</summary>
internal sealed class TermWeights
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<int> frequencies = [];
    private readonly NumberedWord[][] texts;

    /// <summary>Reads <paramref name="texts"/>; the words of <paramref name="place"/> are passed over.</summary>
    internal TermWeights(IReadOnlyList<string> texts, string? place, CompoundSplitter splitter)
    {
        var reader = new WordReader(texts, splitter);
        var passedOver = reader.Read(place ?? "").Select(word => word.Stem).ToHashSet(StringComparer.Ordinal);
        this.texts = [.. texts.Select(text => reader.Read(text).Where(word => !word.IsStopWord && !passedOver.Contains(word.Stem)).Select(Number).ToArray())];
        foreach (var term in this.texts.SelectMany(text => text.SelectMany(word => word.Terms).Distinct())) frequencies[term]++;
    }

    /// <summary>How many terms there are.</summary>
    internal int Count => numbers.Count;

    /// <summary>The vector of a text, by its place among the texts. A term that is a whole word there weighs as such, else as a part.</summary>
    internal TermVector Vector(int text)
    {
        var occurrences = new Dictionary<int, double>();
        foreach (var word in texts[text])
        {
            for (var k = 0; k < word.Terms.Length; k++)
            {
                var weight = k == 0 ? 1 : LexicalTerms.PartWeight;
                if (weight > occurrences.GetValueOrDefault(word.Terms[k])) occurrences[word.Terms[k]] = weight;
            }
        }
        return Unit([.. occurrences.OrderBy(term => term.Key)], texts[text]);
    }

    private TermVector Unit(KeyValuePair<int, double>[] terms, NumberedWord[] words)
    {
        double[] weights = [.. terms.Select(term => term.Value * Math.Log(1 + ((double)texts.Length / frequencies[term.Key])))];
        var norm = Math.Sqrt(weights.Sum(weight => weight * weight));
        for (var k = 0; k < weights.Length; k++) weights[k] /= norm;
        return new TermVector([.. terms.Select(term => term.Key)], weights, words);
    }

    private NumberedWord Number(ReadWord word) => new(word.Word, [Number(word.Stem), .. word.Parts.Select(Number)]);

    private int Number(string term)
    {
        if (numbers.TryGetValue(term, out var number)) return number;
        frequencies.Add(0);
        numbers.Add(term, frequencies.Count - 1);
        return frequencies.Count - 1;
    }
}
