using Matching.Ties;

namespace Matching.Bridges;

/// <summary>Neighbourhood overlap: how much of their circles two people share (Onnela et al. 2007, PNAS 104:7332).</summary>
public static class Overlap
{
    /// <summary>
    /// The overlap that a tie between <paramref name="i"/> and <paramref name="j"/> would have, n/(k_i + k_j − n) with n shared contacts;
    /// 0 when neither has any. In [0, 1].
    /// </summary>
    public static double Prospective(TieGraph graph, int i, int j)
    {
        var shared = SharedContacts(graph, i, j);
        var union = graph.Neighbours(i).Length + graph.Neighbours(j).Length - shared;
        return union == 0 ? 0 : (double)shared / union;
    }

    /// <summary>n_ij: the number of people tied to both.</summary>
    public static int SharedContacts(TieGraph graph, int i, int j)
    {
        var count = 0;
        var shared = new SharedPlaces(graph, i, j);
        while (shared.Next()) count++;
        return count;
    }

    /// <summary>
    /// ñ: shared contacts, each counted by the weaker of its two ties, Σ min(1, 2·min(s_ib, s_bj)): a contact whom either hardly knows
    /// vouches for little.
    /// </summary>
    public static double EffectiveSharedContacts(TieGraph graph, int i, int j)
    {
        var sum = 0.0;
        var first = graph.Strengths(i);
        var second = graph.Strengths(j);
        var shared = new SharedPlaces(graph, i, j);
        while (shared.Next()) sum += Math.Min(1, 2 * Math.Min(first[shared.InFirst], second[shared.InSecond]));
        return sum;
    }
}
