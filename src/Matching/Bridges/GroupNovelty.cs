using Matching.Profiles;
using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Group novelty D: how new the other's groups are to each,
/// D = Σ_l w_l · [g_i ≠ g_j at level l] · ½[(1 − q_i(g_j)) + (1 − q_j(g_i))], where q_i(g) is the share of i's tie strength that goes
/// to group g (0 without ties). In [0, 1].
/// </summary>
/// <remarks>Weights of the levels are a prior: an organisation is the border that hubs exist to cross.</remarks>
public static class GroupNovelty
{
    private const double UnitWeight = 0.2;
    private const double OrganisationWeight = 0.5;
    private const double SectorWeight = 0.3;

    /// <summary>D of a pair.</summary>
    public static double Of(TieGraph graph, Affiliations groups, int i, int j) =>
        (UnitWeight * Level(graph, groups.Unit, i, j))
        + (OrganisationWeight * Level(graph, groups.Organisation, i, j))
        + (SectorWeight * Level(graph, groups.Sector, i, j));

    private static double Level(TieGraph graph, ReadOnlySpan<int> group, int i, int j) => group[i] == group[j]
        ? 0
        : ((1 - Share(graph, group, i, group[j])) + (1 - Share(graph, group, j, group[i]))) / 2;

    /// <summary>q: the share of the person's tie strength that goes to a group.</summary>
    private static double Share(TieGraph graph, ReadOnlySpan<int> group, int person, int target)
    {
        double all = 0, there = 0;
        var contacts = graph.Neighbours(person);
        var strengths = graph.Strengths(person);
        for (var k = 0; k < contacts.Length; k++)
        {
            all += strengths[k];
            if (group[contacts[k]] == target) there += strengths[k];
        }
        return all == 0 ? 0 : there / all;
    }
}
