using LuceneStemmer = Lucene.Net.Tartarus.Snowball.Ext.SwedishStemmer;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class SwedishStemmerTests
{
    [Theory]
    [InlineData("tillstånden", "tillstånd")]
    [InlineData("kommunernas", "kommun")]
    [InlineData("detaljplaner", "detaljplan")]
    [InlineData("samverkan", "samverkan")]
    [InlineData("möjligheterna", "möj")]
    [InlineData("arbetslöst", "arbetslös")]
    [InlineData("hoppfullt", "hoppfull")]
    [InlineData("ö", "ö")]
    public void Known_words_get_the_stem_of_the_algorithm(string word, string stem) => Assert.Equal(stem, SwedishStemmer.Stem(word));

    [Fact]
    public void Every_word_of_the_sample_texts_and_their_forms_agrees_with_lucenes_port()
    {
        string[] endings = ["", "a", "en", "et", "er", "erna", "ernas", "heten", "heterna", "s", "ens", "ande", "at", "lig", "ligt", "fullt", "löst", "ades", "ast", "tt", "gt", "els"];
        var lucene = new Lucenes();
        var checkedWords = 0;
        foreach (var root in Roots())
        {
            foreach (var ending in endings)
            {
                var word = root + ending;
                Assert.Equal(lucene.Of(word), SwedishStemmer.Stem(word));
                checkedWords++;
            }
        }
        Assert.True(checkedWords > 1000);
    }

    // Roots of every shape: short, long, vowel-initial, with å, ä and ö, with foreign letters.
    private static IEnumerable<string> Roots()
    {
        string[] starts = ["", "sam", "över", "kompetens", "åt", "e", "ny", "skri", "ö", "qua"];
        string[] middles = ["verk", "bygg", "fart", "lös", "nn", "dd", "ig", "plan", "bo", "x", "el"];
        return from start in starts from middle in middles select start + middle;
    }

    private sealed class Lucenes : LuceneStemmer
    {
        internal string Of(string word)
        {
            SetCurrent(word);
            Stem();
            return Current;
        }
    }
}
