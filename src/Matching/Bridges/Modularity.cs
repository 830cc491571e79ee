using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Modularity, Q = Σ_c [L_c/m − (d_c/2m)²]: how much more ties stay inside the given groups than chance would have it (Newman and Girvan
/// 2004, Phys. Rev. E 69:026113, eq. 5), at resolution 1. In [−½, 1); null without ties. O(n + m).
/// </summary>
/// <remarks>Cannot see groups with fewer than about √(2m) ties (Fortunato and Barthélemy 2007).</remarks>
public static class Modularity
{
    /// <summary>Q of a division, one number a member; every tie counts the same.</summary>
    public static double? Of(TieGraph graph, ReadOnlySpan<int> group) => Of(graph, group, weighted: false);

    /// <summary>Q of a division; ties count by strength (Newman 2004, Phys. Rev. E 70:056131).</summary>
    public static double? Weighted(TieGraph graph, ReadOnlySpan<int> group) => Of(graph, group, weighted: true);

    private static double? Of(TieGraph graph, ReadOnlySpan<int> group, bool weighted)
    {
        Mixing.Check(graph, group);
        if (graph.Edges == 0) return null;
        var ends = new Dictionary<int, double>();
        double all = 0, inside = 0;
        foreach (var (i, j, strength) in graph.Ties())
        {
            var weight = weighted ? strength : 1;
            all += weight;
            if (group[i] == group[j]) inside += weight;
            ends[group[i]] = ends.GetValueOrDefault(group[i]) + weight;
            ends[group[j]] = ends.GetValueOrDefault(group[j]) + weight;
        }
        return (inside / all) - ends.Values.Sum(weight => weight / (2 * all) * (weight / (2 * all)));
    }
}
