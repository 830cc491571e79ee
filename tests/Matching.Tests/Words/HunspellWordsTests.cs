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
    public void Words_with_the_flag_of_the_misspelt_are_passed_over()
    {
        const string File = "bostad/A\nbostadd/%A\nbåstad/A%\nkommun/AB po:%\nförsörjning\tst:a/%\n";
        using var flagged = new StringReader(File);
        using var unflagged = new StringReader(File);
        Assert.Equal(["bostad", "kommun", "försörjning"], HunspellWords.Read(flagged, '%').Select(entry => entry.Word));
        Assert.Equal(5, HunspellWords.Read(unflagged).Count());
    }

    [Fact]
    public void An_empty_file_has_no_words()
    {
        using var file = new StringReader("");
        Assert.Empty(HunspellWords.Read(file));
    }
}
