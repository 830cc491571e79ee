using CsCheck;
using Matching.Markets;

namespace Matching.Tests.Markets;

public sealed class JointListsTests
{
    private const double BestPublished = 16.509633;

    [Fact]
    public void The_twister_gives_its_published_numbers() =>
        Assert.Equal([1791095845u, 4282876139u, 3093770124u], Words(new MersenneTwister(1)));

    [Fact]
    public void The_example_market_gives_the_published_numbers()
    {
        var market = PublishedMarket.Of();
        Assert.Equal(6.097606, Expected(market, pair => pair.LeftLikes, pair => pair.RightLikes), 1e-6);
        Assert.Equal(13.214715, Expected(market, pair => pair.LeftLikes * pair.RightLikes, pair => pair.LeftLikes * pair.RightLikes), 1e-6);
        Assert.Equal(15.447528, JointLists.ByMatchProbability(market).ExpectedMatches, 1e-6);
    }

    [Fact]
    public void On_the_example_market_more_matches_are_expected_than_the_best_published()
    {
        var market = PublishedMarket.Of();
        var lists = JointLists.Of(market);
        Assert.True(lists.ExpectedMatches > BestPublished, $"{lists.ExpectedMatches:F6}");
        Assert.Equal(lists.ExpectedMatches, Expected(market, lists), 1e-9);
    }

    [Fact]
    public void Nobody_asked_for_by_all_stands_first_in_every_list()
    {
        var market = PublishedMarket.Of();
        var lists = JointLists.Of(market);
        Assert.True(lists.Left.GroupBy(list => list[0]).Max(group => group.Count()) <= 3);
        Assert.True(lists.RightPrice.Take(5).Average() > lists.RightPrice.TakeLast(5).Average());
    }

    [Fact]
    public void No_turn_and_no_joint_move_lowers_the_expected_number_of_matches() =>
        Markets.Sample(market =>
        {
            var utility = new TransferableUtility(market, [.. market.Pairs]);
            var ranked = new RankedPairs([.. market.Pairs], market, utility.Probability);
            var start = ranked.Value();
            for (var (before, turn) = (start, 0); turn < 5; turn++)
            {
                ranked.TakeTurns();
                Assert.True(ranked.Value() >= before - 1e-12);
                before = ranked.Value();
            }
            var turned = ranked.Value();
            ranked.Improve();
            Assert.True(ranked.Value() >= turned - 1e-12);
            Assert.True(JointLists.Of(market).ExpectedMatches >= start - 1e-12);
        });

    [Fact]
    public void Match_probabilities_fill_no_more_than_the_capacities_and_obey_the_equilibrium() =>
        Markets.Sample(market =>
        {
            var utility = new TransferableUtility(market, [.. market.Pairs]);
            AssertFills(market.LeftCapacity, utility.LeftPrice, pair => pair.Left);
            AssertFills(market.RightCapacity, utility.RightPrice, pair => pair.Right);

            // The free share is exp(−price / β), so what is filled and what is free must be all there is.
            void AssertFills(IReadOnlyList<double> capacity, double[] price, Func<JointPair, int> person)
            {
                var filled = new double[capacity.Count];
                for (var pair = 0; pair < market.Pairs.Count; pair++) filled[person(market.Pairs[pair])] += utility.Probability[pair];
                for (var at = 0; at < filled.Length; at++) Assert.Equal(capacity[at], filled[at] + (capacity[at] * Math.Exp(-price[at] / market.Beta)), 1e-8);
            }
        });

    [Fact]
    public void Lists_hold_each_candidate_once_and_no_more_than_their_length() =>
        Gen.Select(Markets, Gen.Int[1, 4]).Sample((all, length) =>
        {
            var market = all with { Length = length, LeftCapacity = [0, .. all.LeftCapacity.Skip(1)] };
            var lists = JointLists.Of(market);
            Assert.Empty(lists.Left[0]);
            Assert.All(lists.Right, list => Assert.DoesNotContain(0, list));
            Assert.All(lists.Left.Concat(lists.Right), list => Assert.True(list.Count <= length && list.Distinct().Count() == list.Count));
            Assert.Equal(lists.ExpectedMatches, Expected(market, lists), 1e-9);
        });

