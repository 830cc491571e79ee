using Matching.Profiles;
using Matching.Ties;

namespace Matching.Bridges;

/// <summary>Group measures of a hub's network. No person can be read out of it.</summary>
/// <param name="People">Members of the hub.</param>
/// <param name="Ties">Pairs with a tie strength of at least 0.10.</param>
/// <param name="WeakShare">Share of ties weaker than 0.50, in [0, 1]; null without ties.</param>
/// <param name="CrossOrganisationShare">Share of ties between different organisations, in [0, 1]; null without ties.</param>
/// <param name="CrossSectorShare">Share of ties between different sectors, in [0, 1]; null without ties.</param>
/// <param name="OrganisationPairsJoined">Pairs of organisations with at least one tie between them.</param>
/// <param name="Isolates">Members without any tie.</param>
public sealed record NetworkPicture(
    int People,
    int Ties,
    double? WeakShare,
    double? CrossOrganisationShare,
    double? CrossSectorShare,
    int OrganisationPairsJoined,
    int Isolates)
{
    /// <summary>The share of ties between organisations that their sizes alone would give, in [0, 1]; null with fewer than two people.</summary>
    public double? ExpectedCrossOrganisationShare { get; init; }

    /// <summary>The share of ties between sectors that their sizes alone would give, in [0, 1]; null with fewer than two people.</summary>
    public double? ExpectedCrossSectorShare { get; init; }

    /// <summary>Share of pairs within three steps, in [0, 1]; null with fewer than two people.</summary>
    public double? Reach { get; init; }

    /// <summary>Mean over pairs of 1/d for d = 1, 2, 3 steps and 0 beyond, in [0, 1]; null with fewer than two people.</summary>
    public double? HarmonicReach { get; init; }

    /// <summary>The picture of a graph.</summary>
    public static NetworkPicture Of(TieGraph graph, Affiliations groups)
    {
        var ties = graph.Ties().ToList();
        double? Share(Func<(int I, int J, double Strength), bool> counts) => ties.Count == 0 ? null : (double)ties.Count(counts) / ties.Count;
        var reach = new Reach(graph);
        return new NetworkPicture(
            graph.Count,
            ties.Count,
            Share(tie => tie.Strength < TieStrength.Strong),
            Share(tie => groups.Organisation[tie.I] != groups.Organisation[tie.J]),
            Share(tie => groups.Sector[tie.I] != groups.Sector[tie.J]),
            ties.Where(tie => groups.Organisation[tie.I] != groups.Organisation[tie.J])
                .Select(tie => UnorderedPair.Of(groups.Organisation[tie.I], groups.Organisation[tie.J])).Distinct().Count(),
            Enumerable.Range(0, graph.Count).Count(person => graph.Neighbours(person).IsEmpty))
        {
            ExpectedCrossOrganisationShare = ExpectedShare(groups.Organisation),
            ExpectedCrossSectorShare = ExpectedShare(groups.Sector),
            Reach = reach.Share,
            HarmonicReach = reach.Harmonic,
        };
    }

    // E − I over E + I is twice the external share less one.
    private static double? ExpectedShare(ReadOnlySpan<int> group) => (Mixing.ExpectedExternalInternal(group) + 1) / 2;
}
