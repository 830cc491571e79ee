using Matching.Profiles;

namespace Matching.Bridges;

/// <summary>A place on the map: an organisation, or several small ones together.</summary>
/// <param name="Organisation">The organisation; null for the small ones together.</param>
/// <param name="Members">How many members it has in the hub.</param>
public sealed record MapNode(Organisation? Organisation, int Members);

/// <summary>Two places that are joined.</summary>
/// <param name="A">The number of the one; less than <paramref name="B"/>.</param>
/// <param name="B">The number of the other.</param>
/// <param name="Strength">W, the summed strength of the ties between them, &gt; 0.</param>
/// <param name="People">How many people have one of those ties.</param>
public sealed record MapLine(int A, int B, double Strength, int People);

/// <summary>Which organisations of a hub are joined, and how strongly. Organisations are the topmost ones, as bridges are counted.</summary>
public sealed class NetworkMap
{
    private readonly HubSnapshot hub;

    // The place of each member; Nowhere where a group is too small to be shown.
    private readonly int[] place;

    private const int Nowhere = -1;

    private NetworkMap(HubSnapshot hub, IReadOnlyList<MapNode> nodes, int[] place, int fewest)
    {
        this.hub = hub;
        this.place = place;
        Nodes = nodes;
        Lines = [.. LinesOf(hub, place).Where(line => line.People >= fewest)];
    }

    /// <summary>By the organisations' ids; the small ones together come last.</summary>
    public IReadOnlyList<MapNode> Nodes { get; }

    /// <summary>By A, then B.</summary>
    public IReadOnlyList<MapLine> Lines { get; }

    /// <summary>The map with every organisation on it.</summary>
    public static NetworkMap Of(HubSnapshot hub) => Build(hub, small: [], fewest: 0);

    /// <summary>
    /// The map for someone outside the hub: organisations with fewer than <paramref name="fewest"/> members are one place, and places are
    /// joined where at least that many people have a tie between them. If the small ones together are fewer, the next smallest
    /// organisation joins them, so that they cannot be had by subtraction; a hub with fewer people has an empty map.
    /// </summary>
    public static NetworkMap OfGroups(HubSnapshot hub, int fewest)
    {
        var bySize = Enumerable.Range(0, hub.Count).GroupBy(member => hub.OrganisationOf(member).Id)
            .Select(group => (Id: group.Key, Size: group.Count()))
            .OrderBy(group => group.Size).ThenBy(group => group.Id, StringComparer.Ordinal).ToList();
        var small = new HashSet<string>(StringComparer.Ordinal);
        var together = 0;
        foreach (var (id, size) in bySize)
        {
            if (size >= fewest && (together == 0 || together >= fewest)) break;
            small.Add(id);
            together += size;
        }
        return Build(hub, small, fewest);
    }

    /// <summary>
    /// The pairs of places that introductions between these members would join and that are not joined now, by number. Members who are
    /// not in the hub are passed over.
    /// </summary>
    public IReadOnlyList<(int A, int B)> NewLines(IEnumerable<(string A, string B)> introductions)
    {
        var joined = Lines.Select(line => (line.A, line.B)).ToHashSet();
        return [.. introductions.Select(pair => (A: PlaceOf(pair.A), B: PlaceOf(pair.B)))
            .Where(pair => pair.A != pair.B && pair.A != Nowhere && pair.B != Nowhere)
            .Select(pair => (A: Math.Min(pair.A, pair.B), B: Math.Max(pair.A, pair.B)))
            .Distinct().Where(pair => !joined.Contains(pair)).Order()];
    }

    private int PlaceOf(string member) => hub.Find(member) is { } number ? place[number] : Nowhere;

    private static NetworkMap Build(HubSnapshot hub, HashSet<string> small, int fewest)
    {
        var shown = Enumerable.Range(0, hub.Count).Select(hub.OrganisationOf).DistinctBy(organisation => organisation.Id)
            .Where(organisation => !small.Contains(organisation.Id)).OrderBy(organisation => organisation.Id, StringComparer.Ordinal).ToList();
        var numbers = shown.Select((organisation, number) => (organisation.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        int[] place = [.. Enumerable.Range(0, hub.Count).Select(member => numbers.GetValueOrDefault(hub.OrganisationOf(member).Id, shown.Count))];
        var together = place.Count(number => number == shown.Count);
        List<MapNode> nodes = [.. shown.Select((organisation, number) => new MapNode(organisation, place.Count(of => of == number)))];
        if (together > 0 && together >= fewest) nodes.Add(new MapNode(null, together));
        else place = [.. place.Select(number => number == shown.Count ? Nowhere : number)];
        return new NetworkMap(hub, nodes, place, fewest);
    }

    private static IEnumerable<MapLine> LinesOf(HubSnapshot hub, int[] place)
    {
        var strength = new Saturation(hub.Ties, new Affiliations(place, [.. place.Select(number => number - Nowhere)], place));
        return hub.Ties.Ties()
            .Where(tie => place[tie.I] != place[tie.J] && place[tie.I] != Nowhere && place[tie.J] != Nowhere)
            .GroupBy(tie => (A: Math.Min(place[tie.I], place[tie.J]), B: Math.Max(place[tie.I], place[tie.J])))
            .OrderBy(group => group.Key)
            .Select(group => new MapLine(
                group.Key.A,
                group.Key.B,
                strength.BetweenOrganisations(group.First().I, group.First().J),
                group.SelectMany(tie => new[] { tie.I, tie.J }).Distinct().Count()));
    }
}
