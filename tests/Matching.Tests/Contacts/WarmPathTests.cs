using CsCheck;
using Matching.Contacts;
using Matching.Tests.Introductions;
using Matching.Tests.Oracles;
using Matching.Ties;

namespace Matching.Tests.Contacts;

public sealed class WarmPathTests
{
    public static TheoryData<string> Pairs() => [.. Oracle.Model("warm_path").EnumerateObject().Select(pair => pair.Name)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void On_the_eight_person_hub_it_is_the_expected_path(string pair)
    {
        var expected = Oracle.Model("warm_path").GetProperty(pair);
        var ends = pair.Split("->");
        var way = WarmPath.Between(Hub8.Ties, Hub8.Number(ends[0]), Hub8.Number(ends[1]), expected.GetProperty("max_hops").GetInt32());
        Oracle.Agrees(expected.GetProperty("strength"), way?.Strength ?? 0, pair);
        Assert.Equal(expected.GetProperty("path").EnumerateArray().Select(name => name.GetString()), (way?.People ?? []).Select(person => Hub8.Names[person]));
    }

    [Fact]
    public void It_is_the_best_of_all_paths() => Gen.Select(GenTies, Gen.Int[1, 6]).Sample((ties, to) =>
    {
        var graph = TieGraph.FromStrengths(7, ties);
        var way = WarmPath.Between(graph, 0, to);
        Assert.Equal(Best(graph, [0], 1, to), way?.Strength ?? 0, 1e-12);
        if (way is not { } found) return;
        Assert.InRange(found.People.Count, 2, WarmPath.MostHops + 1);
        Assert.Equal((0, to), (found.People[0], found.People[^1]));
        Assert.Equal(found.Strength, found.People.Zip(found.People.Skip(1)).Aggregate(1.0, (product, step) => product * graph.Strength(step.First, step.Second)), 1e-12);
    });

    [Fact]
    public void There_is_no_way_to_oneself() => Assert.Null(WarmPath.Between(Hub8.Ties, 0, 0));

    [Fact]
    public void The_contacts_score_is_the_models_table()
    {
        foreach (var row in Oracle.Model("contact_finder").EnumerateArray())
        {
            double Number(string name) => row.GetProperty(name).GetDouble();
            Oracle.Agrees(row.GetProperty("C"), ContactScore.Of(Number("F"), Number("span"), Number("A"), row.GetProperty("open").GetInt32(), row.GetProperty("cap").GetInt32()), "C");
        }
        Assert.Equal(0, ContactScore.Of(1, 1, 1, 0, 0));
    }

    private static double Best(TieGraph graph, int[] walk, double strength, int to)
    {
        if (walk[^1] == to) return strength;
        if (walk.Length > WarmPath.MostHops) return 0;
        var best = 0.0;
        foreach (var next in graph.Neighbours(walk[^1]))
        {
            if (!walk.Contains(next)) best = Math.Max(best, Best(graph, [.. walk, next], strength * graph.Strength(walk[^1], next), to));
        }
        return best;
    }

    private static readonly Gen<(int, int, double)[]> GenTies =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Double[0.1, 0.9]).Where(tie => tie.Item1 < tie.Item2).Array[0, 14]
            .Select(ties => ties.DistinctBy(tie => (tie.Item1, tie.Item2)).ToArray());
}
