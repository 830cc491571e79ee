using LuceneStemmer = Lucene.Net.Tartarus.Snowball.Ext.EnglishStemmer;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class EnglishStemmerTests
{
    [Theory]
    [InlineData("connections", "connect")]
    [InlineData("relational", "relat")]
    [InlineData("hopping", "hop")]
    [InlineData("hoping", "hope")]
    [InlineData("ties", "tie")]
    [InlineData("policies", "polici")]
    [InlineData("communities", "communiti")]
    [InlineData("generously", "generous")]
    [InlineData("sky", "sky")]
    [InlineData("succeeding", "succeed")]
    [InlineData("gas", "gas")]
    [InlineData("by", "by")]
    public void Known_words_get_the_stem_of_the_algorithm(string word, string stem) => Assert.Equal(stem, EnglishStemmer.Stem(word));

    [Fact]
    public void Words_of_every_shape_with_every_ending_agree_with_lucenes_port()
    {
        var lucene = new Lucenes();
        foreach (var word in from root in Roots() from ending in Endings select root + ending) Assert.Equal(lucene.Of(word), EnglishStemmer.Stem(word));
    }

    private static readonly string[] Endings =
    [
        "", "s", "es", "ies", "ied", "sses", "us", "ss", "eed", "eedly", "ed", "edly", "ing", "ingly", "y", "tional", "enci", "anci", "abli", "entli", "izer",
        "ization", "ational", "ation", "ator", "alism", "aliti", "alli", "fulness", "ousli", "ousness", "iveness", "iviti", "biliti", "bli", "ogi", "logi",
        "fulli", "lessli", "li", "ly", "alize", "icate", "iciti", "ical", "ful", "ness", "ative", "al", "ance", "ence", "er", "ic", "able", "ible", "ant",
        "ement", "ment", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "sion", "tion", "e", "ll", "l", "le", "yed", "ying", "ffed", "ated", "bling",
    ];

    // Roots of every shape: short, long, vowel-initial, with y in each place, with the prefixes that the algorithm names, with foreign letters.
    private static IEnumerable<string> Roots()
    {
        string[] starts = ["", "b", "hop", "gener", "commun", "arsen", "y", "say", "inn", "proc", "conn", "ä"];
        string[] middles = ["", "a", "ect", "opp", "iz", "bl", "at", "ay", "ey", "ow", "ix", "ill", "exc", "succ", "y"];
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
