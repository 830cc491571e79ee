using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Neighbourhood overlap of an existing tie, n/((k_i − 1) + (k_j − 1) − n) with n shared contacts (Onnela et al. 2007, PNAS 104:7332,
/// fig. 1b). In [0, 1]; 0 when neither has another contact; null where there is no tie. Unweighted, O(k_i + k_j).
/// </summary>
/// <remarks>Not the Jaccard index of the two circles: the ends of a tie stand in each other's circles, and are left out here.</remarks>
public static class TieOverlap
{
    /// <summary>The overlap of the tie between <paramref name="i"/> and <paramref name="j"/>.</summary>
    public static double? Of(TieGraph graph, int i, int j)
    {
        if (graph.Strength(i, j) == 0) return null;
        var shared = Overlap.SharedContacts(graph, i, j);
        var others = graph.Neighbours(i).Length - 1 + graph.Neighbours(j).Length - 1 - shared;
        return others == 0 ? 0 : (double)shared / others;
    }
}
