using CsCheck;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class LexicalIndexTests
{
    private static readonly string[] Remits =
    [
        "Nämnden prövar tillstånd för vattenverksamhet och miljöfarlig verksamhet.",
        "Kontoret planerar bostäder, skolor och förskolor när kommunen växer.",
        "Enheten hjälper arbetsgivare att försörja sig med kompetens.",
        "Byrån räknar på elnätet och på hur mycket effekt industrin behöver.",
    ];

    [Theory]
    [InlineData("Vem prövar vårt tillstånd?", 0)]
    [InlineData("Vi planerar en bostad", 1)]
    [InlineData("kompetensförsörjning", 2)]
    [InlineData("elnät", 3)]
    [InlineData("prövvar", 0)]
    public void A_question_finds_the_text_that_says_the_same_in_other_forms_parts_and_misspellings(string question, int text) =>
        Assert.Equal(text, Index(Remits).Search(question, 1)[0].Text);

    [Fact]
    public void An_English_question_finds_an_English_text()
    {
        var index = Index(["Planning of housing and schools in growing municipalities", "Permits for the use of water"]);
        Assert.Equal(0, index.Search("How does a municipality plan a school?", 1)[0].Text);
    }

    [Fact]
    public void A_word_in_a_heavier_text_counts_more()
    {
        var index = LexicalIndex.Build([[new("Vatten", 1), new("Skog", 3)], [new("Vatten", 3), new("Skog", 1)]], CompoundSplitter.Swedish);
        Assert.Equal(1, index.Search("vatten", 1)[0].Text);
        Assert.Equal(0, index.Search("skog", 1)[0].Text);
    }

    [Fact]
    public void Matched_words_are_whole_words_of_the_question_as_they_were_written()
    {
        var index = Index(Remits);
        Assert.Equal(["Kompetensförsörjning"], index.MatchedWords("Hur klarar vi Kompetensförsörjning och vatten?", 2));
        Assert.Equal(["Bostaden", "skolan"], index.MatchedWords("Bostaden, bostäder och skolan", 1));
    }

    [Fact]
    public void Words_that_share_only_letters_are_found_and_not_shown()
    {
        var index = LexicalIndex.Build(Remits, null);
        Assert.Equal(0, index.Search("prövvar", 1)[0].Text);
        Assert.Empty(index.MatchedWords("prövvar", 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("och det som är för hur vad")]
    [InlineData("👋👩‍🚒 !?")]
    [InlineData("\uD83D")]
    [InlineData("<br/>")]
    public void A_question_without_a_telling_word_finds_nothing(string question)
    {
        var index = Index(Remits);
        Assert.Empty(index.Search(question, 10));
        Assert.All(index.Scores(question), score => Assert.Equal(0, score));
        Assert.All(index.Likenesses(question), likeness => Assert.Equal(0, likeness));
        Assert.Empty(index.MatchedWords(question, 0));
    }

    [Theory]
    [InlineData("Kuinka haemme rakennuslupaa uudelle koululle?")]
    [InlineData("Mii galgat ohcat lobi ođđa skuvlii, čálit dihtorin")]
    [InlineData("<p class=\"intro\"><b>Hej</b>&nbsp;<script>alert(1)</script></p>")]
    public void What_is_in_another_language_or_is_markup_has_little_likeness(string question) =>
        Assert.All(Index(Remits).Likenesses(question), likeness => Assert.InRange(likeness, 0, 0.2));

    [Fact]
    public void A_hundred_thousand_letters_are_read_whether_words_or_one_word()
    {
        var index = Index([.. Remits, string.Concat(Enumerable.Repeat("tillstånd ", 10_000)), new string('å', 100_000)]);
        Assert.Equal(0, index.Search("Nämnden prövar tillstånd", 1)[0].Text);
        Assert.NotEmpty(index.Search(string.Concat(Enumerable.Repeat("tillstånd för vatten ", 5_000)), 3));
        Assert.Equal(1, index.Likeness(new string('å', 100_000), 5), 1e-9);
    }

    [Fact]
    public void An_index_without_texts_answers_with_nothing()
    {
        var index = Index([]);
        Assert.Empty(index.Search("elnät", 3));
        Assert.Empty(index.Scores("elnät"));
    }

    [Fact]
    public void Texts_without_words_are_never_found() => Assert.Equal([1], Index(["", "elnät", "..."]).Search("elnät", 5).Select(found => found.Text));

    [Fact]
    public void Equals_stand_by_number() => Assert.Equal([0, 1, 2], Index(["elnät", "elnät", "elnät"]).Search("elnät", 3).Select(found => found.Text));

    [Fact]
    public void A_number_outside_the_index_and_a_weight_of_nothing_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Index(Remits).Likeness("elnät", 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Index(Remits).MatchedWords("elnät", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LexicalIndex.Build([[new("elnät", 0)]], null));
    }

    [Fact]
    public void Words_that_most_texts_hold_are_no_likeness()
    {
        var index = Index([.. Enumerable.Range(0, 30).Select(i => i < 20 ? $"Kommunen ordnar ämne{i}" : "Industrin")]);
        Assert.Equal(0, index.Likeness("Kommunen", 3));
        Assert.Equal(1, index.Likeness("Kommunen ordnar ämne3", 3), 1e-9);
        Assert.NotEmpty(index.Search("Kommunen", 3));
    }

    [Fact]
    public void Likeness_lies_in_zero_to_one_and_is_one_for_the_same_text() =>
        Gen.Select(GenText.Array[1, 8], GenText).Sample((texts, question) =>
        {
            var index = Index(texts);
            Assert.All(index.Likenesses(question), likeness => Assert.InRange(likeness, 0, 1));
            for (var text = 0; text < texts.Length; text++)
            {
                Assert.Equal(index.Likeness(question, text), index.Likenesses(question)[text], 1e-12);
                if (Tokens.Of(texts[text]).Any()) Assert.Equal(1, index.Likeness(texts[text], text), 1e-9);
            }
        });

    [Fact]
    public void More_of_the_question_in_a_text_is_never_less_likeness()
    {
        var index = Index(["elnät", "elnät skola", "elnät skola vatten"]);
        var likenesses = index.Likenesses("elnät skola vatten");
        Assert.True(likenesses[0] < likenesses[1] && likenesses[1] < likenesses[2]);
    }

    [Fact]
    public void Texts_in_another_order_get_the_same_scores() =>
        Gen.Select(GenText.Array[1, 8], GenText, Gen.Int[0, 1000]).Sample((texts, question, seed) =>
        {
            int[] order = [.. Enumerable.Range(0, texts.Length)];
            new Random(seed).Shuffle(order);
            var (scores, shuffled) = (Index(texts).Scores(question), Index([.. order.Select(text => texts[text])]).Scores(question));
            for (var place = 0; place < order.Length; place++) Assert.Equal(scores[order[place]], shuffled[place], 1e-12);
        });

    [Fact]
    public void Scores_and_search_equal_those_worked_out_from_the_definition() =>
        Gen.Select(GenText.Array[1, 8], GenText).Sample((texts, question) =>
        {
            var (index, expected) = (Index(texts), PlainRanking.Scores(texts, question));
            var scores = index.Scores(question);
            for (var text = 0; text < texts.Length; text++)
            {
                Assert.InRange(scores[text], 0, 1);
                Assert.Equal(expected[text], scores[text], 1e-9);
            }
            var found = index.Search(question, 3);
            Assert.Equal(Enumerable.Range(0, texts.Length).Where(text => scores[text] > 0).OrderByDescending(text => scores[text]).ThenBy(text => text).Take(3),
                found.Select(ranked => ranked.Text));
            Assert.All(found, ranked => Assert.Equal(scores[ranked.Text], ranked.Score));
        });

    private static readonly string[] Vocabulary =
        ["elnät", "elnätet", "bostäder", "bostad", "skola", "skolan", "kompetensförsörjning", "kompetens", "försörja", "och", "hur", "vattenrätt", "vatten", "2030", "AI"];

    private static readonly Gen<string> GenText = Gen.OneOf(Vocabulary).Array[0, 8].Select(words => string.Join(' ', words));

    private static LexicalIndex Index(IReadOnlyList<string> texts) => LexicalIndex.Build(texts, CompoundSplitter.Swedish);

    /// <summary>The same ranking by dictionaries, sums over all texts and no index.</summary>
    private static class PlainRanking
    {
        internal static double[] Scores(string[] texts, string question)
        {
            var reader = new WordReader(texts, CompoundSplitter.Swedish);
            var asked = reader.Read(question).ToList();
            var telling = asked.Where(word => !word.IsStopWord).ToList();
            Dictionary<string, double>[] words = [.. texts.Select(text => Bag(LexicalTerms.Words(reader.Read(text)).Select(term => (term.Term, term.Weight))))];
            Dictionary<string, double>[] grams = [.. texts.Select(text => Bag(Grams(reader.Read(text))))];
            var (byWord, byTelling, byLetter) = (Shares(words, Bag(LexicalTerms.Words(asked).Select(term => (term.Term, term.Weight)))),
                Scores(words, Bag(LexicalTerms.Words(telling).Select(term => (term.Term, term.Weight)))), Shares(grams, Bag(Grams(telling))));
            return [.. texts.Select((_, text) => byTelling[text] > 0 || byLetter[text] > 0 ? (0.6 * byWord[text]) + (0.4 * byLetter[text]) : 0)];
        }

        private static double[] Shares(Dictionary<string, double>[] texts, Dictionary<string, double> question)
        {
            var scores = Scores(texts, question);
            var ideal = question.Sum(term => term.Value * Addend(texts, question, term.Key));
            var most = Math.Max(ideal, scores.Max());
            return [.. scores.Select(score => most == 0 ? 0 : score / most)];
        }

        private static double[] Scores(Dictionary<string, double>[] texts, Dictionary<string, double> question) =>
            [.. texts.Select(text => question.Sum(term => term.Value * Addend(texts, text, term.Key)))];

        private static double Addend(Dictionary<string, double>[] texts, Dictionary<string, double> text, string term)
        {
            var (df, tf) = (texts.Count(other => other.ContainsKey(term)), text.GetValueOrDefault(term));
            var mean = texts.Average(other => other.Values.Sum());
            var relative = mean == 0 ? 1 : text.Values.Sum() / mean;
            return Math.Log(1 + ((texts.Length - df + 0.5) / (df + 0.5))) * tf * 2.2 / (tf + (1.2 * (0.25 + (0.75 * relative))));
        }

        private static Dictionary<string, double> Bag(IEnumerable<(string Term, double Weight)> terms) =>
            terms.GroupBy(term => term.Term, term => term.Weight).ToDictionary(term => term.Key, term => term.Sum());

        private static IEnumerable<(string Term, double Weight)> Grams(IEnumerable<ReadWord> text)
        {
            foreach (var word in text.Where(word => !word.IsStopWord))
            {
                var letters = $" {word.Word.ToLowerInvariant().Replace('å', 'a').Replace('ä', 'a').Replace('ö', 'o')} ";
                for (var at = 0; at + 4 <= letters.Length; at++) yield return (letters[at..(at + 4)], 1);
            }
        }
    }
}
