using CsCheck;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class TextFitTests
{
    [Fact]
    public void A_need_meets_the_offer_that_shares_its_stems()
    {
        var fit = Fit(["Vi har 25 detaljplaner samtidigt"], ["Kan prioritera mellan detaljplaner som pågår samtidigt"], ["Spelar tuba i en orkester"]);
        Assert.NotNull(fit.Best(0, 1));
        Assert.Null(fit.Best(0, 2));
        Assert.Equal(["detaljplaner", "samtidigt"], fit.SharedWords(0, 1, fit.Best(0, 1)!.Value));
    }

    [Fact]
    public void Words_are_given_as_their_author_wrote_them()
    {
        var fit = Fit(["Elnätet räcker inte"], ["Vet hur man bygger elnät"]);
        Assert.Equal(["Elnätet"], fit.SharedWords(0, 1, fit.Best(0, 1)!.Value));
    }

    [Fact]
    public void A_compound_meets_the_words_that_it_is_made_of()
    {
        var fit = Fit(["Kompetensförsörjning är svårt"], ["Vet hur man kan försörja en kommun med kompetens"]);
        Assert.Equal(["Kompetensförsörjning"], fit.SharedWords(0, 1, fit.Best(0, 1)!.Value));
    }

    [Fact]
    public void A_need_meets_an_offer_that_means_it_without_a_word_in_common()
    {
        string[] others = [.. Enumerable.Range(0, 40).Select(number => $"sak{number}")];
        IReadOnlyList<string>[] needs = [["Mjölet tar slut"], [], []];
        IReadOnlyList<string>[] offers = [["Sköter en kvarn"], ["Sköter en kvarn"], others];
        var vectors = TextVectorIndex.Build(
            new Dictionary<string, float[]> { ["Mjölet tar slut"] = [1, 0] },
            offers.SelectMany(own => own).Distinct().ToDictionary(text => text, text => text == "Sköter en kvarn" ? (float[])[1, 0] : [0, 1]));
        var fit = TextFit.Build(needs, offers, vectors: vectors);
        Assert.True(fit.Best(0, 1) is { Need: 0, Offer: 0, Similarity: > 0.5 });
        Assert.Empty(fit.SharedWords(0, 1, fit.Best(0, 1)!.Value));
        Assert.Null(fit.Best(0, 2));
        Assert.Null(fit.Best(0, 0));
        Assert.Equal([[1]], fit.Givers(0));
        Assert.Null(TextFit.Build(needs, offers).Best(0, 1));
    }

    [Fact]
    public void Stop_words_meet_nobody() => Assert.Null(Fit(["Vi behöver hjälp med det"], ["Jag kan hjälpa er med det"]).Best(0, 1));

    [Fact]
    public void The_town_that_all_of_them_are_in_meets_nobody()
    {
        Assert.NotNull(TextFit.Build([["Vi flyttar till Luleå"], []], [[], ["Vägar i Luleå"]]).Best(0, 1));
        Assert.Null(TextFit.Build([["Vi flyttar till Luleå"], []], [[], ["Vägar i Luleå"]], "Luleå").Best(0, 1));
    }

    [Fact]
    public void Decomposed_letters_and_soft_hyphens_make_no_difference()
    {
        var fit = Fit(["Bosta\u0308der saknas"], ["Bygger bo\u00ADstäder"]);
        Assert.NotNull(fit.Best(0, 1));
    }

    [Fact]
    public void Nobody_meets_her_own_need()
    {
        var fit = TextFit.Build([["elnät"]], [["elnät"]]);
        Assert.Null(fit.Best(0, 0));
    }

    [Fact]
    public void A_text_without_words_is_no_need() => Assert.Null(Fit(["?!", ""], ["elnät"]).Best(0, 1));

    [Fact]
    public void The_indexed_cosine_equals_the_plain_one() =>
        Gen.Select(GenText.List[1, 6], GenText.List[1, 6]).Sample((needs, offers) =>
        {
            var fit = TextFit.Build([needs, []], [[], offers]);
            var all = needs.Concat(offers).ToList();
            double best = 0;
            foreach (var need in needs)
            {
                foreach (var offer in offers) best = Math.Max(best, PlainCosine(all, need, offer));
            }
            // At the floor a rounding error decides; beside it both agree.
            if (Math.Abs(best - TextFit.Floor) > 1e-9) Assert.Equal(best < 0.2 ? 0 : Math.Min(1, (best - 0.15) / 0.45), fit.Best(0, 1)?.Similarity ?? 0, 1e-9);
        });

    [Fact]
    public void Compounds_are_taken_apart_by_the_splitter_that_is_given()
    {
        var knowing = CompoundSplitter.Swedish.With([("frimpel", 1), ("skrond", 1)]);
        Assert.Null(TextFit.Build([["frimpelskrond"], []], [[], ["skrond"]]).Best(0, 1));
        Assert.NotNull(TextFit.Build([["frimpelskrond"], []], [[], ["skrond"]], splitter: knowing).Best(0, 1));
    }

    [Fact]
    public void Givers_of_any_need_are_those_with_a_best_match() =>
        Gen.Select(GenText.List[0, 4], GenText.List[0, 4], GenText.List[0, 4]).Sample((needs, some, others) =>
        {
            var fit = TextFit.Build([needs, [], []], [["elnät"], some, others]);
            var givers = fit.Givers(0);
            Assert.Equal(needs.Count, givers.Count);
            Assert.Equal(Enumerable.Range(1, 2).Where(giver => fit.Best(0, giver) is not null), givers.SelectMany(own => own).Distinct().Order());
        });

    [Theory]
    [InlineData(0.199, 0)]
    [InlineData(0.375, 0.5)]
    [InlineData(0.60, 1)]
    [InlineData(1, 1)]
    public void A_cosine_is_stretched_to_what_it_means(double cosine, double similarity) => Assert.Equal(similarity, TextFit.Calibrate(cosine), 1e-12);

    [Fact]
    public void Similarity_lies_in_zero_to_one_and_equal_texts_reach_one()
    {
        GenText.Sample(text =>
        {
            var similarity = Fit([text], [text]).Best(0, 1)?.Similarity;
            if (Tokens.Of(text).Any()) Assert.Equal(1, similarity!.Value, 1e-9);
            else Assert.Null(similarity);
        });
    }

    private static readonly string[] Vocabulary = ["elnät", "elnätet", "kompetensförsörjning", "försörja", "bostäder", "detaljplan", "detaljplaner", "tillstånd", "tillståndet", "och", "vi", "studenter", "resor", "2030"];

    private static readonly Gen<string> GenText = Gen.OneOf(Vocabulary).Array[0, 6].Select(words => string.Join(' ', words));

    private static TextFit Fit(IReadOnlyList<string> needs, params IReadOnlyList<string>[] offers) =>
        TextFit.Build([needs, .. offers.Select(_ => (IReadOnlyList<string>)[])], [[], .. offers]);

    private static double PlainCosine(List<string> all, string left, string right)
    {
        var reader = new WordReader(all, CompoundSplitter.Swedish);
        Dictionary<string, double> Terms(string text)
        {
            var words = reader.Read(text).Where(word => !word.IsStopWord).ToList();
            var parts = words.SelectMany(word => word.Parts).Distinct().ToDictionary(part => part, _ => 0.7);
            foreach (var word in words) parts[word.Stem] = 1;
            return parts;
        }
        double Weight(string term) => Math.Log(1 + ((double)all.Count / all.Count(text => Terms(text).ContainsKey(term))));
        double Dot(Dictionary<string, double> x, Dictionary<string, double> y) => x.Keys.Intersect(y.Keys).Sum(term => x[term] * y[term] * Weight(term) * Weight(term));
        var (x, y) = (Terms(left), Terms(right));
        return x.Count == 0 || y.Count == 0 ? 0 : Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
    }
}
