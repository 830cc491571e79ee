using CsCheck;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class LanguageIdentifierTests
{
    [Theory]
    [InlineData("Hur söker vi tillstånd för en vattentäkt?", Language.Swedish)]
    [InlineData("Vi har en workshop om service design och data governance i Umeå", Language.Swedish)]
    [InlineData("Digital tvilling", Language.Swedish)]
    [InlineData("How do we apply for a permit?", Language.English)]
    [InlineData("Wealth inequality", Language.English)]
    [InlineData("The municipality of Skellefteå is growing and needs teachers", Language.English)]
    public void A_text_is_told_by_its_function_words_and_its_spelling(string text, Language language) => Assert.Equal(language, LanguageIdentifier.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("2030 👋 ?!")]
    [InlineData("Miten haemme lupaa uudelle koululle?")]
    [InlineData("Mii galgat ohcat lobi ođđa skuvlii, čálit dihtorin")]
    [InlineData("робота")]
    public void What_gives_no_evidence_or_is_another_language_is_read_as_Swedish(string text) => Assert.Equal(Language.Swedish, LanguageIdentifier.Of(text));

    [Fact]
    public void Where_the_evidence_is_even_the_caller_says() => Assert.Equal(Language.English, LanguageIdentifier.Of("data", Language.English));

    [Fact]
    public void Any_text_has_a_language() => Gen.String.Sample(text => Enum.IsDefined(LanguageIdentifier.Of(text)));
}
