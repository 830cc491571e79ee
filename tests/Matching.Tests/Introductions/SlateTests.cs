using CsCheck;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Tests.Oracles;

namespace Matching.Tests.Introductions;

public sealed class SlateTests
{
    [Fact]
    public void Greedy_on_the_eight_person_hub_makes_the_expected_picks()
    {
        var expected = Oracle.Model("slate_hub8");
        var pairs = new List<SlatePair>();
        foreach (var row in expected.GetProperty("initial_scores").EnumerateObject())
        {
            var (i, j) = (Hub8.Number(row.Name.Split('|')[0]), Hub8.Number(row.Name.Split('|')[1]));
            var pair = Pair(i, j);
            Oracle.Agrees(row.Value, pair.Score(0), row.Name);
            pairs.Add(pair);
        }
        var picks = Slate.Greedy(pairs, Limits(3, 8, 1));
        foreach (var (row, pick) in expected.GetProperty("picks").EnumerateArray().Zip(picks))
        {
            Assert.Equal(row.GetProperty("pair").EnumerateArray().Select(name => name.GetString()), [Hub8.Names[pick.Pair.I], Hub8.Names[pick.Pair.J]]);
            Oracle.Agrees(row.GetProperty("score_at_pick"), pick.Score, "score at pick");
        }
        Assert.Equal(3, picks.Count);
        Assert.True(Slate.Choose(pairs, Limits(3, 8, 1)).Sum(pick => pick.Weight) >= picks.Sum(pick => pick.Weight));
    }

    [Fact]
    public void The_exchange_of_two_pairs_mends_greedys_worst_case()
    {
        var expected = Oracle.Model("b_matching");
        var pairs = expected.GetProperty("pairs").EnumerateObject().Select(row => Plain(row.Name[0] - '0', row.Name[2] - '0', row.Value.GetDouble())).ToList();
        var limits = Limits(2, 5, 1) with { LeastScore = 0 };
        Oracle.Agrees(expected.GetProperty("greedy_value"), Slate.Greedy(pairs, limits).Sum(pick => pick.Weight), "greedy");
        Oracle.Agrees(expected.GetProperty("optimal_value"), Slate.Choose(pairs, limits).Sum(pick => pick.Weight), "after exchanges");
    }

    [Fact]
    public void The_worst_case_is_proven_to_be_solved()
    {
        SlatePair[] pairs = [Plain(1, 2, 0.9), Plain(2, 3, 1.0), Plain(3, 4, 0.9), Plain(1, 4, 0.05)];
        var slate = Slate.Solve(pairs, Limits(2, 5, 1) with { LeastScore = 0 });
        Assert.Equal(1.80, slate.Weight, 12);
        Assert.InRange(slate.ShareOfBound, 0.999, 1);
    }

    [Fact]
    public void Lazy_greedy_equals_the_plain_one_that_weighs_every_pair_each_time() =>
        Any.Sample((pairs, limits) => Assert.Equal(PlainGreedy(pairs, limits).Select(pick => (pick.Pair.I, pick.Pair.J)), Slate.Greedy(pairs, limits).Select(pick => (pick.Pair.I, pick.Pair.J))));

    [Fact]
    public void A_slate_never_breaks_a_limit_and_is_never_below_greedy() =>
        Any.Sample((pairs, limits) =>
        {
            var slate = Slate.Choose(pairs, limits);
            Assert.True(slate.Count <= limits.Budget);
            for (var person = 0; person < limits.Capacity.Count; person++)
                Assert.True(slate.Count(pick => pick.Pair.I == person || pick.Pair.J == person) <= limits.Capacity[person]);
            Assert.All(slate.GroupBy(pick => pick.Pair.Border), border => Assert.True(border.Count() <= limits.MostPerBorder));
            Assert.All(slate, pick => Assert.True(pick.Score >= limits.LeastScore));
            Assert.Equal(slate.Count, slate.Select(pick => (pick.Pair.I, pick.Pair.J)).Distinct().Count());
            Assert.True(Slate.Weight(slate.Select(pick => pick.Pair)) >= Slate.Weight(Slate.Greedy(pairs, limits).Select(pick => pick.Pair)) - 1e-9);
        });

