using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Effective size (Burt 1992, Structural Holes, ch. 2): how many separate contacts a person has once redundant ones are discounted.
/// Null for an isolate.
/// </summary>
public static class EffectiveSize
{
    /// <summary>
    /// k − 2t/k with t ties among the k contacts (Borgatti 1997, Connections 20(1):35). In [1, k]. Unweighted, O(Σ_{q∈Γ(i)} (k_q + k_i)).
    /// </summary>
    public static double? Of(TieGraph graph, int person)
    {
        var contacts = graph.Neighbours(person);
        if (contacts.IsEmpty) return null;
        // Every tie among the contacts is met from both of its ends, so this is 2t.
        var met = 0;
        foreach (var contact in contacts) met += Overlap.SharedContacts(graph, person, contact);
        return contacts.Length - ((double)met / contacts.Length);
    }

    /// <summary>Effective size as a share of the number of contacts, in (0, 1] (Burt 1992, ch. 2).</summary>
    public static double? Efficiency(TieGraph graph, int person) => Of(graph, person) / graph.Neighbours(person).Length;

    /// <summary>
    /// Σ_j [1 − Σ_q p_iq m_jq], with p a share of the person's tie strength and m_jq a share of j's strongest tie (Burt's formula, as in
    /// networkx). In (0, k]. Weighted, O(Σ_{q∈Γ(i)} (k_q + k_i)).
    /// </summary>
    public static double? Weighted(TieGraph graph, int person)
    {
        var contacts = graph.Neighbours(person);
        if (contacts.IsEmpty) return null;
        double redundant = 0, all = 0;
        foreach (var strength in graph.Strengths(person)) all += strength;
        foreach (var contact in contacts) redundant += Redundancy(graph, person, contact, all);
        return contacts.Length - redundant;
    }

    private static double Redundancy(TieGraph graph, int person, int contact, double all)
    {
        var own = graph.Strengths(person);
        var theirs = graph.Strengths(contact);
        double sum = 0, strongest = 0;
        foreach (var strength in theirs) strongest = Math.Max(strongest, strength);
        var shared = new SharedPlaces(graph, person, contact);
        while (shared.Next()) sum += own[shared.InFirst] / all * (theirs[shared.InSecond] / strongest);
        return sum;
    }
}
