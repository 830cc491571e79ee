using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Steps between every two people, by one breadth-first walk from each. Unweighted. O(n·(n + m)) time, 4n² bytes.
/// </summary>
public sealed class Distances
{
    /// <summary>Stands in a row where there is no path.</summary>
    internal const int Unreachable = -1;

    private readonly int[][] rows;

    /// <summary>Walks the graph from everyone.</summary>
    public Distances(TieGraph graph)
    {
        rows = new int[graph.Count][];
        Parallel.For(0, graph.Count, person => rows[person] = Walk(graph, person));
    }

    /// <summary>Steps from one to the other; infinite where there is no path.</summary>
    public double Of(int i, int j) => rows[i][j] == Unreachable ? double.PositiveInfinity : rows[i][j];

    /// <summary>
    /// Global efficiency: the mean of 1/d over all pairs (Latora and Marchiori 2001, PRL 87:198701, eq. 1). In [0, 1]; null with fewer than
    /// two people.
    /// </summary>
    public double? GlobalEfficiency() =>
        rows.Length < 2 ? null : Enumerable.Range(0, rows.Length).Sum(HarmonicCloseness) / OrderedPairs;

    /// <summary>
    /// Average shortest path length (Watts and Strogatz 1998, Nature 393:440). At least 1; infinite when some cannot reach others; null
    /// with fewer than two people.
    /// </summary>
    public double? AverageShortestPath()
    {
        if (rows.Length < 2) return null;
        long sum = 0;
        foreach (var row in rows)
        {
            foreach (var distance in row)
            {
                if (distance == Unreachable) return double.PositiveInfinity;
                sum += distance;
            }
        }
        return sum / OrderedPairs;
    }

    /// <summary>Harmonic closeness, Σ 1/d to all others (Marchiori and Latora 2000). In [0, n − 1]; 0 for an isolate.</summary>
    public double HarmonicCloseness(int person)
    {
        var sum = 0.0;
        foreach (var distance in rows[person]) sum += distance > 0 ? 1.0 / distance : 0;
        return sum;
    }

    internal ReadOnlySpan<int> From(int person) => rows[person];

    private double OrderedPairs => rows.Length * (rows.Length - 1.0);

    private static int[] Walk(TieGraph graph, int start)
    {
        var distance = new int[graph.Count];
        Array.Fill(distance, Unreachable);
        distance[start] = 0;
        var order = new List<int> { start };
        for (var at = 0; at < order.Count; at++)
        {
            foreach (var contact in graph.Neighbours(order[at]))
            {
                if (distance[contact] != Unreachable) continue;
                distance[contact] = distance[order[at]] + 1;
                order.Add(contact);
            }
        }
        return distance;
    }
}
