using Matching.Words;

namespace Matching.Tests.Words;

public sealed class HunspellWordsTests
{
    [Fact]
    public void Only_lower_case_words_are_read_without_their_flags()
    {
        using var file = new StringReader("6\nbostad/ABY\nStockholm/G\nkommun\nal/X\nEU-land\nnät verk\nförsörjning\tpo:noun\nåtgärd/A st:x\n");
        Assert.Equal([("bostad", 1), ("kommun", 1), ("försörjning", 1), ("åtgärd", 1)], HunspellWords.Read(file));
    }

    [Fact]
    public void An_empty_file_has_no_words()
    {
        using var file = new StringReader("");
        Assert.Empty(HunspellWords.Read(file));
    }
}
