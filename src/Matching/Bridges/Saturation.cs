using Matching.Profiles;
using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// How joined two groups are already: W(o, p) = Σ s over the ties between them, and what is left to gain, S = 2^(−W) between
/// organisations, ½·2^(−W) between units of one, 0 within a unit.
/// </summary>
public sealed class Saturation
{
    /// <summary>What a pair picked this week adds to W of its organisations, so that a slate spreads over the borders of the hub.</summary>
    public const double PerPick = 0.3;

    private readonly Affiliations groups;
    private readonly Dictionary<UnorderedPair, double> betweenOrganisations = [];
    private readonly Dictionary<UnorderedPair, double> betweenUnits = [];
    private readonly Dictionary<UnorderedPair, int> tiesBetweenOrganisations = [];
    private readonly int[] sizes;
    private readonly double crossDensity;

    /// <summary>Adds up the ties of <paramref name="graph"/> by group.</summary>
    public Saturation(TieGraph graph, Affiliations groups)
    {
        this.groups = groups;
        sizes = new int[groups.Organisations];
        foreach (var organisation in groups.Organisation) sizes[organisation]++;
        foreach (var (i, j, strength) in graph.Ties()) Count(i, j, strength);
        long people = groups.Count;
        var crossPairs = ((people * (people - 1)) - sizes.Sum(size => (long)size * (size - 1))) / 2;
        crossDensity = crossPairs == 0 ? 0 : (double)tiesBetweenOrganisations.Values.Sum() / crossPairs;
    }

    /// <summary>W between the organisations of the two.</summary>
    public double BetweenOrganisations(int i, int j) => betweenOrganisations.GetValueOrDefault(OrganisationPair(i, j));

    /// <summary>S of a pair, with <paramref name="picked"/> pairs of the same two organisations already chosen this week. In [0, 1].</summary>
    public double Of(int i, int j, int picked = 0)
    {
        if (groups.Organisation[i] != groups.Organisation[j]) return double.Exp2(-(BetweenOrganisations(i, j) + (PerPick * picked)));
        if (groups.Unit[i] == groups.Unit[j]) return 0;
        return 0.5 * double.Exp2(-betweenUnits.GetValueOrDefault(UnorderedPair.Of(groups.Unit[i], groups.Unit[j])));
    }

    /// <summary>
    /// Whether it is true to say that the organisations of the two have few links here: none, or fewer for their size than
    /// organisations of this hub have on average.
    /// </summary>
    public bool FewLinks(int i, int j)
    {
        if (groups.Organisation[i] == groups.Organisation[j]) return false;
        var ties = tiesBetweenOrganisations.GetValueOrDefault(OrganisationPair(i, j));
        var pairs = (double)sizes[groups.Organisation[i]] * sizes[groups.Organisation[j]];
        return ties == 0 || ties / pairs < crossDensity;
    }

    /// <summary>Whether the organisations of the two have no tie between them at all.</summary>
    public bool NoLinks(int i, int j) =>
        groups.Organisation[i] != groups.Organisation[j] && !tiesBetweenOrganisations.ContainsKey(OrganisationPair(i, j));

    /// <summary>A key for the pair of organisations that the two belong to.</summary>
    internal UnorderedPair OrganisationPair(int i, int j) => UnorderedPair.Of(groups.Organisation[i], groups.Organisation[j]);

    private void Count(int i, int j, double strength)
    {
        if (groups.Organisation[i] != groups.Organisation[j])
        {
            var pair = OrganisationPair(i, j);
            betweenOrganisations[pair] = betweenOrganisations.GetValueOrDefault(pair) + strength;
            tiesBetweenOrganisations[pair] = tiesBetweenOrganisations.GetValueOrDefault(pair) + 1;
        }
        else if (groups.Unit[i] != groups.Unit[j])
        {
            var pair = UnorderedPair.Of(groups.Unit[i], groups.Unit[j]);
            betweenUnits[pair] = betweenUnits.GetValueOrDefault(pair) + strength;
        }
    }
}