    [Fact]
    public void Relabelling_people_changes_nothing_but_labels() =>
        Gen.Select(Markets, Gen.Int[0, 1000]).Sample((market, seed) =>
        {
            var chance = new Random(seed);
            var (left, right) = (Permutation(market.LeftCapacity.Count), Permutation(market.RightCapacity.Count));
            var pairs = market.Pairs.Select(pair => pair with { Left = left[pair.Left], Right = right[pair.Right] }).ToArray();
            chance.Shuffle(pairs);
            var relabelled = market with { Pairs = pairs, LeftCapacity = Permuted(market.LeftCapacity, left), RightCapacity = Permuted(market.RightCapacity, right) };
            var (one, other) = (JointLists.Of(market), JointLists.Of(relabelled));
            for (var person = 0; person < left.Length; person++)
            {
                Assert.Equal(one.Left[person].Select(shown => right[shown]), other.Left[left[person]]);
                Assert.Equal(one.LeftPrice[person], other.LeftPrice[left[person]], 1e-9);
            }
            for (var person = 0; person < right.Length; person++) Assert.Equal(one.Right[person].Select(shown => left[shown]), other.Right[right[person]]);

            int[] Permutation(int size)
            {
                var numbers = Enumerable.Range(0, size).ToArray();
                chance.Shuffle(numbers);
                return numbers;
            }
        });

    [Fact]
    public void What_is_out_of_range_is_turned_away()
    {
        JointPair pair = new(0, 0, 0.5, 0.5);
        Assert.Throws<ArgumentException>(() => JointLists.Of(Market([pair with { Left = 1 }])));
        Assert.Throws<ArgumentException>(() => JointLists.Of(Market([pair with { LeftLikes = 1.5 }])));
        Assert.Throws<ArgumentException>(() => JointLists.Of(Market([pair with { RightLikes = double.NaN }])));
        Assert.Throws<ArgumentException>(() => JointLists.Of(Market([pair, pair])));
        Assert.Throws<ArgumentException>(() => JointLists.Of(Market([pair]) with { Length = 0 }));
        Assert.Throws<ArgumentException>(() => JointLists.Of(Market([pair]) with { Beta = 0 }));
        Assert.Throws<ArgumentException>(() => JointLists.Of(Market([pair]) with { LeftCapacity = [-1.0] }));
        Assert.Equal(0.25, JointLists.Of(Market([pair])).ExpectedMatches, 12);
        Assert.Equal(0, JointLists.Of(Market([])).ExpectedMatches);
    }

    // Chances by a seed each, so that no two are equal and no tie is broken by a label.
    private static readonly Gen<JointMarket> Markets =
        from left in Gen.Int[1, 7]
        from right in Gen.Int[1, 7]
        from seed in Gen.Int[0, 1_000_000]
        from density in Gen.Double[0.3, 1]
        select Random(left, right, seed, density);

    private static JointMarket Random(int left, int right, int seed, double density)
    {
        var chance = new Random(seed);
        var pairs = from i in Enumerable.Range(0, left)
                    from j in Enumerable.Range(0, right)
                    where chance.NextDouble() < density
                    select new JointPair(i, j, chance.NextDouble(), chance.NextDouble());
        return new JointMarket
        {
            Pairs = [.. pairs],
            LeftCapacity = [.. Enumerable.Range(0, left).Select(_ => 0.5 + (2 * chance.NextDouble()))],
            RightCapacity = [.. Enumerable.Range(0, right).Select(_ => 0.5 + (2 * chance.NextDouble()))],
        };
    }

    private static JointMarket Market(JointPair[] pairs) => new() { Pairs = pairs, LeftCapacity = [1], RightCapacity = [1] };

    // Tomita and Yokoyama's: half of a preference is chance, half is how sought the other is, falling evenly from the first to the last.
    private static double Expected(JointMarket market, Func<JointPair, double> left, Func<JointPair, double> right) => market.Pairs.Sum(pair =>
        pair.LeftLikes * pair.RightLikes
            / (1 + market.Pairs.Count(other => other.Left == pair.Left && left(other) > left(pair)))
            / (1 + market.Pairs.Count(other => other.Right == pair.Right && right(other) > right(pair))));

    private static double Expected(JointMarket market, JointLists lists) => market.Pairs.Sum(pair =>
    {
        var (left, right) = (lists.Left[pair.Left].ToList().IndexOf(pair.Right), lists.Right[pair.Right].ToList().IndexOf(pair.Left));
        return left < 0 || right < 0 ? 0 : pair.LeftLikes * pair.RightLikes / ((left + 1) * (right + 1));
    });

    private static double[] Permuted(IReadOnlyList<double> values, int[] to)
    {
        var permuted = new double[values.Count];
        for (var at = 0; at < to.Length; at++) permuted[to[at]] = values[at];
        return permuted;
    }

    private static IEnumerable<uint> Words(MersenneTwister twister) => Enumerable.Range(0, 3).Select(_ => twister.NextWord());
}
