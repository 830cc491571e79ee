namespace Matching.Words;

/// <summary>What a text is indexed by and a question asks for: stems and compound parts, and runs of letters.</summary>
internal static class LexicalTerms
{
    /// <summary>What a compound part counts: less than the word that it stands in.</summary>
    internal const double PartWeight = 0.7;

    /// <summary>
    /// Stems and parts; an occurrence of a word counts <paramref name="weight"/>. Stop words are among them: "hur" and "måste" help to tell
    /// which of two texts on one matter answers a question, and how rare they are (idf) says how much; nothing is found by them alone.
    /// </summary>
    internal static IEnumerable<WeightedTerm<string>> Words(IEnumerable<ReadWord> text, double weight = 1)
    {
        foreach (var word in text)
        {
            yield return new(word.Stem, weight);
            foreach (var part in word.Parts) yield return new(part, weight * PartWeight);
        }
    }

    /// <summary>Runs of letters of all words but stop words.</summary>
    internal static IEnumerable<WeightedTerm<ulong>> Grams(IEnumerable<ReadWord> text, double weight = 1) =>
        from word in text where !word.IsStopWord from gram in CharacterGrams.Of(word.Word.ToLowerInvariant()) select new WeightedTerm<ulong>(gram, weight);
}