    [Fact]
    public void The_bound_is_never_below_the_weight_of_any_slate() =>
        Any.Sample((pairs, limits) =>
        {
            var slate = Slate.Solve(pairs, limits);
            Assert.Equal(Slate.Weight(slate.Picks.Select(pick => pick.Pair)), slate.Weight, 9);
            Assert.True(slate.Bound >= slate.Weight - 1e-9);
            Assert.InRange(slate.ShareOfBound, 0, 1);
            var plain = pairs.Select(pair => pair with { Fixed = pair.Score(0), Open = 0, Border = UnorderedPair.Of(pair.I, pair.J) }).Take(10).ToList();
            var open = limits with { LeastScore = 0, First = null };
            Assert.True(Slate.Solve(plain, open).Bound >= BestWeight(plain, open) - 1e-9);
        });

    [Fact]
    public void The_order_in_which_pairs_are_given_changes_nothing() =>
        Gen.Select(Any, Gen.Int[0, 1000]).Sample((problem, seed) =>
        {
            var shuffled = problem.Item1.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Slate.Choose(problem.Item1, problem.Item2), Slate.Choose(shuffled, problem.Item2));
        });

    [Fact]
    public void Those_over_one_border_count_from_the_strongest() =>
        Any.Sample((pairs, limits) => Assert.All(Slate.Choose(pairs, limits).GroupBy(pick => pick.Pair.Border), border =>
            Assert.Equal(Enumerable.Range(0, border.Count()), border.OrderByDescending(pick => pick.Pair.Weight(0)).ThenBy(pick => pick.Pair.I).ThenBy(pick => pick.Pair.J).Select(pick => pick.Picked))));

    [Fact]
    public void A_numbered_slate_weighs_changes_as_the_plain_one_does() =>
        Gen.Select(Any, Gen.Int[0, 1000]).Sample((problem, seed) =>
        {
            var (pairs, limits) = problem;
            var open = limits with { Budget = int.MaxValue };
            var graph = SlateGraph.Of(pairs, open);
            var numbered = SlateFilling.Plain(graph).Slate;
            var plain = new StandingSlate(numbered.Held().Select(pair => graph.Pairs[pair]), open);
            var numbers = Enumerable.Range(0, graph.Count).ToArray();
            new Random(seed).Shuffle(numbers);
            var change = numbers.Take(4).ToList();
            int[] gone = [.. change.Where(numbered.Holds)];
            int[] come = [.. change.Where(pair => !numbered.Holds(pair))];
            Assert.Equal(plain.Gain([.. gone.Select(pair => graph.Pairs[pair])], [.. come.Select(pair => graph.Pairs[pair])]), numbered.Gain(gone, come), 1e-12);
            if (limits.First is null) Assert.All(gone, pair => Assert.Equal(-plain.Gain([graph.Pairs[pair]], []), numbered.Loss(pair), 1e-12));
        });

    [Theory]
    [InlineData(0, 0, 0.5, 0.1)]
    [InlineData(0, 9, 0.5, 0.1)]
    [InlineData(0, 1, double.NaN, 0.1)]
    [InlineData(0, 1, 0.5, -0.1)]
    public void A_pair_that_cannot_be_is_turned_away(int i, int j, double weight, double open) =>
        Assert.Throws<ArgumentException>(() => Slate.Solve([new SlatePair(i, j, default, weight, open, 1, 0)], Limits(1, 3, 1)));

    [Fact]
    public void On_small_problems_without_saturation_the_slate_is_nearly_the_best_there_is()
    {
        var (found, best) = (0.0, 0.0);
        Any.Sample((pairs, limits) =>
        {
            var plain = pairs.Select(pair => pair with { Fixed = pair.Score(0), Open = 0, Border = UnorderedPair.Of(pair.I, pair.J) }).Take(14).ToList();
            var open = limits with { LeastScore = 0, First = null };
            var optimum = BestWeight(plain, open);
            var weight = Slate.Choose(plain, open).Sum(pick => pick.Weight);
            Assert.True(weight <= optimum + 1e-9);
            Assert.True(weight >= (optimum / 2) - 1e-9);
            lock (Lock) (found, best) = (found + weight, best + optimum);
        }, iter: 300);
        Assert.True(found >= 0.98 * best, $"{found / best:P2} of the optimum");
    }

    [Fact]
    public void Those_who_come_first_are_served_before_better_pairs()
    {
        SlatePair[] pairs = [Plain(0, 1, 0.9), Plain(2, 3, 0.3), Plain(0, 2, 0.2)];
        var slate = Slate.Choose(pairs, Limits(1, 4, 1) with { First = new HashSet<int> { 2, 3 } });
        Assert.Equal((2, 3), (slate[0].Pair.I, slate[0].Pair.J));
    }

    private static readonly Lock Lock = new();

    private static readonly Gen<(List<SlatePair>, SlateLimits)> Any =
        from people in Gen.Int[2, 10]
        from rows in Gen.Select(Gen.Int[0, people - 1], Gen.Int[0, people - 1], Gen.Double[0, 0.6], Gen.Double[0, 0.4], Gen.Double[0.5, 1.5]).List[0, 30]
        from capacity in Gen.Int[0, 2].Array[people]
        from budget in Gen.Int[0, 6]
        from first in Gen.Int[0, people - 1].List[0, 3]
        select (
            rows.Where(row => row.Item1 < row.Item2).DistinctBy(row => (row.Item1, row.Item2))
                .Select(row => new SlatePair(row.Item1, row.Item2, UnorderedPair.Of(row.Item1 % 3, row.Item2 % 3), row.Item3, row.Item4, row.Item5, 0)).ToList(),
            new SlateLimits { Budget = budget, Capacity = capacity, First = first.Count == 0 ? null : first.ToHashSet() });

    private static List<Pick> PlainGreedy(List<SlatePair> pairs, SlateLimits limits)
    {
        var picks = new List<Pick>();
        var pools = limits.First is { } first ? new[] { pairs.Where(pair => first.Contains(pair.I) || first.Contains(pair.J)).ToList(), pairs } : [pairs];
        foreach (var pool in pools)
        {
            while (picks.Count < limits.Budget)
            {
                var best = pool
                    .Where(pair => picks.All(pick => pick.Pair != pair))
                    .Where(pair => new[] { pair.I, pair.J }.All(person => picks.Count(pick => pick.Pair.I == person || pick.Pair.J == person) < limits.Capacity[person]))
                    .Select(pair => new Pick(pair, picks.Count(pick => pick.Pair.Border == pair.Border)))
                    .Where(pick => pick.Picked < limits.MostPerBorder && pick.Score >= limits.LeastScore && Keeps(picks.Select(other => other.Pair).Append(pick.Pair).Where(other => other.Border == pick.Pair.Border)))
                    .OrderByDescending(pick => pick.Weight).ThenBy(pick => pick.Pair.I).ThenBy(pick => pick.Pair.J)
                    .Cast<Pick?>().FirstOrDefault();
                if (best is not { } pick) break;
                picks.Add(pick);
            }
        }
        return picks;

        // The strongest over a border counts first, and the last must still be good enough.
        bool Keeps(IEnumerable<SlatePair> border) => border.OrderByDescending(pair => pair.Weight(0)).ThenBy(pair => pair.I).ThenBy(pair => pair.J)
            .Select((pair, before) => pair.Score(before)).All(score => score >= limits.LeastScore);
    }

    private static double BestWeight(List<SlatePair> pairs, SlateLimits limits)
    {
        var best = 0.0;
        for (var mask = 0; mask < 1 << pairs.Count; mask++)
        {
            if (int.PopCount(mask) > limits.Budget) continue;
            var left = limits.Capacity.ToArray();
            var weight = 0.0;
            var fits = true;
            for (var k = 0; k < pairs.Count && fits; k++)
            {
                if ((mask & (1 << k)) == 0) continue;
                fits = --left[pairs[k].I] >= 0 & --left[pairs[k].J] >= 0;
                weight += pairs[k].Weight(0);
            }
            if (fits) best = Math.Max(best, weight);
        }
        return best;
    }

    private static SlateLimits Limits(int budget, int people, int capacity) => new() { Budget = budget, Capacity = [.. Enumerable.Repeat(capacity, people)] };

    private static SlatePair Plain(int i, int j, double weight) => new(i, j, UnorderedPair.Of(i, j), weight, 0, 1, 0);

    private static SlatePair Pair(int i, int j)
    {
        var parts = Hub8.Bridging.Explain(i, j);
        double Score(int picked) => PairScore.Of(Hub8.Terms(i, j, 0.5, 0.5, 0, true, 1, 1, Hub8.Bridging.Score(i, j, picked)));
        var open = PairScore.BridgingWeight(0) * Matching.Bridges.Bridging.OpennessSlope(parts.Overlap) * parts.Openness
            * PairScore.Trust(Matching.Bridges.Overlap.EffectiveSharedContacts(Hub8.Ties, i, j) + 1, 0);
        return new SlatePair(i, j, UnorderedPair.Of(Hub8.Groups.Organisation[i], Hub8.Groups.Organisation[j]), Score(0) - open, open, 1, 0);
    }
}
