using System.Diagnostics;
using Matching.Words;

namespace Matching.Benchmarks.Quality;

/// <summary>
/// Researchers who said how well they could judge papers (Stelmakh et al. 2023, "A Gold Standard Dataset for the Reviewer Assignment Problem"): a
/// paper is the need, twenty papers of her own say what a person can.
/// </summary>
internal static class ReviewerExpertise
{
    private const double Good = 4;
    private const double Poor = 2;

    internal static IEnumerable<QualityRow> Measure(DataFolder data)
    {
        var papers = data.Rows("papers.csv", row => (Id: row.GetString("id"), Text: row.GetString("title") + ". " + row.GetString("abstract")));
        var numbers = papers.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var judged = data.Rows("expertise.csv", row => new Judged(row.GetString("person"), numbers[row.GetString("paper")], row.Parse<double>("score")));
        var samples = data.Rows("profiles.csv", row => (Sample: row.GetString("sample"), Person: row.GetString("person"), Paper: numbers[row.GetString("paper")]))
            .GroupBy(row => row.Sample, StringComparer.Ordinal).Select(sample => sample.ToLookup(row => row.Person, row => row.Paper, StringComparer.Ordinal)).ToList();
        string[] texts = [.. papers.Select(paper => paper.Text)];
        return TextSystem.All.SelectMany(system => Rows(data.Name, system.Name, samples, judged, () => MeanLikeness(system, texts, judged)))
            .Concat(Rows(data.Name, "tf-idf cosine", samples, judged, () => Cosine(texts)));
    }

    private static IEnumerable<QualityRow> Rows(string task, string system, List<ILookup<string, int>> samples, IReadOnlyList<Judged> judged, Func<Affinity> learn)
    {
        var clock = Stopwatch.StartNew();
        var affinity = learn();
        var values = samples.Select(sample => Judge(judged, sample, affinity)).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        var set = $"mean of {samples.Count} samples";
        yield return new QualityRow(task, set, system, "weighted kendall loss", values.Average(value => value.Loss), judged.Count, seconds);
        yield return new QualityRow(task, set, system, "accuracy easy", values.Average(value => value.Easy), judged.Count, seconds);
        yield return new QualityRow(task, set, system, "accuracy hard", values.Average(value => value.Hard), judged.Count, seconds);
    }

    // The mean over all her papers, since what she knows is all of them: the best alone is one coincidence of words away from another field.
    private static Affinity MeanLikeness(TextSystem system, string[] texts, IReadOnlyList<Judged> judged)
    {
        var score = system.BuildLikeness(texts);
        var scores = judged.Select(item => item.Paper).Distinct().ToDictionary(paper => paper, paper => score(texts[paper]));
        return (paper, own) => own.Average(other => scores[paper][other]);
    }

    // The Toronto Paper Matching System's way (Charlin and Zemel 2013), as published for these data: one document a person.
    private static Affinity Cosine(string[] texts)
    {
        var terms = texts.Select(text => Tokens.Of(text).Select(token => token.Stem).ToArray()).ToArray();
        var frequencies = terms.SelectMany(own => own.Distinct(StringComparer.Ordinal)).CountBy(term => term, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Dictionary<string, double> Vector(IEnumerable<string> own) => own.CountBy(term => term, StringComparer.Ordinal)
            .ToDictionary(count => count.Key, count => (1 + Math.Log(count.Value)) * Math.Log((double)texts.Length / frequencies[count.Key]), StringComparer.Ordinal);
        return (paper, own) =>
        {
            var (need, offer) = (Vector(terms[paper]), Vector(own.SelectMany(other => terms[other])));
            var product = need.Sum(weight => weight.Value * offer.GetValueOrDefault(weight.Key));
            return product / Math.Sqrt(need.Values.Sum(weight => weight * weight) * offer.Values.Sum(weight => weight * weight));
        };
    }

    private static (double Loss, double Easy, double Hard) Judge(IReadOnlyList<Judged> judged, ILookup<string, int> profiles, Affinity affinity)
    {
        var pairs = judged.GroupBy(item => item.Person, StringComparer.Ordinal).SelectMany(person => Pairs([.. person], [.. profiles[person.Key]], affinity)).ToList();
        return (pairs.Sum(pair => pair.Difference * (1 - pair.Right)) / pairs.Sum(pair => pair.Difference),
            pairs.Where(pair => pair.High >= Good && pair.Low <= Poor).Average(pair => pair.Right), pairs.Where(pair => pair.Low >= Good).Average(pair => pair.Right));
    }

    // All pairs of papers to which one person gave different scores.
    private static IEnumerable<JudgedPair> Pairs(Judged[] judged, int[] own, Affinity affinity)
    {
        var values = judged.Select(item => affinity(item.Paper, own)).ToArray();
        return from i in Enumerable.Range(0, judged.Length)
               from j in Enumerable.Range(0, judged.Length)
               where judged[i].Score > judged[j].Score
               select new JudgedPair(judged[i].Score, judged[j].Score, values[i] == values[j] ? 0.5 : values[i] > values[j] ? 1 : 0);
    }

    /// <summary>How well a person with these papers of her own could judge a paper.</summary>
    private delegate double Affinity(int paper, int[] own);

    private readonly record struct Judged(string Person, int Paper, double Score);

    /// <summary>Right is 1 when the order is, ½ when the two are tied.</summary>
    private readonly record struct JudgedPair(double High, double Low, double Right)
    {
        internal double Difference => High - Low;
    }
}
