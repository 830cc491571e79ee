using Matching.Words;

namespace Matching.Tests.Words;

public sealed class HunspellAffixesTests
{
    [Theory]
    [InlineData("SET UTF-8\nTRY aerndt\n\nFORBIDDENWORD %\nSFX A Y 1\nSFX A 0 en .\n", "UTF-8", '%')]
    [InlineData("# SET UTF-8\nFORBIDDENWORD\t!\r\nSET  ISO8859-15\r\n", "ISO8859-15", '!')]
    [InlineData("TRY aerndt\n", "ISO8859-1", null)]
    [InlineData("SET UTF-8\nFORBIDDENWORD\nFORBIDDENWORD xy\n", "UTF-8", null)]
    [InlineData("", "ISO8859-1", null)]
    public void Charset_and_flag_of_the_misspelt_are_read_and_the_rest_is_passed_over(string file, string charset, char? forbidden)
    {
        using var reader = new StringReader(file);
        Assert.Equal(new HunspellAffixes(charset, forbidden), HunspellAffixes.Read(reader));
    }
}
