using Matching.Words;

namespace Matching.Tests.Words;

public sealed class StemFoldingTests
{
    [Theory]
    [InlineData("elnätet", "elnät")]
    [InlineData("skolan", "skolor")]
    [InlineData("miljön", "miljö")]
    [InlineData("teknologin", "teknologi")]
    [InlineData("samverkan", "samverka")]
    [InlineData("marknaden", "marknad")]
    [InlineData("bostäderna", "bostad")]
    [InlineData("bostaden", "bostad")]
    [InlineData("försörjning", "försörja")]
    [InlineData("upphandlingen", "upphandla")]
    public void Forms_of_one_word_share_a_stem(string word, string other)
    {
        var folding = new StemFolding(new HashSet<string> { Stem(word), Stem(other) });
        Assert.Equal(folding.Fold(Stem(other)), folding.Fold(Stem(word)));
    }

    [Theory]
    [InlineData("tidning", "tid")]
    [InlineData("ledning", "led")]
    [InlineData("barn", "bar")]
    [InlineData("elnät", "el")]
    public void Other_words_stay_apart(string word, string other)
    {
        var folding = new StemFolding(new HashSet<string> { Stem(word), Stem(other) });
        Assert.NotEqual(folding.Fold(Stem(other)), folding.Fold(Stem(word)));
    }

    [Fact]
    public void A_stem_stays_whole_when_the_texts_do_not_know_what_remains() => Assert.Equal("elnätet", new StemFolding(new HashSet<string> { "elnätet" }).Fold("elnätet"));

    [Theory]
    [InlineData("böcker", "bok")]
    [InlineData("ländernas", "land")]
    [InlineData("huvudstäder", "huvudstad")]
    [InlineData("skogsbränderna", "skogsbrand")]
    [InlineData("möter", "möter")]
    [InlineData("kalender", "kalender")]
    [InlineData("nämnder", "nämnder")]
    public void A_plural_that_changes_its_vowel_goes_back_to_the_singular(string plural, string singular) => Assert.Equal(singular, UmlautPlurals.Singular(plural));

    private static string Stem(string word) => Tokens.Stem(word, Language.Swedish);
}
