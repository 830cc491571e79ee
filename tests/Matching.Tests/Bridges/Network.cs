using CsCheck;
using Matching.Ties;

namespace Matching.Tests.Bridges;

/// <summary>A random small network with isolates, weak and strong ties and up to three groups.</summary>
internal sealed record Network(TieGraph Graph, int[] Groups, int[] Order)
{
    private const int MostPeople = 9;

    internal static readonly Gen<Network> Any =
        Gen.Int[1, MostPeople].SelectMany(
            people => Gen.Select(
                Gen.Int[0, 100],
                Gen.Int[0, 99].Array[people * (people - 1) / 2],
                Gen.Double[TieStrength.Threshold, 1].Array[people * (people - 1) / 2],
                Gen.Int[0, 2].Array[people],
                Gen.Double[0, 1].Array[people]),
            (people, drawn) => Of(people, drawn.Item1, drawn.Item2, drawn.Item3, drawn.Item4, drawn.Item5));

    internal int Count => Graph.Count;

    internal IEnumerable<(int I, int J)> Pairs => from i in Enumerable.Range(0, Count) from j in Enumerable.Range(0, i) select (j, i);

    /// <summary>The same network with every person i called Order[i].</summary>
    internal Network Relabelled()
    {
        var groups = new int[Count];
        for (var person = 0; person < Count; person++) groups[Order[person]] = Groups[person];
        var ties = Graph.Ties().Select(tie => (Order[tie.I], Order[tie.J], tie.Strength));
        return new Network(TieGraph.FromStrengths(Count, [.. ties]), groups, Order);
    }

    private static Network Of(int people, int density, int[] tied, double[] strengths, int[] groups, double[] keys)
    {
        var ties = new List<(int I, int J, double Strength)>();
        var pair = 0;
        for (var i = 0; i < people; i++)
        {
            for (var j = 0; j < i; j++, pair++)
            {
                if (tied[pair] < density) ties.Add((i, j, strengths[pair]));
            }
        }
        int[] order = [.. Enumerable.Range(0, people)];
        Array.Sort(keys.ToArray(), order);
        return new Network(TieGraph.FromStrengths(people, ties), groups, order);
    }
}
