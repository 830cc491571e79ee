using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Forbidden triads (Granovetter 1973, p. 1363): someone is strongly tied to two people who have no tie at all. Many of them mean that
/// ties are missing from the records; the rest are introductions waiting to be made. Counts, ≥ 0.
/// </summary>
public static class ForbiddenTriads
{
    /// <summary>
    /// Σ_i of the triads in which i is the middle, with ties of at least <paramref name="strong"/> as the strong ones. O(Σ k² log k).
    /// </summary>
    public static long Count(TieGraph graph, double strong)
    {
        long count = 0;
        for (var person = 0; person < graph.Count; person++) count += Of(graph, person, strong);
        return count;
    }

    /// <summary>The triads in which <paramref name="person"/> is the middle. O(k² log k).</summary>
    public static int Of(TieGraph graph, int person, double strong)
    {
        var contacts = graph.Neighbours(person);
        var strengths = graph.Strengths(person);
        var count = 0;
        for (var x = 0; x < contacts.Length; x++)
        {
            if (strengths[x] < strong) continue;
            for (var y = x + 1; y < contacts.Length; y++)
            {
                if (strengths[y] >= strong && graph.Strength(contacts[x], contacts[y]) == 0) count++;
            }
        }
        return count;
    }
}
