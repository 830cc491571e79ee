using Matching.Bridges;
using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>
/// What it is worth that two people come to meet at an event: the bridging score of a pair of different organisations without a tie,
/// both of whom have agreed to be introduced; 0 for any other, and for those whom a rule keeps apart.
/// </summary>
internal sealed class PairWorth
{
    private readonly HubSnapshot hub;
    private readonly Bridging bridging;
    private readonly HashSet<UnorderedPair> apart;

    internal PairWorth(HubSnapshot hub)
    {
        this.hub = hub;
        bridging = new Bridging(hub.Ties, hub.Groups);
        apart = [.. hub.Ruled.Where(ruled => ruled.Kind is RuleKind.Never or RuleKind.Quarantine).Select(ruled => ruled.Pair)];
    }

    /// <summary>In [0, 1]. Symmetric.</summary>
    internal double Of(int i, int j) => IsNew(i, j) ? bridging.Score(i, j) : 0;

    /// <summary>Whether the two would be a new pair: strangers of different organisations, whom nothing keeps apart.</summary>
    internal bool IsNew(int i, int j) =>
        hub.Members[i].Matchable && hub.Members[j].Matchable
        && hub.Groups.Organisation[i] != hub.Groups.Organisation[j]
        && hub.Ties.Strength(i, j) == 0
        && !KeptApart(i, j);

    /// <summary>Whether a host's rule, or an open procurement, keeps the two apart.</summary>
    internal bool KeptApart(int i, int j) => apart.Contains(UnorderedPair.Of(i, j));
}
