using System.Collections.Frozen;
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

    /// <summary>
    /// The words of <paramref name="text"/> in order, without stop words: composed (NFC), soft hyphens out, lower-case for comparison.
    /// Letters and digits make a word; a hyphen inside one parts it, so that both halves can meet.
    /// </summary>
    public static IEnumerable<Token> Of(string text) => Placed(Composed(text)).Select(placed => placed.Token);

    /// <summary>The text as words are read from it: composed, without soft hyphens.</summary>
    internal static string Composed(string text) =>
        text.Replace(SoftHyphen.ToString(), "", StringComparison.Ordinal).Normalize(NormalizationForm.FormC);

    /// <summary>As <see cref="Of"/>, of a text that is <see cref="Composed"/> already, with each word's place in it.</summary>
    internal static IEnumerable<PlacedToken> Placed(string composed)
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
            var word = composed[start..at];
            var lower = word.ToLowerInvariant();
            if (lower.Length > 1 && !StopWords.Contains(lower)) yield return new PlacedToken(new Token(word, SwedishStemmer.Stem(lower)), start);
        }
    }

    // Function words and the words that every need and offer uses ("vi behöver hjälp", "jag kan"): they would match everybody with everybody.
    private static readonly FrozenSet<string> StopWords = """
        och i att det som en på är av för med till den har de inte om ett men var så vid från ut när nu eller ska skulle kan
        vi vår våra vårt oss jag mig min mitt mina du dig din ditt dina ni er ert era han hon hen man sig sin sitt sina
        detta denna dessa där här vad vem vilka vilken vilket hur varför än också efter upp över under mellan utan inom mot genom
        alla allt andra annan annat bara blev bli blir blivit både få får fått finns finnas fanns göra gör gjort gjorde
        ha hade haft in innan ju kunde kunna kommer komma lite mer mest mycket många måste någon något några ny nya nytt när
        samma se ser sedan själv själva sådan sådana ta tar tas tagit till vara varit vill vilja än ännu åt är även
        ge ger gett gå går gick gått hos ihop olika flera hela stället känner tid
        behöver behov behövs behöva hjälp hjälpa hjälper söker söka vet veta kring gärna bättre idag
        erfarenhet erfarenheter kunskap arbetat arbetar arbeta jobbar jobbat jobba
        the a an and or of to in on at for with from by is are was were be been it its this that these those we our us i my me you your
        how what who which where when do does can could would should have has had not no as more some any need needs needed help want
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
