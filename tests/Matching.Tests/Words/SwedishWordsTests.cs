using System.Text;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class SwedishWordsTests
{
    private static readonly string[] Lines = [.. SwedishWords.Lines()];
    private static readonly ListedWord[] Entries = [.. SwedishWords.Read()];

    [Fact]
    public void The_list_holds_seven_thousand_simple_words_and_more() => Assert.True(Entries.Count(entry => entry.Seam is null) >= 7000);

    [Fact]
    public void The_list_stands_in_ordinal_order_without_duplicates()
    {
        Assert.Equal(Lines.Order(StringComparer.Ordinal), Lines);
        Assert.Equal(Entries.Length, Entries.Select(entry => entry.Word).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Each_word_is_made_of_composed_lower_case_letters() =>
        Assert.All(Entries, entry => Assert.True(entry.Word.Length >= PartLexicon.Shortest && entry.Word.All(char.IsLower) && entry.Word.IsNormalized(NormalizationForm.FormC), entry.Word));

    [Fact]
    public void No_listed_word_is_barred() => Assert.DoesNotContain(Entries, entry => BarredParts.Has(entry.Word));

    [Fact]
    public void The_marks_are_read_and_taken_off()
    {
        Assert.Contains(new ListedWord("år", null, PartUse.Frequent), Entries);
        Assert.Contains(new ListedWord("järnväg", 4, PartUse.Ordinary), Entries);
        Assert.Contains(new ListedWord("kommunikation", null, PartUse.Ordinary), Entries);
        Assert.Contains(Entries, entry => entry.Use == PartUse.Rare);
    }

    [Fact]
    public void A_compound_of_the_list_is_taken_apart_at_its_seams()
    {
        foreach (var line in Lines.Where(line => line.Contains('|', StringComparison.Ordinal)))
        {
            var seams = line.TrimEnd('+', '-').Split('|');
            Assert.Equal(seams, CompoundSplitter.Swedish.Parts(string.Concat(seams)).Select(part => part.Text));
        }
    }

    [Fact]
    public void A_simple_word_of_the_list_stays_whole() =>
        Assert.All(Entries.Where(entry => entry.Seam is null), entry => Assert.Single(CompoundSplitter.Swedish.Parts(entry.Word)));
}
