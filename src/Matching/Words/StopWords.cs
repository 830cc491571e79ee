using System.Collections.Frozen;

namespace Matching.Words;

/// <summary>Function words and the words that every need and offer uses ("vi behöver hjälp", "jag kan"): they would match everybody with everybody.</summary>
/// <remarks>One list a language: "it" and "is" are function words of English and nouns of Swedish.</remarks>
internal static class StopWords
{
    private static readonly FrozenSet<string> Swedish = Set("""
        och i att det som en på är av för med till den har de inte om ett men var så vid från ut när nu eller ska skulle kan
        vi vår våra vårt oss jag mig min mitt mina du dig din ditt dina ni er ert era han hon hen man sig sin sitt sina
        detta denna dessa där här vad vem vilka vilken vilket hur varför än också efter upp över under mellan utan inom mot genom
        alla allt andra annan annat bara blev bli blir blivit både få får fått finns finnas fanns göra gör gjort gjorde
        ha hade haft in innan ju kunde kunna kommer komma lite mer mest mycket många måste någon något några ny nya nytt när
        samma se ser sedan själv själva sådan sådana ta tar tas tagit till vara varit vill vilja än ännu åt är även
        ge ger gett gå går gick gått hos ihop olika flera hela stället känner tid
        behöver behov behövs behöva hjälp hjälpa hjälper söker söka vet veta kring gärna bättre idag
        erfarenhet erfarenheter kunskap arbetat arbetar arbeta jobbar jobbat jobba
        """);

    private static readonly FrozenSet<string> English = Set("""
        the a an and or of to in on at for with from by is are was were be been being it its this that these those we our us i my me you your
        he she his her him they their them there here how what who which where when why while do does did done can could would should will
        may might must has have had having not no nor as if so than then but because about into over under between through during before after
        more most some such any each other all both only own same also very just too both via using used use
        need needs needed help want
        """);

    /// <summary>Whether a lower-case word is one of them.</summary>
    internal static bool Has(string word, Language language) => (language == Language.English ? English : Swedish).Contains(word);

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
