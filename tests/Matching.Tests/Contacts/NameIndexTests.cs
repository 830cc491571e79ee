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
        Named("ltu", "Luleå tekniska universitet", "LTU") with { Municipality = "Luleå" },
        Named("boras-tr", "Borås tingsrätt") with { Municipality = "Borås" },
        Named("polis", "Polismyndigheten"),
        Named("region", "Region Norrbotten"),
        Named("hyres", "Hyres- och arrendenämnden i Umeå"),
        Named("sjv", "Statens jordbruksverk", "SJV"),
        Named("skv", "Skatteverket", "SKV", "Swedish Tax Agency"),
        Named("komm", "Kommerskollegium", null, "Kommers"),
        Named("si", "Svenska institutet", "SI", "Swedish Institute"),
        Named("irf", "Institutet för rymdfysik", "IRF", "Swedish Institute of Space Physics"),
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
    [InlineData("Skattevrekets besked", "skv")]
    [InlineData("Fo\u0308rsa\u0308kringskassan", "fk")]
    [InlineData("förs\u00ADäkringskassan", "fk")]
    [InlineData("Norrbottens länsstyrelse", "bd")]
    [InlineData("universitetet i Luleå", "ltu")]
    [InlineData("tingsrätten i Borås", "boras-tr")]
    [InlineData("Vad säger polisen i Luleå?", "polis")]
    [InlineData("Regionen i Norrbotten", "region")]
    [InlineData("hyresnämnden i Umeå", "hyres")]
    [InlineData("Jordbruksverkets stöd", "sjv")]
    [InlineData("Ask the Tax Agency", "skv")]
    public void A_name_alias_or_misspelt_name_is_found_at_once(string question, string organisation) =>
        Assert.Equal(organisation, Known[Index.Resolve(question)[0].Organisation].Id);

    [Theory]
    [InlineData("Vem svarar på frågor om stöd till företag?")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("😀😀😀")]
    public void Where_nobody_is_named_nobody_is_found(string question) => Assert.Empty(Index.Resolve(question));

    [Theory]
    [InlineData("När kommer beskedet?")]
    [InlineData("universitetet i Borås")]
    public void A_word_or_a_place_that_is_rightly_spelt_is_no_misspelt_name(string question) => Assert.Empty(Index.Resolve(question));

    [Theory]
    [InlineData("swedish institute of space physics")]
    [InlineData("swedish institute of spcae physics")]
    public void A_name_inside_a_longer_one_comes_behind_it(string question)
    {
        var found = Index.Resolve(question);
        Assert.Equal(["irf", "si"], found.Select(match => Known[match.Organisation].Id));
        Assert.Equal("si", Known[Index.Resolve("the swedish institute of 1945 in Stockholm")[0].Organisation].Id);
    }

    [Fact]
    public void A_list_may_call_it_otherwise_too()
    {
        Assert.Equal([0], new NameIndex([Named("sjv", "Jordbruksverket")]).Called("Statens jordbruksverk"));
        Assert.Equal([0], new NameIndex([Named("sjv", "Statens jordbruksverk")]).Called("Jordbruksverket"));
        Assert.Empty(Index.Called("Statens fiskeverk"));
    }

    [Fact]
    public void Every_name_near_enough_is_found_and_no_other() => Gen.Select(GenName, GenSlip, GenWord.List[0, 3], GenWord.List[0, 3]).Sample((name, slip, before, after) =>
    {
        string[] words = [.. before, .. slip(name).Split(' ', StringSplitOptions.RemoveEmptyEntries), .. after];
        var nearest = Runs(words).Select(run => Distance(name, run)).DefaultIfEmpty(int.MaxValue).Min();
        var found = new NameIndex([Named("one", name)]).Resolve(string.Join(' ', words));
        if (nearest > Math.Max(1, name.Length / 6)) Assert.Empty(found);
        else Assert.Equal(1 - ((double)nearest / name.Length), Assert.Single(found).Confidence, 1e-12);
    }, iter: 5_000);

    [Fact]
    public void A_short_name_that_is_a_word_counts_less_than_in_capitals()
    {
        double Confidence(string question) => Index.Resolve(question).Single(match => Known[match.Organisation].Id == "av").Confidence;
        Assert.True(Confidence("en fråga av vikt") < 0.5);
        Assert.Equal(0.9, Confidence("en fråga till AV"), 1e-12);
        Assert.True(Confidence("en anmälan av en olycka på ett bygge i hamnen förra veckan") < Confidence("en fråga av vikt"));
    }

    [Fact]
    public void The_words_that_name_it_are_told_as_they_are_written() =>
        Assert.Equal("Svenska kra ftnät", Index.Resolve("Hur når vi Svenska kra ftnät nu?")[0].Words);

    [Fact]
    public void The_nearest_run_is_as_near_as_the_plain_distance_says() => Gen.Select(GenWord, GenWord.List[1, 5]).Sample((name, words) =>
    {
        var text = new FoldedText(string.Join(' ', words));
        var found = NearestRun.Of(name, text, text.Letters.Length, name.Length, (_, _) => false);
        var best = Runs(words).Min(run => Distance(name, run));
        Assert.Equal(best <= name.Length ? best : null, found?.Edits);
    });

    [Fact]
    public void A_question_of_a_hundred_thousand_letters_ends_soon()
    {
        var long1 = string.Concat(Enumerable.Repeat("svenska kraftnat och annat ", 4_000));
        Assert.Equal("svk", Known[Index.Resolve(long1)[0].Organisation].Id);
    }

    private static readonly Gen<string> GenName = Gen.OneOf('q', 'w', 'x', 'z').Array[6, 16].Select(letters => new string(letters));

    // Letters put in, taken out, exchanged, or parted by a space.
    private static readonly Gen<Func<string, string>> GenSlip = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 14]).Array[0, 3].Select(slips =>
        (Func<string, string>)(name => slips.Aggregate(name, (word, slip) => Slip(word, slip.Item1, Math.Min(slip.Item2, word.Length - 2)))));

    private static string Slip(string word, int kind, int at) => kind switch
    {
        0 => word.Insert(at, "q"),
        1 => word.Remove(at, 1),
        2 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
        _ => word.Insert(at, " "),
    };

    private static IEnumerable<string> Runs(IReadOnlyList<string> words) =>
        from start in Enumerable.Range(0, words.Count)
        from count in Enumerable.Range(1, words.Count - start)
        select string.Concat(words.Skip(start).Take(count));

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
