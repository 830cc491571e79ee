using Matching.Ties;

namespace Matching.Bridges;

/// <summary>How densely, and in how many pieces, people hang together (Wasserman and Faust 1994, ch. 4 and 7). Unweighted.</summary>
public static class Cohesion
{
    private const int None = -1;

    /// <summary>Ties as a share of all pairs. In [0, 1]; null with fewer than two people. O(1).</summary>
    public static double? Density(TieGraph graph) =>
        graph.Count < 2 ? null : graph.Edges / (graph.Count * (graph.Count - 1.0) / 2);

    /// <summary>The number of pieces without a path between them; an isolate is one. O(n + m).</summary>
    public static int Components(TieGraph graph)
    {
        var pieces = ComponentOf(graph);
        return pieces.Length == 0 ? 0 : pieces.Max() + 1;
    }

    /// <summary>The piece of every person, numbered by their first member. O(n + m).</summary>
    public static int[] ComponentOf(TieGraph graph) => PiecesWithin(graph, new int[graph.Count]);

    /// <summary>
    /// Clustering coefficient: the share of pairs of contacts that are tied (Watts and Strogatz 1998, Nature 393:440). In [0, 1]; 0 with
    /// fewer than two contacts. O(Σ_{q∈Γ(i)} (k_q + k_i)).
    /// </summary>
    public static double Clustering(TieGraph graph, int person)
    {
        double contacts = graph.Neighbours(person).Length;
        return contacts < 2 ? 0 : ClosedPaths(graph, person) / (contacts * (contacts - 1));
    }

    /// <summary>The mean of <see cref="Clustering"/> over all people. In [0, 1]; null for an empty graph.</summary>
    public static double? AverageClustering(TieGraph graph) =>
        graph.Count == 0 ? null : Enumerable.Range(0, graph.Count).Sum(person => Clustering(graph, person)) / graph.Count;

    /// <summary>
    /// Transitivity: the share of two-paths that are closed (Newman, Watts and Strogatz 2002, PNAS 99:2566). In [0, 1]; 0 without
    /// two-paths. O(Σ_i Σ_{q∈Γ(i)} (k_q + k_i)).
    /// </summary>
    public static double Transitivity(TieGraph graph)
    {
        double closed = 0, paths = 0;
        for (var person = 0; person < graph.Count; person++)
        {
            double contacts = graph.Neighbours(person).Length;
            closed += ClosedPaths(graph, person);
            paths += contacts * (contacts - 1);
        }
        return paths == 0 ? 0 : closed / paths;
    }

    /// <summary>Divides every group into the pieces that hang together inside it, numbered by their first member.</summary>
    internal static int[] PiecesWithin(TieGraph graph, ReadOnlySpan<int> group)
    {
        var piece = new int[graph.Count];
        Array.Fill(piece, None);
        var pieces = 0;
        var queue = new Queue<int>();
        for (var first = 0; first < graph.Count; first++)
        {
            if (piece[first] != None) continue;
            piece[first] = pieces++;
            queue.Enqueue(first);
            while (queue.TryDequeue(out var person))
            {
                foreach (var contact in graph.Neighbours(person))
                {
                    if (piece[contact] != None || group[contact] != group[person]) continue;
                    piece[contact] = piece[person];
                    queue.Enqueue(contact);
                }
            }
        }
        return piece;
    }

    /// <summary>Ordered pairs of contacts that are tied.</summary>
    private static long ClosedPaths(TieGraph graph, int person)
    {
        long closed = 0;
        foreach (var contact in graph.Neighbours(person)) closed += Overlap.SharedContacts(graph, person, contact);
        return closed;
    }
}
