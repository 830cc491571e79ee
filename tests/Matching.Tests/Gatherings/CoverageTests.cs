using System.Text.Json;
using CsCheck;
using Matching.Gatherings;
using Matching.Tests.Oracles;

namespace Matching.Tests.Gatherings;

public sealed class CoverageTests
{
    private static readonly JsonElement Example = Oracle.Model("event_invitations");

    private static readonly string[] Names = [.. Example.GetProperty("relevance").EnumerateObject().Select(person => person.Name)];

    private static readonly Gen<Instance> Any =
        from count in Gen.Int[1, 7]
        from relevance in Gen.Double[0, 1].Array[count]
        from groups in Gen.Int[0, 4].List[0, 3].Array[count]
        from weights in Gen.Double[0, 1].Array[5]
        from lambda in Gen.Double[0, 2]
        from seated in Gen.Int[0, 4].List[0, 3]
        select new Instance(relevance, [.. groups.Select(own => own.Distinct().ToArray())], weights, lambda, seated);

    [Fact]
    public void The_greedy_choice_of_the_model_is_traced_and_is_the_best_of_all()
    {
        var coverage = Model();
        var picks = LazyGreedy.Fill(coverage, Enumerable.Range(0, Names.Length), _ => 1, 3, person => (0, person));
        foreach (var (expected, pick) in Example.GetProperty("greedy_trace").EnumerateArray().Zip(picks))
        {
            Assert.Equal(expected[0].GetString(), Names[pick.Person]);
            Oracle.Agrees(expected[1], pick.Gain, Names[pick.Person]);
        }
        Oracle.Agrees(Example.GetProperty("greedy_value"), coverage.Value, "greedy");
        var best = Subsets(Names.Length).Where(set => set.Count == 3).Max(set => Value(Model(), set));
        Oracle.Agrees(Example.GetProperty("bruteforce_value"), best, "best");
        Assert.True(IsSubmodular(Model, Names.Length));
    }

    [Fact]
    public void F_is_monotone_and_submodular() => Any.Sample(instance => Assert.True(IsSubmodular(instance.Coverage, instance.Relevance.Length)), iter: 200);

    [Fact]
    public void A_sum_over_pairs_is_not()
    {
        static int Pairs(int[] set) => set.Length * (set.Length - 1) / 2;
        var expected = Oracle.Model("pairwise_sum_not_submodular");
        Oracle.Agrees(expected.GetProperty("gain_of_x_given_empty"), Pairs([0]) - Pairs([]), "alone");
        Oracle.Agrees(expected.GetProperty("gain_of_x_given_y"), Pairs([0, 1]) - Pairs([1]), "beside another");
    }

    [Fact]
    public void The_lazy_choice_is_the_plain_one() => Any.SelectMany(instance => Gen.Int[0, 4], (instance, size) => (instance, size)).Sample((instance, size) =>
    {
        var people = Enumerable.Range(0, instance.Relevance.Length).ToList();
        var lazy = LazyGreedy.Fill(instance.Coverage(), people, _ => 1, size, person => (0, person)).Select(pick => pick.Person);
        Assert.Equal(Plain(instance.Coverage(), people, size), lazy);
    }, iter: 500);

    [Fact]
    public void With_equal_costs_the_choice_is_within_1_minus_1_over_e_of_the_best() =>
        Any.SelectMany(instance => Gen.Int[0, 4], (instance, size) => (instance, size)).Sample((instance, size) =>
        {
            var coverage = instance.Coverage();
            LazyGreedy.Fill(coverage, Enumerable.Range(0, instance.Relevance.Length), _ => 1, size, person => (0, person));
            var best = Subsets(instance.Relevance.Length).Where(set => set.Count <= size).Max(set => Value(instance.Coverage(), set));
            Assert.True(coverage.Value >= ((1 - (1 / Math.E)) * best) - 1e-9);
        }, iter: 200);

