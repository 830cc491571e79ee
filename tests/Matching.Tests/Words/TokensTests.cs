using CsCheck;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class TokensTests
{
    [Fact]
    public void Each_language_has_its_own_stop_words()
    {
        Assert.Equal(["IT", "stöd"], Words("Är IT ett stöd?", Language.Swedish));
        Assert.Equal(["men", "barn"], Words("Is it the men in that barn?", Language.English));
    }

    [Fact]
    public void The_language_of_a_text_chooses_the_stemmer()
    {
        Assert.Equal(["municip", "compet"], Tokens.Of("What do the municipalities do for their competences").Select(token => token.Stem));
        Assert.Equal(["kommun"], Tokens.Of("Vad gör kommunernas").Select(token => token.Stem));
    }

    [Fact]
    public void Half_a_character_at_the_end_of_a_cut_text_is_no_error() => Assert.Equal(["elnät"], Words("elnät \uD83D", Language.Swedish));

    [Fact]
    public void Any_text_has_tokens() => Gen.String.Sample(text => Tokens.Of(text).All(token => token.Word.Length > 0));

    private static IEnumerable<string> Words(string text, Language language) => Tokens.Of(text, language).Select(token => token.Word);
}
