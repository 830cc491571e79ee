using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Constraint (Burt 1992, Structural Holes, ch. 2): how much of one's time goes, directly and through others, into the same few people,
/// C_i = Σ_j (p_ij + Σ_q p_iq p_qj)². Low for a broker between strangers. In (0, 1.125] unweighted; a triangle reaches 9/8.
/// Null for an isolate. O(Σ_{q∈Γ(i)} (k_q + k_i)) a person.
/// </summary>
/// <remarks>
/// Two readings of p_qj are about. Over the whole network a contact's time is shared among all whom the contact knows (networkx,
/// igraph); inside the ego network only among those whom the person knows too (UCINET's default). They differ; say which.
/// Constraint falls mostly with the number of contacts, so "lower constraint" tends to mean "help those who know few".
/// </remarks>
public static class Constraint
{
    /// <summary>With p_qj over the whole network; every tie counts the same.</summary>
    public static double? WholeNetwork(TieGraph graph, int person) => Of(graph, person, weighted: false, egoOnly: false);

    /// <summary>With p_qj over the whole network; ties count by strength. Has no bound at 9/8.</summary>
    public static double? WholeNetworkWeighted(TieGraph graph, int person) => Of(graph, person, weighted: true, egoOnly: false);

    /// <summary>With p_qj inside the person's ego network; every tie counts the same.</summary>
    public static double? EgoNetwork(TieGraph graph, int person) => Of(graph, person, weighted: false, egoOnly: true);

    /// <summary>With p_qj inside the person's ego network; ties count by strength.</summary>
    public static double? EgoNetworkWeighted(TieGraph graph, int person) => Of(graph, person, weighted: true, egoOnly: true);

    private static double? Of(TieGraph graph, int person, bool weighted, bool egoOnly)
    {
        var contacts = graph.Neighbours(person);
        if (contacts.IsEmpty) return null;
        var spent = new double[contacts.Length];
        var all = Total(graph, person, weighted);
        for (var x = 0; x < contacts.Length; x++)
        {
            var direct = Weight(graph, person, x, weighted) / all;
            spent[x] += direct;
            AddIndirect(graph, person, contacts[x], direct, spent, weighted, egoOnly);
        }
        var sum = 0.0;
        foreach (var share in spent) sum += share * share;
        return sum;
    }

    /// <summary>Adds p_iq p_qj for one contact q and all j that both know.</summary>
    private static void AddIndirect(TieGraph graph, int person, int q, double direct, double[] spent, bool weighted, bool egoOnly)
    {
        var all = egoOnly ? TotalWithin(graph, person, q, weighted) : Total(graph, q, weighted);
        var shared = new SharedPlaces(graph, q, person);
        while (shared.Next()) spent[shared.InSecond] += direct * Weight(graph, q, shared.InFirst, weighted) / all;
    }

    /// <summary>What a contact gives to the person and to those whom the person knows.</summary>
    private static double TotalWithin(TieGraph graph, int person, int q, bool weighted)
    {
        var sum = weighted ? graph.Strength(person, q) : 1;
        var shared = new SharedPlaces(graph, q, person);
        while (shared.Next()) sum += Weight(graph, q, shared.InFirst, weighted);
        return sum;
    }

    private static double Total(TieGraph graph, int person, bool weighted)
    {
        if (!weighted) return graph.Neighbours(person).Length;
        var sum = 0.0;
        foreach (var strength in graph.Strengths(person)) sum += strength;
        return sum;
    }

    private static double Weight(TieGraph graph, int person, int place, bool weighted) => weighted ? graph.Strengths(person)[place] : 1;
}
