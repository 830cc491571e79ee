using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// How many people stand on either side of a share: those who carry what it counts, and those who carry the rest. One may be on both.
/// What decides whether the share may be told to someone outside the hub.
/// </summary>
public readonly record struct Sides(int Counted, int Rest)
{
    /// <summary>People on the smaller side.</summary>
    public int Fewer => Math.Min(Counted, Rest);
}

/// <summary>A hub's network at one moment, in group measures. No person can be read out of it.</summary>
public sealed record NetworkReport
{
    /// <summary>Days for which a member counts as a newcomer.</summary>
    public const int NewcomerDays = 28;

    public required NetworkPicture Picture { get; init; }

    /// <summary>E-I index of organisations (Krackhardt and Stern 1988), in [−1, 1]; null without ties.</summary>
    public required double? ExternalInternal { get; init; }

    /// <summary>The E-I index that the organisations' sizes alone would give; null with fewer than two people.</summary>
    public required double? ExpectedExternalInternal { get; init; }

    /// <summary>Pairs of the organisations that have a member here.</summary>
    public required int OrganisationPairsPossible { get; init; }

    /// <summary>Members who joined in the last 28 days.</summary>
    public required int Newcomers { get; init; }

    /// <summary>Those of them who have a tie.</summary>
    public required int NewcomersTied { get; init; }

    /// <summary>Mean of 1/d over all pairs (Latora and Marchiori 2001), in [0, 1]; null with fewer than two people.</summary>
    public required double? GlobalEfficiency { get; init; }

    /// <summary>People with a weak tie, and people with a strong one.</summary>
    public required Sides Weak { get; init; }

    /// <summary>People with a tie to another organisation, and people with one to their own.</summary>
    public required Sides CrossOrganisation { get; init; }

    /// <summary>People with a tie to another sector, and people with one to their own.</summary>
    public required Sides CrossSector { get; init; }

    /// <summary>People with somebody within three steps, and people with somebody beyond.</summary>
    public required Sides Reach { get; init; }

    /// <summary>The report of a hub on <paramref name="day"/>, the day of its moment in its own time zone.</summary>
    public static NetworkReport Of(HubSnapshot hub, DateOnly day)
    {
        var ties = hub.Ties;
        var distances = new Distances(ties);
        var newcomers = Enumerable.Range(0, hub.Count).Where(person => IsNew(hub.Members[person].Joined, day)).ToList();
        return new NetworkReport
        {
            Picture = NetworkPicture.Of(ties, hub.Groups),
            ExternalInternal = Mixing.ExternalInternal(ties, hub.Groups.Organisation),
            ExpectedExternalInternal = Mixing.ExpectedExternalInternal(hub.Groups.Organisation),
            OrganisationPairsPossible = hub.Groups.Organisations * (hub.Groups.Organisations - 1) / 2,
            Newcomers = newcomers.Count,
            NewcomersTied = newcomers.Count(person => !ties.Neighbours(person).IsEmpty),
            GlobalEfficiency = distances.GlobalEfficiency(),
            Weak = SidesOf(hub, (i, j) => ties.Strength(i, j) < TieStrength.Strong),
            CrossOrganisation = SidesOf(hub, (i, j) => hub.Groups.Organisation[i] != hub.Groups.Organisation[j]),
            CrossSector = SidesOf(hub, (i, j) => hub.Groups.Sector[i] != hub.Groups.Sector[j]),
            Reach = SidesOf(hub, distances),
        };
    }

    private static bool IsNew(DateOnly? joined, DateOnly day) => joined is { } since && day.DayNumber - since.DayNumber is >= 0 and <= NewcomerDays;

    private static Sides SidesOf(HubSnapshot hub, Func<int, int, bool> counts)
    {
        var (counted, rest) = (new HashSet<int>(), new HashSet<int>());
        foreach (var (i, j, _) in hub.Ties.Ties()) (counts(i, j) ? counted : rest).UnionWith([i, j]);
        return new Sides(counted.Count, rest.Count);
    }

    private static Sides SidesOf(HubSnapshot hub, Distances distances)
    {
        var people = Enumerable.Range(0, hub.Count);
        return new Sides(
            people.Count(person => !hub.Ties.Neighbours(person).IsEmpty),
            // Where there is no path stands a number below 0.
            people.Count(person => distances.From(person).ContainsAnyExceptInRange(0, ReachGain.Radius)));
    }
}
