namespace Matching.Words;

/// <summary>Tells Swedish from English, text by text, by function words and by spelling.</summary>
/// <remarks>
/// Function words alone identify a language well from a sentence on (Grefenstette 1995, "Comparing two language identification schemes").
/// A title often has none: then å, ä and ö speak for Swedish, and spellings that hardly occur in Swedish words speak for English.
/// </remarks>
public static class LanguageIdentifier
{
    // A function word of only one of the two languages is worth two spellings: loan words are spelt the foreign way, function words are not lent.
    private const int FunctionWord = 2;
    private const int Spelling = 1;

    private static readonly string[] EnglishSpellings = ["th", "sh", "wh", "ea", "ow", "qu"];
    private static readonly string[] EnglishEndings = ["ity", "ly", "ed", "ies", "ment", "ness", "ance", "ence", "ive", "cy", "gy", "ry", "ble", "ure", "ics", "ions"];

    /// <summary>The language of <paramref name="text"/>, or <paramref name="otherwise"/> when the evidence is even.</summary>
    public static Language Of(string text, Language otherwise = Language.Swedish)
    {
        ArgumentNullException.ThrowIfNull(text);
        var english = 0;
        foreach (var (word, _) in Tokens.Words(Tokens.Composed(text))) english += Evidence(word.ToLowerInvariant());
        return english == 0 ? otherwise : english > 0 ? Language.English : Language.Swedish;
    }

    // Above zero for English, below for Swedish.
    private static int Evidence(string word)
    {
        var (swedish, english) = (StopWords.Has(word, Language.Swedish), StopWords.Has(word, Language.English));
        if (swedish || english) return swedish == english ? 0 : english ? FunctionWord : -FunctionWord;
        if (word.AsSpan().ContainsAny('å', 'ä', 'ö')) return -Spelling;
        return LooksEnglish(word) ? Spelling : 0;
    }

    private static bool LooksEnglish(string word) =>
        Array.Exists(EnglishSpellings, spelling => word.Contains(spelling, StringComparison.Ordinal))
        || Array.Exists(EnglishEndings, ending => word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal));
}
