using CsCheck;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class CompoundSplitterTests
{
    private static readonly string[] Known = [.. SwedishWords.Read().Select(entry => entry.Word)];

    [Theory]
    [InlineData("kompetensförsörjning", "kompetens", "försörjning")]
    [InlineData("tillståndsprövning", "tillstånds", "prövning")]
    [InlineData("järnvägsstation", "järnvägs", "station")]
    [InlineData("järnväg", "järn", "väg")]
    [InlineData("bostadsbrist", "bostads", "brist")]
    [InlineData("elnätsanslutning", "elnäts", "anslutning")]
    [InlineData("anbudsförfrågan", "anbuds", "förfrågan")]
    [InlineData("stamnät", "stam", "nät")]
    [InlineData("kyrkobyggnader", "kyrko", "byggnader")]
    [InlineData("gatukontoret", "gatu", "kontoret")]
    [InlineData("arbetsmiljön", "arbets", "miljön")]
    [InlineData("skolstart", "skol", "start")]
    [InlineData("verksamhetsår", "verksamhets", "år")]
    [InlineData("hälsovård", "hälso", "vård")]
    [InlineData("engångskostnad", "engångs", "kostnad")]
    [InlineData("nattåg", "nat", "tåg")]
    [InlineData("a-aktie", "a-", "aktie")]
    [InlineData("arbetsmarknads-planering", "arbets", "marknads-", "planering")]
    public void A_compound_is_taken_apart_where_its_words_meet(string word, params string[] texts) =>
        Assert.Equal(texts, Texts(CompoundSplitter.Swedish, word));

    [Theory]
    [InlineData("handläggare")]
    [InlineData("utbildning")]
    [InlineData("upphandlingar")]
    [InlineData("kommunerna")]
    [InlineData("samhälle")]
    [InlineData("möjligheterna")]
    [InlineData("bostad")]
    [InlineData("partnerskap")]
    [InlineData("orienterande")]
    [InlineData("generaliseringen")]
    [InlineData("å")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("bcdfghjklmnpqrstvwxz")]
    public void A_word_that_is_no_compound_gives_itself_alone(string word) =>
        Assert.Equal([new CompoundPart(word, word)], CompoundSplitter.Swedish.Parts(word));

    [Theory]
    [InlineData("kyrkobyggnader", "kyrka", "byggnad")]
    [InlineData("arbetsmiljön", "arbete", "miljö")]
    [InlineData("barnavårdscentralen", "barn", "vård", "central")]
    [InlineData("skol-matsal", "skola", "mat", "sal")]
    public void Each_part_names_the_word_that_it_is(string word, params string[] words) =>
        Assert.Equal(words, CompoundSplitter.Swedish.Parts(word).Select(part => part.Word));

    [Theory]
    [InlineData("tillståndsprövning")]
    [InlineData("kvinnofridssamordnare")]
    [InlineData("brottsutredning")]
    [InlineData("mordutredning")]
    [InlineData("dödsfallsutredning")]
    [InlineData("provrörsodling")]
    [InlineData("kanalbygge")]
    public void No_part_is_indecent_or_violent(string word) => Assert.DoesNotContain(CompoundSplitter.Swedish.Parts(word), IsBarred);

    [Fact]
    public void No_barred_word_is_a_part_of_any_word_that_holds_it()
    {
        string[] frames = ["{0}utredning", "{0}sutredning", "kommun{0}", "kommun{0}en", "arbets{0}plan", "till{0}nings", "skol{0}s-plan", "{0}-plan", "plan-{0}", "vård{0}{0}plan"];
        foreach (var barred in BarredParts.All)
        {
            foreach (var frame in frames)
            {
                var parts = CompoundSplitter.Swedish.Parts(string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, barred));
                Assert.True(parts.Count == 1 || !parts.Any(IsBarred), $"{barred} in {frame}: {string.Join('|', parts.Select(part => part.Text))}");
            }
        }
    }

    [Fact]
    public void Concatenated_texts_give_the_word_back_and_no_part_is_barred() =>
        Words.Sample(word =>
        {
            var parts = CompoundSplitter.Swedish.Parts(word);
            Assert.NotEmpty(parts);
            Assert.Equal(word, string.Concat(parts.Select(part => part.Text)));
            Assert.True(parts.Count == 1 || parts.All(part => part.Text.Length > 0 && part.Word.Length > 0 && !IsBarred(part)));
        });

    [Fact]
    public void Every_part_but_the_last_ends_at_each_hyphen() =>
        Words.Sample(word =>
        {
            var parts = CompoundSplitter.Swedish.Parts(word);
            if (parts.Count > 1) Assert.All(parts, part => Assert.True(part.Text.Trim('-').Length == 0 || !part.Text.Trim('-').Contains('-') || HasBarred(part)));
        });

    [Fact]
    public void The_cheapest_reading_is_that_of_a_plain_search_through_all_readings()
    {
        var lexicon = new PartLexicon(SwedishWords.Read());
        Gen.Select(Gen.OneOf(Known), Gen.OneOf("", "s", "x", "fra"), Gen.OneOf(Known)).Sample((first, link, second) =>
        {
            var word = first + link + second;
            if (word.Length > 14 || lexicon.Seam(word) is not null) return;
            var cheapest = Readings(lexicon, word, 0, false).Append(UnknownPart.Cost(word.Length)).Min();
            Assert.Equal(cheapest, new CompoundReading(word, lexicon, isFirst: false).Cost(), 9);
        });
    }

    [Fact]
    public void The_words_of_a_corpus_are_known_too()
    {
        var knowing = CompoundSplitter.Swedish.With([("blarg", 3), ("fnyrk", 1)]);
        Assert.Equal(["blarg", "fnyrken"], Texts(knowing, "blargfnyrken"));
        Assert.Equal(["blargfnyrken"], Texts(CompoundSplitter.Swedish, "blargfnyrken"));
    }

    [Fact]
    public void A_compound_does_not_become_whole_by_standing_in_a_corpus()
    {
        var knowing = CompoundSplitter.Swedish.With([("bostadsbrist", 1000), ("järnväg", 1000)]);
        Assert.Equal(["bostads", "brist"], Texts(knowing, "bostadsbrist"));
        Assert.Equal(["järn", "väg"], Texts(knowing, "järnväg"));
    }

    [Fact]
    public void The_order_of_a_corpus_changes_nothing() =>
        Gen.Select(Gen.Shuffle(new[] { ("blarg", 3), ("blarga", 2), ("blargen", 5), ("fnyrk", 1) }), Words).Sample((corpus, word) =>
            Assert.Equal(
                CompoundSplitter.Swedish.With([("blarg", 3), ("blarga", 2), ("blargen", 5), ("fnyrk", 1)]).Parts("blarg" + word),
                CompoundSplitter.Swedish.With(corpus).Parts("blarg" + word)), iter: 20);

    [Fact]
    public void A_word_of_a_hundred_thousand_letters_is_read_to_its_end()
    {
        foreach (var unit in new[] { "x", "a", "kommun", "brist-" })
        {
            var word = string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length));
            Assert.Equal(word, string.Concat(CompoundSplitter.Swedish.Parts(word).Select(part => part.Text)));
        }
    }

    // Words of the list run together with linking letters and hyphens, barred words among them, and plain strings of letters.
    private static readonly Gen<string> Words =
        Gen.Select(Gen.Frequency((8, Gen.OneOf(Known)), (1, Gen.OneOf(BarredParts.All.ToArray())), (1, Gen.String[Gen.Char['a', 'z'], 0, 9])),
                Gen.OneOf("", "", "s", "o", "-"))
            .Select((word, link) => word + link).Array[1, 4].Select(string.Concat);

    private static IEnumerable<string> Texts(CompoundSplitter splitter, string word) => splitter.Parts(word).Select(part => part.Text);

    private static bool IsBarred(CompoundPart part) => BarredParts.Has(part.Word) || BarredParts.Has(part.Text.AsSpan().Trim('-'));

    private static bool HasBarred(CompoundPart part) => part.Text.Split('-').Any(piece => BarredParts.Has(piece) || BarredParts.All.Any(barred => piece.Contains(barred, StringComparison.Ordinal)));

    private static IEnumerable<double> Readings(PartLexicon lexicon, string word, int start, bool unknown)
    {
        if (start == word.Length) return [0];
        return from end in Enumerable.Range(start + 1, word.Length - start)
               where end - start >= PartLexicon.Shortest && (end < word.Length || start == 0 || !DerivedEnding.IsCut(word, start))
               let reading = end < word.Length ? lexicon.First(word.AsSpan(start, end - start), word[end]) : lexicon.Last(word.AsSpan(start, end - start))
               where reading is not null || (!unknown && UnknownPart.IsPlausible(word.AsSpan(start, end - start), end == word.Length)
                   && !(end == word.Length && DerivedEnding.IsCut(word, start + 3)))
               let cost = reading?.Cost ?? UnknownPart.Cost(end - start)
               from rest in Readings(lexicon, word, end, unknown || reading is null)
               select cost + rest;
    }
}
