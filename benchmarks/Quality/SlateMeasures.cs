using System.Diagnostics;
using Matching.Bridges;
using Matching.Introductions;
using Matching.Learning;
using Matching.Profiles;
using Matching.Ties;

namespace Matching.Benchmarks.Quality;

/// <summary>What twenty introductions would change in the network, by each way to choose them: cross-department pairs who have not met, one a person.</summary>
internal static class SlateMeasures
{
    private const int Budget = 20;
    private const int RandomSeeds = 50;

    /// <summary>Scores a pair when so many over its border have been chosen.</summary>
    private delegate double Ranker(int i, int j, int picked);

    internal static IEnumerable<QualityRow> Of(string task, WorkplaceMoment moment)
    {
        var network = new Network(moment);
        var open = moment.Strangers().Where(moment.Crosses).ToList();
        var reach = new ReachGain(network.Graph);
        var bridging = new Bridging(network.Graph, network.Groups);
        return Rows(task, network, open, "adamic-adar", (i, j, _) => LinkPrediction.AdamicAdar(network.Graph, i, j))
            .Concat(Random(task, network, open))
            .Concat(Rows(task, network, open, "reach-gain", (i, j, _) => reach.Share(i, j)))
            .Concat(Rows(task, network, open, "bridging without saturation", (i, j, _) => bridging.Score(i, j)))
            .Concat(Rows(task, network, open, "bridging greedy", bridging.Score))
            .Concat(Product(task, "matching without plausibility", network, open, bridging, (_, _) => 1))
            .Concat(Product(task, QualityRow.Product, network, open, bridging, TieForecast.Learn(moment.Past) is { } forecast ? forecast.Lift : (_, _) => 1));
    }

    // Through the product's own slate, with its limit of pairs over one border. The data hold no words, so a pair's score is B alone, and
    // the least score, which is of the whole pair score, does not apply.
    private static IEnumerable<QualityRow> Product(string task, string system, Network network, IReadOnlyList<UnorderedPair> open, Bridging bridging, PairLift lift)
    {
        var clock = Stopwatch.StartNew();
        var limits = new SlateLimits { Budget = Budget, Capacity = [.. Enumerable.Repeat(1, network.Graph.Count)], LeastScore = 0 };
        var slate = Slate.Choose([.. open.Select(pair => SlatePairOf(network, pair, bridging, lift))], limits)
            .Select(pick => UnorderedPair.Of(pick.Pair.I, pick.Pair.J)).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        return network.Judge(slate).Select(value => new QualityRow(task, "slate", system, value.Measure, value.Value, slate.Count, seconds));
    }

    // B = Fixed + Open · 2^(−0.3 k): two of its values give both.
    private static SlatePair SlatePairOf(Network network, UnorderedPair pair, Bridging bridging, PairLift lift)
    {
        var (alone, second) = (bridging.Score(pair.Low, pair.High), bridging.Score(pair.Low, pair.High, picked: 1));
        var falling = (alone - second) / (1 - double.Exp2(-Saturation.PerPick));
        return new SlatePair(pair.Low, pair.High, network.Border(pair), alone - falling, falling, Plausibility.Of(lift(pair.Low, pair.High)), 0);
    }

    private static IEnumerable<QualityRow> Rows(string task, Network network, IReadOnlyList<UnorderedPair> open, string system, Ranker rank)
    {
        var clock = Stopwatch.StartNew();
        var slate = Greedy(network, open, rank);
        var seconds = clock.Elapsed.TotalSeconds;
        return network.Judge(slate).Select(value => new QualityRow(task, "slate", system, value.Measure, value.Value, slate.Count, seconds));
    }

    private static IEnumerable<QualityRow> Random(string task, Network network, IReadOnlyList<UnorderedPair> open)
    {
        var clock = Stopwatch.StartNew();
        var values = Enumerable.Range(0, RandomSeeds).SelectMany(seed => network.Judge(Shuffled(network, open, seed))).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        return values.GroupBy(value => value.Measure).Select(group =>
            new QualityRow(task, "slate", "random", group.Key, group.Average(value => value.Value), Budget, seconds));
    }

    private static List<UnorderedPair> Shuffled(Network network, IReadOnlyList<UnorderedPair> open, int seed)
    {
        var random = new Random(seed);
        var order = open.ToDictionary(pair => pair, _ => random.NextDouble());
        return Greedy(network, open, (i, j, _) => order[UnorderedPair.Of(i, j)]);
    }

    private static List<UnorderedPair> Greedy(Network network, IReadOnlyList<UnorderedPair> open, Ranker rank)
    {
        var slate = new List<UnorderedPair>();
        var borders = new Dictionary<UnorderedPair, int>();
        var free = open.ToList();
        while (slate.Count < Budget && free.Count > 0)
        {
            var best = free.OrderByDescending(pair => rank(pair.Low, pair.High, borders.GetValueOrDefault(network.Border(pair)))).ThenBy(pair => pair).First();
            slate.Add(best);
            borders[network.Border(best)] = borders.GetValueOrDefault(network.Border(best)) + 1;
            free.RemoveAll(pair => pair.Low == best.Low || pair.High == best.Low || pair.Low == best.High || pair.High == best.High);
        }
        return slate;
    }

    /// <summary>The network before the slate.</summary>
    private sealed class Network(WorkplaceMoment moment)
    {
        internal TieGraph Graph { get; } = moment.Graph();

        // One sector, and no units below the departments.
        internal Affiliations Groups { get; } = new([.. moment.Past.Organisation], [.. moment.Past.Organisation], [.. moment.Past.Organisation.Select(_ => 0)]);

        internal UnorderedPair Border(UnorderedPair pair) => UnorderedPair.Of(Groups.Organisation[pair.Low], Groups.Organisation[pair.High]);

        internal IEnumerable<(string Measure, double? Value)> Judge(IReadOnlyList<UnorderedPair> slate)
        {
            var after = Graph.With(slate.Select(pair => (pair.Low, pair.High)), 1);
            var joined = Graph.Ties().Select(tie => Border(UnorderedPair.Of(tie.I, tie.J))).ToHashSet();
            var before = new Distances(Graph).GlobalEfficiency();
            return
            [
                ("efficiency rise %", 100 * ((new Distances(after).GlobalEfficiency() / before) - 1)),
                ("new department pairs", slate.Select(Border).Distinct().Count(border => !joined.Contains(border))),
                ("department pairs reached", slate.Select(Border).Distinct().Count()),
                ("mean degree of poorer end", slate.Average(pair => Math.Min(Graph.Neighbours(pair.Low).Length, Graph.Neighbours(pair.High).Length))),
                ("assortativity change", Mixing.Assortativity(after, Groups.Organisation) - Mixing.Assortativity(Graph, Groups.Organisation)),
            ];
        }
    }
}
