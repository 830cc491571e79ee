using Matching.Ties;

namespace Matching.Bridges;

/// <summary>The roles of a broker v on directed paths a → v → b where a has no tie to b. Counts, ≥ 0.</summary>
/// <param name="Coordinator">All three are of one group.</param>
/// <param name="Consultant">a and b are of one group, v of another; also called itinerant broker.</param>
/// <param name="Representative">a and v are of one group: v speaks for it outside.</param>
/// <param name="Gatekeeper">v and b are of one group: v lets the outside in.</param>
/// <param name="Liaison">All three are of different groups.</param>
public readonly record struct BrokerageRoles(int Coordinator, int Consultant, int Representative, int Gatekeeper, int Liaison)
{
    /// <summary>All open paths through v.</summary>
    public int Total => Coordinator + Consultant + Representative + Gatekeeper + Liaison;
}

/// <summary>The same roles where ties have no direction: every open pair counts once, and gatekeeper and representative are one.</summary>
/// <param name="Coordinator">All three are of one group.</param>
/// <param name="Consultant">The pair is of one group, the broker of another.</param>
/// <param name="Gatekeeper">The broker is of one group with one of the pair; gatekeeper and representative at once.</param>
/// <param name="Liaison">All three are of different groups.</param>
public readonly record struct MutualBrokerageRoles(int Coordinator, int Consultant, int Gatekeeper, int Liaison)
{
    /// <summary>All open pairs around the broker.</summary>
    public int Total => Coordinator + Consultant + Gatekeeper + Liaison;
}

/// <summary>
/// Brokerage roles (Gould and Fernandez 1989, Sociological Methodology 19:89): between whom a person stands in the middle. Unweighted.
/// </summary>
/// <remarks>
/// Counts grow with the square of the number of contacts, so compare shares of <see cref="MutualBrokerageRoles.Total"/>; and they show an
/// opportunity to broker, not that anybody does.
/// </remarks>
public static class Brokerage
{
    /// <summary>Roles of a person among mutual ties. Zero for an isolate. O(k² log k).</summary>
    public static MutualBrokerageRoles Of(TieGraph graph, ReadOnlySpan<int> group, int person)
    {
        Mixing.Check(graph, group);
        var roles = default(MutualBrokerageRoles);
        var contacts = graph.Neighbours(person);
        for (var x = 0; x < contacts.Length; x++)
        {
            for (var y = x + 1; y < contacts.Length; y++)
            {
                if (graph.Strength(contacts[x], contacts[y]) > 0) continue;
                roles = Count(roles, group[contacts[x]], group[person], group[contacts[y]]);
            }
        }
        return roles;
    }

    /// <summary>
    /// Roles of every person on directed ties among <c>group.Length</c> people; a tie named twice counts once. O(Σ k_in · k_out).
    /// </summary>
    /// <exception cref="ArgumentException">A tie has an end out of range, or two equal ends.</exception>
    public static BrokerageRoles[] OfDirected(IReadOnlyCollection<(int From, int To)> ties, ReadOnlySpan<int> group)
    {
        var people = group.Length;
        if (ties.Any(tie => tie.From == tie.To || tie.From < 0 || tie.To < 0 || tie.From >= people || tie.To >= people))
            throw new ArgumentException($"A tie has an end outside 0..{people - 1}, or two equal ends.", nameof(ties));
        var known = ties.ToHashSet();
        var into = known.ToLookup(tie => tie.To, tie => tie.From);
        var from = known.ToLookup(tie => tie.From, tie => tie.To);
        var roles = new BrokerageRoles[people];
        for (var v = 0; v < people; v++)
        {
            foreach (var a in into[v])
            {
                foreach (var b in from[v])
                {
                    if (a != b && !known.Contains((a, b))) roles[v] = Count(roles[v], group[a], group[v], group[b]);
                }
            }
        }
        return roles;
    }

    private static MutualBrokerageRoles Count(MutualBrokerageRoles roles, int a, int v, int b)
    {
        if (a == b) return a == v ? roles with { Coordinator = roles.Coordinator + 1 } : roles with { Consultant = roles.Consultant + 1 };
        return a == v || b == v ? roles with { Gatekeeper = roles.Gatekeeper + 1 } : roles with { Liaison = roles.Liaison + 1 };
    }

    private static BrokerageRoles Count(BrokerageRoles roles, int a, int v, int b)
    {
        if (a == b) return a == v ? roles with { Coordinator = roles.Coordinator + 1 } : roles with { Consultant = roles.Consultant + 1 };
        if (a == v) return roles with { Representative = roles.Representative + 1 };
        return b == v ? roles with { Gatekeeper = roles.Gatekeeper + 1 } : roles with { Liaison = roles.Liaison + 1 };
    }
}
