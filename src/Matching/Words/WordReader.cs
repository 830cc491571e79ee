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

    /// <summary>Learns the stems of <paramref name="texts"/>; without a splitter compounds stay whole.</summary>
    internal WordReader(IEnumerable<string> texts, CompoundSplitter? splitter)
    {
        this.splitter = splitter;
        var known = new HashSet<string>(StringComparer.Ordinal);
        var english = 0;
        foreach (var text in texts)
        {
            var own = LanguageIdentifier.Of(text);
            english += own == Language.English ? 1 : -1;
            known.UnionWith(Tokens.Of(text, own).Select(token => token.Stem));
        }
        language = english > 0 ? Language.English : Language.Swedish;
        folding = new StemFolding(known);
    }

    /// <summary>The words of a text in order. A text that could be of either language is read in the one that most of the texts are in.</summary>
    internal IEnumerable<ReadWord> Read(string text)
    {
        var own = LanguageIdentifier.Of(text, language);
        return Tokens.Words(text).Where(word => word.Length > 1).Select(word => Read(word, own));
    }

    private ReadWord Read(string word, Language own)
    {
        var lower = word.ToLowerInvariant();
        var isStopWord = StopWords.Has(lower, own);
        return new ReadWord(word, Stem(lower, own), isStopWord || own == Language.English ? [] : Parts(lower), isStopWord);
    }

    private string[] Parts(string word)
    {
        var parts = splitter?.Parts(word) ?? [];
        return parts.Count < 2 ? [] : [.. parts.Select(part => part.Word).Where(IsTelling).Select(part => Stem(part, Language.Swedish))];
    }

    private string Stem(string word, Language own) => own == Language.English ? EnglishStemmer.Stem(word) : folding.Fold(Tokens.Stem(word, own));

    private static bool IsTelling(string part) => part.Length > 1 && !StopWords.Has(part, Language.Swedish);
}
