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
        foreach (var _ in new SharedContactsOf(graph, i, j)) count++;
        return count;
    }

    /// <summary>
    /// ñ: shared contacts, each counted by the weaker of its two ties, Σ min(1, 2·min(s_ib, s_bj)): a contact whom either hardly knows
    /// vouches for little.
    /// </summary>
    public static double EffectiveSharedContacts(TieGraph graph, int i, int j)
    {
        var sum = 0.0;
        foreach (var (first, second) in new SharedContactsOf(graph, i, j)) sum += Math.Min(1, 2 * Math.Min(first, second));
        return sum;
    }

    /// <summary>Walks two sorted rows side by side.</summary>
    private ref struct SharedContactsOf(TieGraph graph, int i, int j)
    {
        private readonly ReadOnlySpan<int> left = graph.Neighbours(i);
        private readonly ReadOnlySpan<int> right = graph.Neighbours(j);
        private readonly ReadOnlySpan<double> leftStrengths = graph.Strengths(i);
        private readonly ReadOnlySpan<double> rightStrengths = graph.Strengths(j);
        private int x = -1;
        private int y = -1;

        public readonly SharedContactsOf GetEnumerator() => this;

        public readonly (double First, double Second) Current => (leftStrengths[x], rightStrengths[y]);

        public bool MoveNext()
        {
            x++;
            y++;
            while (x < left.Length && y < right.Length)
            {
                if (left[x] == right[y]) return true;
                if (left[x] < right[y]) x++;
                else y++;
            }
            return false;
        }
    }
}
