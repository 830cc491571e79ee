using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// How much ties stay inside groups. Unweighted; <c>group</c> holds one number a member, such as
/// <see cref="Profiles.Affiliations.Organisation"/>. Never a personal score: use it on groups, and for routing.
/// </summary>
public static class Mixing
{
    /// <summary>Ties of a person to their own group. O(k).</summary>
    public static int Internal(TieGraph graph, ReadOnlySpan<int> group, int person)
    {
        Check(graph, group);
        var count = 0;
        foreach (var contact in graph.Neighbours(person)) count += group[contact] == group[person] ? 1 : 0;
        return count;
    }

    /// <summary>Ties of a person to other groups. O(k).</summary>
    public static int External(TieGraph graph, ReadOnlySpan<int> group, int person) =>
        graph.Neighbours(person).Length - Internal(graph, group, person);

    /// <summary>
    /// E-I index, (E − I)/(E + I) over all ties (Krackhardt and Stern 1988, Soc. Psych. Quarterly 51:123). In [−1, 1]; null without ties.
    /// O(m). Read it beside <see cref="ExpectedExternalInternal"/>: small groups are external by arithmetic.
    /// </summary>
    public static double? ExternalInternal(TieGraph graph, ReadOnlySpan<int> group)
    {
        Check(graph, group);
        var external = 0;
        foreach (var (i, j, _) in graph.Ties()) external += group[i] == group[j] ? 0 : 1;
        return Index(external, graph.Edges);
    }

    /// <summary>E-I index of one person's ties. In [−1, 1]; null for an isolate. O(k).</summary>
    public static double? ExternalInternal(TieGraph graph, ReadOnlySpan<int> group, int person) =>
        Index(External(graph, group, person), graph.Neighbours(person).Length);

    /// <summary>
    /// The E-I index if everyone were tied to everyone: what group sizes alone give. In [−1, 1]; null with fewer than two people. O(n).
    /// </summary>
    public static double? ExpectedExternalInternal(ReadOnlySpan<int> group)
    {
        var all = group.Length * (group.Length - 1.0) / 2;
        var inside = Sizes(group).Values.Sum(size => size * (size - 1.0) / 2);
        return all == 0 ? null : (all - inside - inside) / all;
    }

    /// <summary>
    /// Assortativity of the groups, (Σ e_gg − Σ a_g²)/(1 − Σ a_g²) (Newman 2003, Phys. Rev. E 67:026126, eq. 2). In [−1, 1], 0 for chance;
    /// null without ties, or when all ties are of one group. O(m).
    /// </summary>
    public static double? Assortativity(TieGraph graph, ReadOnlySpan<int> group)
    {
        Check(graph, group);
        var ends = new Dictionary<int, long>();
        long inside = 0;
        foreach (var (i, j, _) in graph.Ties())
        {
            if (group[i] == group[j]) inside++;
            ends[group[i]] = ends.GetValueOrDefault(group[i]) + 1;
            ends[group[j]] = ends.GetValueOrDefault(group[j]) + 1;
        }
        if (ends.Count < 2) return null;
        var chance = ends.Values.Sum(count => Square(count / (2.0 * graph.Edges)));
        return (((double)inside / graph.Edges) - chance) / (1 - chance);
    }

    /// <summary>
    /// Degree assortativity: the correlation of the degrees at both ends of a tie (Newman 2002, PRL 89:208701, eq. 4). In [−1, 1]; null
    /// without ties, or when all ends have one degree. O(m).
    /// </summary>
    public static double? DegreeAssortativity(TieGraph graph)
    {
        // Whole numbers: where all degrees are equal the variance must be 0, not a rounding error.
        Int128 ties = graph.Edges, products = 0, sums = 0, squares = 0;
        foreach (var (i, j, _) in graph.Ties())
        {
            long x = graph.Neighbours(i).Length, y = graph.Neighbours(j).Length;
            products += x * y;
            sums += x + y;
            squares += (x * x) + (y * y);
        }
        var variance = (2 * ties * squares) - (sums * sums);
        return variance == 0 ? null : (double)((4 * ties * products) - (sums * sums)) / (double)variance;
    }

    /// <summary>
    /// Participation coefficient, 1 − Σ_g (k_ig/k_i)²: how evenly one's ties spread over groups (Guimerà and Amaral 2005, Nature 433:895,
    /// eq. 2). In [0, 1); null for an isolate. O(k).
    /// </summary>
    public static double? Participation(TieGraph graph, ReadOnlySpan<int> group, int person)
    {
        Check(graph, group);
        var contacts = graph.Neighbours(person);
        if (contacts.IsEmpty) return null;
        var there = new int[contacts.Length];
        for (var x = 0; x < contacts.Length; x++) there[x] = group[contacts[x]];
        double ties = contacts.Length;
        return 1 - Sizes(there).Values.Sum(count => Square(count / ties));
    }

    /// <summary>
    /// Boundary-spanner index: the harmonic mean of 1 − 2^(−I/2) and 1 − 2^(−E/2), high only for those well tied inside and outside
    /// (in the spirit of Tushman and Scanlan 1981, AMJ 24:289; the formula is this program's). In [0, 1); 0 for an isolate. O(k).
    /// </summary>
    public static double BoundarySpanner(TieGraph graph, ReadOnlySpan<int> group, int person)
    {
        var inside = 1 - double.Exp2(-Internal(graph, group, person) / 2.0);
        var outside = 1 - double.Exp2(-External(graph, group, person) / 2.0);
        return inside + outside == 0 ? 0 : 2 * inside * outside / (inside + outside);
    }

    internal static void Check(TieGraph graph, ReadOnlySpan<int> group)
    {
        if (group.Length != graph.Count) throw new ArgumentException($"{graph.Count} people have {group.Length} groups.", nameof(group));
    }

    private static double? Index(int external, int all) => all == 0 ? null : (external - (all - external)) / (double)all;

    private static Dictionary<int, int> Sizes(ReadOnlySpan<int> group)
    {
        var sizes = new Dictionary<int, int>();
        foreach (var g in group) sizes[g] = sizes.GetValueOrDefault(g) + 1;
        return sizes;
    }

    private static double Square(double x) => x * x;
}
