namespace Matching.Words;

/// <summary>A word of a text with what it is compared by.</summary>
/// <param name="Word">As its author wrote it.</param>
/// <param name="Stem">The stem of the whole.</param>
/// <param name="Parts">Where it is a compound, the stems of its parts that are no stop words; else empty.</param>
/// <param name="IsStopWord">Whether everybody uses it.</param>
internal readonly record struct ReadWord(string Word, string Stem, IReadOnlyList<string> Parts, bool IsStopWord);

/// <summary>Reads texts as words with folded stems and compound parts. The stems of the texts that it was made from fold those of any text.</summary>
internal sealed class WordReader
{
    private readonly CompoundSplitter? splitter;
    private readonly StemFolding folding;
    private readonly Language language;

    // The words of the texts, read once each: a word comes back in many texts, and to take it apart is dear.
    private readonly Dictionary<(string Lower, Language Language), ReadWord> vocabulary = [];

    /// <summary>Learns the stems of <paramref name="texts"/>; without a splitter compounds stay whole.</summary>
    internal WordReader(IEnumerable<string> texts, CompoundSplitter? splitter)
    {
        this.splitter = splitter;
        var (words, english) = (new HashSet<(string Lower, Language Language)>(), 0);
        foreach (var text in texts)
        {
            var own = LanguageIdentifier.Of(text);
            english += own == Language.English ? 1 : -1;
            words.UnionWith(Tokens.Words(Tokens.Composed(text)).Select(placed => placed.Word).Where(IsLong).Select(word => (word.ToLowerInvariant(), own)));
        }
        language = english > 0 ? Language.English : Language.Swedish;
        folding = new StemFolding(words.Where(word => !StopWords.Has(word.Lower, word.Language))
            .Select(word => Tokens.Stem(word.Lower, word.Language)).ToHashSet(StringComparer.Ordinal));
        foreach (var (lower, own) in words) vocabulary.Add((lower, own), Read(lower, own));
    }

    /// <summary>The words of a text in order. A text that could be of either language is read in the one that most of the texts are in.</summary>
    internal IEnumerable<ReadWord> Read(string text)
    {
        var own = LanguageIdentifier.Of(text, language);
        foreach (var word in Tokens.Words(Tokens.Composed(text)).Select(placed => placed.Word).Where(IsLong))
        {
            var lower = word.ToLowerInvariant();
            yield return (vocabulary.TryGetValue((lower, own), out var known) ? known : Read(lower, own)) with { Word = word };
        }
    }

    private ReadWord Read(string lower, Language own)
    {
        var isStopWord = StopWords.Has(lower, own);
        return new ReadWord(lower, Stem(lower, own), isStopWord || own == Language.English ? [] : Parts(lower), isStopWord);
    }

    private static bool IsLong(string word) => word.Length > 1;

    private string[] Parts(string word)
    {
        var parts = splitter?.Parts(word) ?? [];
        return parts.Count < 2 ? [] : [.. parts.Select(part => part.Word).Where(IsTelling).Select(part => Stem(part, Language.Swedish))];
    }

    private string Stem(string word, Language own) => own == Language.English ? EnglishStemmer.Stem(word) : folding.Fold(Tokens.Stem(word, own));

    private static bool IsTelling(string part) => part.Length > 1 && !StopWords.Has(part, Language.Swedish);
}