    [Fact]
    public void Adding_and_removing_leaves_everything_as_it_was() => Any.Sample(instance =>
    {
        var coverage = instance.Coverage();
        var gains = instance.Relevance.Select((_, person) => coverage.Gain(person)).ToArray();
        for (var person = 0; person < gains.Length; person++)
        {
            coverage.Add(person);
            Assert.Equal(gains[person], coverage.Loss(person), 12);
            coverage.Remove(person);
        }
        Assert.Equal(0, coverage.Value, 12);
        Assert.Equal(gains, instance.Relevance.Select((_, person) => coverage.Gain(person)));
    });

    [Fact]
    public void Exchanges_raise_the_pairs_within_the_budget_and_never_take_more_of_F_than_allowed() =>
        Any.SelectMany(instance => Gen.Double[0, 1].Array[100], (instance, numbers) => (instance, numbers)).Sample((instance, numbers) =>
        {
            var coverage = instance.Coverage();
            var people = Enumerable.Range(0, instance.Relevance.Length).ToList();
            double Cost(int person) => numbers[person];
            double Worth(int i, int j) => numbers[(Math.Min(i, j) * 7) + Math.Max(i, j) + 10];
            double Sum(IReadOnlyList<int> set) => set.Index().Sum(entry => set.Take(entry.Index).Sum(other => Worth(entry.Item, other)));
            List<int> chosen = [.. LazyGreedy.Fill(coverage, people, Cost, 1.5, person => (0, person)).Select(pick => pick.Person)];
            var least = 0.9 * coverage.Value;
            var after = new PairExchange(coverage, Cost, Worth, chosen, [.. people.Except(chosen)], []).Improve(1.5, least);
            Assert.Equal(chosen.Count, after.Distinct().Count());
            Assert.True(after.Sum(Cost) <= 1.5 + 1e-9);
            Assert.True(Value(instance.Coverage(), after) >= least - 1e-9);
            Assert.True(Sum(after) >= Sum(chosen) - 1e-9);
        }, iter: 500);

    private static Coverage Model()
    {
        var groups = Names.Select(name => name[0]).Distinct().ToList();
        return new Coverage(
            [.. Names.Select(name => Example.GetProperty("relevance").GetProperty(name).GetDouble())],
            [.. Names.Select(name => (IReadOnlyList<int>)[groups.IndexOf(name[0])])],
            [.. groups.Select(_ => 1.0)],
            Example.GetProperty("lambda").GetDouble());
    }

    private static List<int> Plain(Coverage coverage, List<int> people, int size)
    {
        var chosen = new List<int>();
        while (chosen.Count < Math.Min(size, people.Count))
        {
            chosen.Add(people.Except(chosen).MaxBy(coverage.Gain));
            coverage.Add(chosen[^1]);
        }
        return chosen;
    }

    private static bool IsSubmodular(Func<Coverage> make, int count)
    {
        var values = Subsets(count).Select(set => Value(make(), set)).ToArray();
        for (var small = 0; small < values.Length; small++)
        {
            for (var large = 0; large < values.Length; large++)
            {
                if ((small & large) != small) continue;
                for (var person = 0; person < count; person++)
                {
                    var bit = 1 << person;
                    if ((large & bit) != 0) continue;
                    var (early, late) = (values[small | bit] - values[small], values[large | bit] - values[large]);
                    if (late < -1e-9 || late > early + 1e-9) return false;
                }
            }
        }
        return true;
    }

    private static IEnumerable<IReadOnlyList<int>> Subsets(int count) =>
        Enumerable.Range(0, 1 << count).Select(mask => (IReadOnlyList<int>)[.. Enumerable.Range(0, count).Where(person => (mask & (1 << person)) != 0)]);

    private static double Value(Coverage coverage, IReadOnlyList<int> set)
    {
        foreach (var person in set) coverage.Add(person);
        return coverage.Value;
    }

    private sealed record Instance(double[] Relevance, int[][] Groups, double[] Weights, double Lambda, List<int> Seated)
    {
        internal Coverage Coverage()
        {
            var coverage = new Coverage(Relevance, Groups, Weights, Lambda);
            coverage.Seat(Seated);
            return coverage;
        }
    }
}
