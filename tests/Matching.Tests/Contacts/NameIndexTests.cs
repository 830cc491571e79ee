using CsCheck;
using Matching.Contacts;
using Matching.Profiles;

namespace Matching.Tests.Contacts;

public sealed class NameIndexTests
{
    private static readonly Organisation[] Known =
    [
        Named("svk", "Affärsverket svenska kraftnät", "SVK", "Svenska kraftnät"),
        Named("ivo", "Inspektionen för vård och omsorg", "IVO", "Health and Social Care Inspectorate"),
        Named("msb", "Myndigheten för samhällsskydd och beredskap", "MSB"),
        Named("bd", "Länsstyrelsen i Norrbottens län", "BD"),
        Named("ac", "Länsstyrelsen i Västerbottens län", "AC"),
        Named("fk", "Försäkringskassan", "FK"),
        Named("av", "Arbetsmiljöverket", "AV"),
        Named("lulea-tr", "Luleå tingsrätt"),
        Named("umu", "Umeå universitet"),
        Named("hav", "Havs- och vattenmyndigheten", "HaV"),
    ];

    private static readonly NameIndex Index = new(Known);

    [Theory]
    [InlineData("Vem på SVK kan svara?", "svk")]
    [InlineData("Har ivo någon på plats i hubben?", "ivo")]
    [InlineData("Hur når vi MSB om tillståndet", "msb")]
    [InlineData("Vi söker en kontakt hos svenska kraftnät i Luleå", "svk")]
    [InlineData("Svenska Kraftnäts besked dröjer", "svk")]
    [InlineData("swenska krafnät", "svk")]
    [InlineData("svenska kra ftnät", "svk")]
    [InlineData("inspektionen för vrd och omsorg", "ivo")]
    [InlineData("Who at the health and socail care inspectorate answers?", "ivo")]
    [InlineData("länsstyrelsen i Norrbotten", "bd")]
    [InlineData("Länsstyrelsen i Västerbotten", "ac")]
    [InlineData("Försäkringskassan i Luleå", "fk")]
    [InlineData("tingsrätten i Luleå", "lulea-tr")]
    [InlineData("universitetet i Umeå", "umu")]
    [InlineData("forsakringskassan", "fk")]
    [InlineData("Har hav någon på plats?", "hav")]
    public void A_name_alias_or_misspelt_name_is_found_at_once(string question, string organisation) =>
        Assert.Equal(organisation, Known[Index.Resolve(question)[0].Organisation].Id);

    [Theory]
    [InlineData("Vem svarar på frågor om stöd till företag?")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("😀😀😀")]
    public void Where_nobody_is_named_nobody_is_found(string question) => Assert.Empty(Index.Resolve(question));

    [Fact]
    public void A_short_name_that_is_a_word_counts_less_than_in_capitals()
    {
        double Confidence(string question) => Index.Resolve(question).Single(match => Known[match.Organisation].Id == "av").Confidence;
        Assert.True(Confidence("en fråga av vikt") < 0.5);
        Assert.Equal(0.9, Confidence("en fråga till AV"), 1e-12);
    }

    [Fact]
    public void The_words_that_name_it_are_told_as_they_are_written() =>
        Assert.Equal("Svenska kra ftnät", Index.Resolve("Hur når vi Svenska kra ftnät nu?")[0].Words);

    [Fact]
    public void The_nearest_run_is_as_near_as_the_plain_distance_says() => Gen.Select(GenWord, GenWord.List[1, 5]).Sample((name, words) =>
    {
        var text = new FoldedText(string.Join(' ', words));
        var found = NearestRun.Of(name, text, text.Letters.Length, name.Length);
        var best = int.MaxValue;
        for (var from = 0; from < words.Count; from++)
        {
            for (var to = from; to < words.Count; to++) best = Math.Min(best, Distance(name, string.Concat(words.Skip(from).Take(to - from + 1))));
        }
        Assert.Equal(best <= name.Length ? best : null, found?.Edits);
    });

    [Fact]
    public void A_question_of_a_hundred_thousand_letters_ends_soon()
    {
        var long1 = string.Concat(Enumerable.Repeat("svenska kraftnat och annat ", 4_000));
        Assert.Equal("svk", Known[Index.Resolve(long1)[0].Organisation].Id);
    }

    private static readonly Gen<string> GenWord = Gen.OneOf('a', 'b', 'c').Array[1, 6].Select(letters => new string(letters));

    // Optimal string alignment, by its definition.
    private static int Distance(string x, string y)
    {
        var table = new int[x.Length + 1, y.Length + 1];
        for (var i = 0; i <= x.Length; i++)
        {
            for (var j = 0; j <= y.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }
        return table[x.Length, y.Length];
    }

    private static Organisation Named(string id, string name, string? shortName = null, params string[] aliases) =>
        new() { Id = id, Name = name, Sector = Sector.Agency, ShortName = shortName, Aliases = aliases };
}
