using Google.OrTools.Graph;
using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Tests.Introductions;

/// <summary>The slate of thousands beside the exact linear programme, by OR-Tools.</summary>
public sealed class SlateBoundTests
{
    private const int People = 2000;
    private const int Candidates = 50;

    // Weights in ten-millionths: 2,000 picks, each rounded by at most half of one, are wrong by 1e-4 at most, which is 2e-7 of what is measured.
    private const double Scale = 1e7;

    public static TheoryData<int, int> Instances() => [.. Enumerable.Range(0, 10).Select(seed => (seed, (seed % 2) + 1))];

    [Theory]
    [MemberData(nameof(Instances))]
    public void The_slate_and_its_own_bound_are_within_half_a_percent_of_the_linear_programme(int seed, int capacity)
    {
        var pairs = Pairs(seed);
        var limits = new SlateLimits { Budget = int.MaxValue, Capacity = [.. Enumerable.Repeat(capacity, People)], MostPerBorder = int.MaxValue, LeastScore = 0 };
        var exact = LinearProgramme(pairs, capacity);
        var slate = Slate.Solve(pairs, limits);
        Assert.True(slate.Weight >= 0.995 * exact, $"{slate.Weight / exact:P3} of the linear programme");
        Assert.InRange(slate.Bound, exact - 1e-4, 1.005 * exact);
    }

    [Theory]
    [InlineData(200, 3)]
    [InlineData(int.MaxValue, 3)]
    [InlineData(20, 1)]
    public void A_binding_budget_and_full_borders_leave_the_bound_close(int budget, int mostPerBorder)
    {
        var pairs = Pairs(0, organisations: 60);
        var limits = new SlateLimits { Budget = budget, Capacity = [.. Enumerable.Repeat(2, People)], MostPerBorder = mostPerBorder };
        var slate = Slate.Solve(pairs, limits);
        Assert.True(slate.ShareOfBound >= 0.995, $"{slate.ShareOfBound:P3} of the bound");
        Assert.True(slate.Weight >= Slate.Weight(Slate.Greedy(pairs, limits).Select(pick => pick.Pair)));
    }

    // Each pair of people who are alike in some of eight things, with some chance: weights that pull towards the same few.
    private static List<SlatePair> Pairs(int seed, int organisations = 0)
    {
        const int Things = 8;
        var chance = new Random(seed);
        var people = Enumerable.Range(0, People).Select(_ => Enumerable.Range(0, Things).Select(_ => chance.NextDouble() * chance.NextDouble()).ToArray()).ToArray();
        var weights = new Dictionary<UnorderedPair, double>();
        for (var person = 0; person < People; person++)
        {
            for (var candidate = 0; candidate < Candidates; candidate++)
            {
                var other = chance.Next(People);
                var likeness = people[person].Zip(people[other], (x, y) => x * y).Sum();
                if (other != person) weights[UnorderedPair.Of(person, other)] = 0.15 + (0.3 * likeness) + (0.1 * chance.NextDouble());
            }
        }
        return [.. weights.Select(pair => new SlatePair(pair.Key.Low, pair.Key.High, Border(pair.Key), pair.Value, 0, 1, 0))];

        UnorderedPair Border(UnorderedPair pair) => organisations == 0 ? pair : UnorderedPair.Of(pair.Low % organisations, pair.High % organisations);
    }

    // Half of the best flow on the bipartite double cover is the optimum of the linear programme: both have half-integral vertices (Schrijver 2003, §31).
    private static double LinearProgramme(List<SlatePair> pairs, int capacity)
    {
        using var flow = new MinCostFlow();
        const int Source = 2 * People;
        const int Sink = Source + 1;
        foreach (var pair in pairs)
        {
            var cost = -(long)Math.Round(pair.Weight(0) * Scale);
            flow.AddArcWithCapacityAndUnitCost(pair.I, People + pair.J, 1, cost);
            flow.AddArcWithCapacityAndUnitCost(pair.J, People + pair.I, 1, cost);
        }
        for (var person = 0; person < People; person++)
        {
            flow.AddArcWithCapacityAndUnitCost(Source, person, capacity, 0);
            flow.AddArcWithCapacityAndUnitCost(People + person, Sink, capacity, 0);
        }
        flow.AddArcWithCapacityAndUnitCost(Source, Sink, (long)People * capacity, 0);
        flow.SetNodeSupply(Source, (long)People * capacity);
        flow.SetNodeSupply(Sink, -(long)People * capacity);
        Assert.Equal(MinCostFlowBase.Status.OPTIMAL, flow.Solve());
        return -flow.OptimalCost() / Scale / 2;
    }
}
