using System.Text;

namespace Matching.Words;

/// <summary>A word of a text: as its author wrote it, and the stem that it is compared by.</summary>
public readonly record struct Token(string Word, string Stem);

/// <summary>A token and where its word begins in the composed text.</summary>
internal readonly record struct PlacedToken(Token Token, int Start)
{
    internal int End => Start + Token.Word.Length;
}

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
        foreach (var (word, _) in Words(Composed(text)))
        {
            var lower = word.ToLowerInvariant();
            if (lower.Length > 1 && !StopWords.Has(lower, language)) yield return new Token(word, Stem(lower, language));
        }
    }

    /// <summary>The text as words are read from it: well formed, composed, without soft hyphens.</summary>
    internal static string Composed(string text) =>
        WellFormed(text).Replace(SoftHyphen.ToString(), "", StringComparison.Ordinal).Normalize(NormalizationForm.FormC);

    /// <summary>
    /// The words of a text that is <see cref="Composed"/> already, with each word's place in it, whatever language they are in: function
    /// words of either are left out, and the stems are Swedish ones, which treat an English word alike wherever it stands.
    /// </summary>
    internal static IEnumerable<PlacedToken> Placed(string composed)
    {
        foreach (var (word, start) in Words(composed))
        {
            var lower = word.ToLowerInvariant();
            if (lower.Length > 1 && !StopWords.Has(lower, Language.Swedish) && !StopWords.Has(lower, Language.English))
                yield return new PlacedToken(new Token(word, SwedishStemmer.Stem(lower)), start);
        }
    }

    /// <summary>Every word of a composed text as it is written, stop words too, and where it begins.</summary>
    internal static IEnumerable<(string Word, int Start)> Words(string composed)
    {
        for (var at = 0; at < composed.Length;)
        {
            if (!char.IsLetterOrDigit(composed[at]))
            {
                at++;
                continue;
            }
            var start = at;
            while (at < composed.Length && char.IsLetterOrDigit(composed[at])) at++;
            yield return (composed[start..at], start);
        }
    }

    /// <summary>The stem of a lower-case word.</summary>
    internal static string Stem(string word, Language language) =>
        language == Language.English ? EnglishStemmer.Stem(word) : SwedishStemmer.Stem(UmlautPlurals.Singular(word));

    // Half a surrogate pair, which a text cut at a fixed length may end in, cannot be normalised; UTF-8 replaces it.
    private static string WellFormed(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
