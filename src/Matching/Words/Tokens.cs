using System.Text;

namespace Matching.Words;

/// <summary>A word of a text: as its author wrote it, and the stem that it is compared by.</summary>
public readonly record struct Token(string Word, string Stem);

/// <summary>Takes a text apart into words that carry meaning.</summary>
public static class Tokens
{
    private const char SoftHyphen = '\u00AD';

    /// <summary>The words of <paramref name="text"/> in the language that it is found to be in.</summary>
    public static IEnumerable<Token> Of(string text) => Of(text, LanguageIdentifier.Of(text));

    /// <summary>
    /// The words of <paramref name="text"/> in order, without stop words: composed (NFC), soft hyphens out, lower-case for comparison.
    /// Letters and digits make a word; a hyphen inside one parts it, so that both halves can meet.
    /// </summary>
    public static IEnumerable<Token> Of(string text, Language language)
    {
        foreach (var word in Words(text))
        {
            var lower = word.ToLowerInvariant();
            if (lower.Length > 1 && !StopWords.Has(lower, language)) yield return new Token(word, Stem(lower, language));
        }
    }

    /// <summary>Every word as it is written, stop words too.</summary>
    internal static IEnumerable<string> Words(string text)
    {
        var composed = WellFormed(text).Replace(SoftHyphen.ToString(), "", StringComparison.Ordinal).Normalize(NormalizationForm.FormC);
        for (var at = 0; at < composed.Length;)
        {
            if (!char.IsLetterOrDigit(composed[at]))
            {
                at++;
                continue;
            }
            var start = at;
            while (at < composed.Length && char.IsLetterOrDigit(composed[at])) at++;
            yield return composed[start..at];
        }
    }

    /// <summary>The stem of a lower-case word.</summary>
    internal static string Stem(string word, Language language) =>
        language == Language.English ? EnglishStemmer.Stem(word) : SwedishStemmer.Stem(UmlautPlurals.Singular(word));

    // Half a surrogate pair, which a text cut at a fixed length may end in, cannot be normalised; UTF-8 replaces it.
    private static string WellFormed(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
