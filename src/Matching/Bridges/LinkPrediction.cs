using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Scores that predict which ties form by themselves. Baselines for comparison, never the objective: they suggest whom one would meet
/// anyway, within one's circle and in proportion to popularity (Su, Sharma and Goel 2016). Unweighted, symmetric, O(k_i + k_j).
/// </summary>
public static class LinkPrediction
{
    /// <summary>Shared contacts, ≥ 0 (Liben-Nowell and Kleinberg 2007, §3).</summary>
    public static int CommonNeighbours(TieGraph graph, int i, int j) => Overlap.SharedContacts(graph, i, j);

    /// <summary>
    /// Shared contacts as a share of all contacts of either (Jaccard). In [0, 1]; 0 for two isolates. For two people who are not tied
    /// this is the prospective overlap.
    /// </summary>
    public static double Jaccard(TieGraph graph, int i, int j) => Overlap.Prospective(graph, i, j);

    /// <summary>Σ 1/ln k over shared contacts (Adamic and Adar 2003, Social Networks 25:211). ≥ 0.</summary>
    public static double AdamicAdar(TieGraph graph, int i, int j)
    {
        var sum = 0.0;
        var shared = new SharedPlaces(graph, i, j);
        while (shared.Next()) sum += 1 / Math.Log(graph.Neighbours(shared.Person).Length);
        return sum;
    }

    /// <summary>Σ 1/k over shared contacts (Zhou, Lü and Zhang 2009, Eur. Phys. J. B 71:623). ≥ 0.</summary>
    public static double ResourceAllocation(TieGraph graph, int i, int j)
    {
        var sum = 0.0;
        var shared = new SharedPlaces(graph, i, j);
        while (shared.Next()) sum += 1.0 / graph.Neighbours(shared.Person).Length;
        return sum;
    }

    /// <summary>k_i·k_j (Barabási and Albert 1999). ≥ 0.</summary>
    public static long PreferentialAttachment(TieGraph graph, int i, int j) =>
        (long)graph.Neighbours(i).Length * graph.Neighbours(j).Length;
}
