using Matching.Words;

namespace Matching.Tests.Words;

/// <summary>The project's own file of concepts, and what it must be able to read.</summary>
public sealed class StandardConceptsTests
{
    private static readonly ConceptList Standard = ConceptList.Standard;
    private static readonly string[] Lines = ReadLines();

    [Fact]
    public void The_file_is_sorted_by_id_and_has_no_line_to_spare()
    {
        var ids = Lines.Skip(1).Select(line => line.Split(';')[0]).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.DoesNotContain("", Lines);
        Assert.Equal(ids, Standard.Concepts.Select(concept => concept.Id));
    }

    [Fact]
    public void Every_broader_concept_exists_and_the_way_up_ends()
    {
        foreach (var concept in Standard.Concepts)
        {
            var above = new HashSet<string>(StringComparer.Ordinal) { concept.Id };
            for (var at = concept; at.Broader is { } broader; at = Standard.Find(broader)!)
            {
                Assert.NotNull(Standard.Find(broader));
                Assert.True(above.Add(broader), $"{concept.Id} comes round to {broader}");
            }
        }
    }

    [Fact]
    public void At_least_four_hundred_concepts_have_words_enough_in_both_languages()
    {
        Assert.True(Standard.Concepts.Count(concept => concept.SwedishTerms.Count >= 4 && concept.EnglishTerms.Count >= 3) >= 400);
        Assert.All(Standard.Concepts, concept => Assert.NotEmpty(concept.Owners));
    }

    [Fact]
    public void No_cell_repeats_an_item() =>
        Assert.All(Standard.Concepts, concept =>
        {
            Assert.Equal(concept.SwedishTerms.Distinct(StringComparer.OrdinalIgnoreCase), concept.SwedishTerms);
            Assert.Equal(concept.EnglishTerms.Distinct(StringComparer.OrdinalIgnoreCase), concept.EnglishTerms);
            Assert.Equal(concept.Authorities.Distinct(StringComparer.Ordinal), concept.Authorities);
        });

    [Fact]
    public void Every_wording_is_found_as_its_concept() =>
        Assert.All(Standard.Concepts, concept => Assert.All(concept.Wordings, wording =>
        {
            var words = Tokens.Placed(wording).ToList();
            var (start, length) = (words[0].Start, words[^1].End - words[0].Start);
            Assert.Contains(Standard.MentionsIn(wording), mention => mention.Concept == concept && mention.Start == start && mention.Length == length);
        }));

    [Fact]
    public void A_note_stands_only_where_a_term_is_shared()
    {
        var shared = Standard.Concepts
            .SelectMany(concept => concept.Wordings.Select(wording => (concept.Id, Keys: string.Join(' ', ConceptIndex.Keys(wording)))))
            .GroupBy(pair => pair.Keys, pair => pair.Id)
            .Where(group => group.Distinct().Count() > 1)
            .SelectMany(group => group)
            .ToHashSet(StringComparer.Ordinal);
        var noted = Lines.Skip(1).Select(line => line.Split(';')).Where(cells => cells[8].Length > 0).Select(cells => cells[0]);
        Assert.Equal(shared.Order(StringComparer.Ordinal), noted.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Hur lång är kön för att ansluta en fabrik till elnätet?", "grid-connection")]
    [InlineData("Vi vill svara på en anbudsförfrågan", "public-procurement")]
    [InlineData("Kommunen måste växa", "housing-shortage")]
    [InlineData("Söker bygglov för en altan", "building-permit")]
    [InlineData("Finns det jobb till min medflyttande partner", "accompanying-partner")]
    [InlineData("How do I get a work permit for an engineer?", "work-permit")]
    [InlineData("Who answers for exploration permits near the mine?", "mineral-exploration")]
    [InlineData("We need a process leader for workshops", "facilitation")]
    [InlineData("kulturarv", "cultural-heritage")]
    [InlineData("Renbetet påverkas av vindkraftsparken", "reindeer-herding")]
    [InlineData("Skolstyrning", "school-governance")]
    public void Questions_in_both_languages_reach_their_concept(string text, string id) =>
        Assert.Contains(Standard.MentionsIn(text), mention => mention.Concept.Id == id);

    [Theory]
    [InlineData("billigt")]
    [InlineData("aldrig")]
    [InlineData("värdar")]
    [InlineData("vi utvecklar och ordnar inför det")]
    [InlineData("jag bör visa en stor sak")]
    public void Everyday_words_that_share_a_stem_or_letters_with_a_term_mention_nothing(string text) => Assert.Empty(Standard.MentionsIn(text));

    [Theory]
    [InlineData("halsa", "health-care")]
    [InlineData("miljoinspektion", "environmental-supervision")]
    [InlineData("jordbrukslivsmedelsindustri", "agriculture|agricultural-production")]
    public void Headings_without_marks_and_spaces_reach_their_concepts(string text, string ids) =>
        Assert.Equal(ids, string.Join('|', Standard.MentionsIn(text).Select(mention => mention.Concept.Id)));

    private static string[] ReadLines()
    {
        using var file = new StreamReader(typeof(ConceptList).Assembly.GetManifestResourceStream("concepts.csv")!);
        return file.ReadToEnd().TrimEnd('\n').Split('\n');
    }
}
