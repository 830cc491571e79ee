using System.Diagnostics;
using Matching.Bridges;
using Matching.Learning;
using Matching.Measures;
using Matching.Profiles;

namespace Matching.Benchmarks.Quality;

/// <summary>How well each ranker foretells who meets first after the past ends.</summary>
internal static class TieForecastMeasures
{
    private const int RandomSeeds = 50;
    private const int Cut = 100;

    private delegate double Ranker(int i, int j);

    internal static IEnumerable<QualityRow> Of(string task, WorkplaceMoment moment)
    {
        foreach (var row in Rows(task, moment, "adamic-adar", () => AdamicAdar(moment))) yield return row;
        foreach (var row in Rows(task, moment, "personalised-pagerank", () => PageRank(moment))) yield return row;
        foreach (var row in RandomRows(task, moment)) yield return row;
        foreach (var row in Rows(task, moment, QualityRow.Product, () => TieForecast.Learn(moment.Records, moment.AsOf)!.Probability)) yield return row;
    }

    private static Ranker AdamicAdar(WorkplaceMoment moment)
    {
        var graph = moment.Graph();
        return (i, j) => LinkPrediction.AdamicAdar(graph, i, j);
    }

    private static Ranker PageRank(WorkplaceMoment moment)
    {
        var graph = moment.Graph();
        var index = new PersonalisedPageRank(graph);
        var walks = Enumerable.Range(0, graph.Count).Select(index.From).ToArray();
        return (i, j) => walks[i][j] + walks[j][i];
    }

    private static IEnumerable<QualityRow> Rows(string task, WorkplaceMoment moment, string system, Func<Ranker> make)
    {
        var clock = Stopwatch.StartNew();
        var score = make();
        var scored = moment.Strangers().Select(pair => (Pair: pair, Score: score(pair.Low, pair.High))).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        return Sets(moment, scored).SelectMany(set => Judge(moment, set.Scored)
            .Select(value => new QualityRow(task, set.Name, system, value.Measure, value.Value, set.Scored.Count, seconds)));
    }

    // The mean of many shuffles, since one says nothing.
    private static IEnumerable<QualityRow> RandomRows(string task, WorkplaceMoment moment)
    {
        var clock = Stopwatch.StartNew();
        var runs = Enumerable.Range(0, RandomSeeds).SelectMany(seed =>
        {
            var random = new Random(seed);
            var scored = moment.Strangers().Select(pair => (pair, random.NextDouble())).ToList();
            return Sets(moment, scored).SelectMany(set => Judge(moment, set.Scored).Select(value => (set.Name, value.Measure, value.Value, set.Scored.Count)));
        }).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        return runs.GroupBy(run => (run.Name, run.Measure, run.Count)).Select(group =>
            new QualityRow(task, group.Key.Name, "random", group.Key.Measure, group.Average(run => run.Value), group.Key.Count, seconds));
    }

    private static IEnumerable<(string Name, IReadOnlyList<(UnorderedPair Pair, double Score)> Scored)> Sets(
        WorkplaceMoment moment, IReadOnlyList<(UnorderedPair Pair, double Score)> scored) =>
        [("forecast all", scored), ("forecast cross", [.. scored.Where(item => moment.Crosses(item.Pair))])];

    private static IEnumerable<(string Measure, double? Value)> Judge(WorkplaceMoment moment, IReadOnlyList<(UnorderedPair Pair, double Score)> scored)
    {
        var ranked = scored.OrderByDescending(item => item.Score).ThenBy(item => item.Pair).Select(item => moment.MeetLater(item.Pair)).ToArray();
        double[] Of(bool met) => [.. scored.Where(item => moment.MeetLater(item.Pair) == met).Select(item => item.Score)];
        return
        [
            ("auc", RankingMeasures.Auc(Of(true), Of(false))),
            ("p@100", RankingMeasures.PrecisionAt(ranked, Cut)),
            ("average precision", RankingMeasures.AveragePrecision(ranked, ranked.Count(met => met))),
        ];
    }
}
