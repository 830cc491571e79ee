using CsCheck;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class InvertedIndexTests
{
    [Fact]
    public void A_score_is_the_one_of_the_definition()
    {
        // N = 2, df = 1, tf = 2, length 3 against a mean of 2: ln(1 + 1.5 / 1.5) · 2 · 2.2 / (2 + 1.2 · (0.25 + 0.75 · 1.5)).
        var expected = Math.Log(2) * 4.4 / (2 + (1.2 * 1.375));
        Assert.Equal(expected, Scores([["a", "a", "b"], ["b"]], "a")[0], 1e-12);
    }

    [Fact]
    public void A_rarer_word_counts_more() => Assert.True(Scores([["a", "b"], ["b", "c"]], "a")[0] > Scores([["a", "b"], ["b", "c"]], "b")[0]);

    [Fact]
    public void A_word_that_stands_there_twice_counts_less_than_twice() =>
        Assert.InRange(Scores([["a", "a"], ["a", "b"]], "a") is var scores ? scores[0] / scores[1] : 0, 1.01, 1.99);

    // Its length must be the mean: another length changes what length means for all.
    [Fact]
    public void Another_text_that_shares_nothing_keeps_the_order_of_the_others_for_a_word() =>
        Gen.OneOf(Letters[..3]).Array[4].Array[1, 8].Sample(texts =>
        {
            var (before, after) = (Scores(texts, "a"), Scores([.. texts, ["x", "x", "y", "z"]], "a"));
            for (var i = 0; i < texts.Length; i++)
            {
                for (var j = 0; j < texts.Length; j++) Assert.Equal(Math.Sign(before[i] - before[j]), Math.Sign(after[i] - after[j]));
            }
        });

    [Fact]
    public void A_text_covers_itself_wholly_and_no_text_more() =>
        Gen.OneOf(Letters).Array[1, 6].Array[1, 8].Sample(texts =>
        {
            var index = new InvertedIndex<string>(texts.Select(Terms));
            for (var text = 0; text < texts.Length; text++)
            {
                var question = LexicalQuestion<string>.Of(Terms(texts[text]), Terms(texts[text]));
                var shares = new double[texts.Length];
                index.Cover(question.Terms, question.Length, shares);
                Assert.Equal(1, shares[text], 1e-9);
                Assert.All(shares, share => Assert.InRange(share, 0, 1 + 1e-9));
                Assert.Equal(shares[0], index.Cover(question.Terms, question.Length, 0), 1e-12);
            }
        });

    private static readonly string[] Letters = ["a", "b", "c", "d"];

    private static double[] Scores(string[][] texts, string word)
    {
        var index = new InvertedIndex<string>(texts.Select(Terms));
        var scores = new double[texts.Length];
        index.AddScores([new WeightedTerm<string>(word, 1)], scores);
        return scores;
    }

    private static IEnumerable<WeightedTerm<string>> Terms(string[] words) => words.Select(word => new WeightedTerm<string>(word, 1));
}
