using System.Globalization;
using Matching.Learning;
using Matching.Profiles;
using Matching.Ties;

namespace Matching.Benchmarks.Quality;

/// <summary>Two weeks of meetings in a workplace whose departments stand as organisations: which ties form, and what a slate is worth.</summary>
internal static class WorkplaceMeetings
{
    private const double PastShare = 0.7;

    internal static IEnumerable<QualityRow> Measure(DataFolder data)
    {
        var moment = Read(data);
        return TieForecastMeasures.Of(data.Name, moment).Concat(SlateMeasures.Of(data.Name, moment));
    }

    private static WorkplaceMoment Read(DataFolder data)
    {
        var records = new HubRecords
        {
            Hub = data.Rows("hubs.csv", row => new Hub { Id = row.GetString("id"), Name = row.GetString("name") })[0],
            Organisations = data.Rows("organisations.csv", row => new Organisation { Id = row.GetString("id"), Name = row.GetString("name"), Sector = Sector.Agency }),
            Members = data.Rows("members.csv", row => new Member
            {
                Id = row.GetString("id"),
                Name = row.GetString("name"),
                Organisation = row.GetString("organisation"),
                Hub = row.GetString("hub"),
            }),
        };
        var meetings = data.Rows("interactions.csv", row => new Interaction
        {
            A = row.GetString("a"),
            B = row.GetString("b"),
            Kind = InteractionKind.Meeting,
            At = DateTimeOffset.Parse(row.GetString("at"), CultureInfo.InvariantCulture),
            Minutes = row.Parse<double>("minutes"),
        }).OrderBy(meeting => meeting.At).ToList();
        var past = meetings.Take((int)(meetings.Count * PastShare)).ToList();
        return new WorkplaceMoment(records with { Interactions = past }, past[^1].At, EncounterLog.Of(records with { Interactions = meetings }, meetings[^1].At));
    }
}

/// <summary>The moment at which the past ends.</summary>
/// <param name="Records">What is known then.</param>
/// <param name="AsOf">When it is.</param>
/// <param name="All">All encounters, the later ones too: for labels alone.</param>
internal sealed record WorkplaceMoment(HubRecords Records, DateTimeOffset AsOf, EncounterLog All)
{
    private readonly HashSet<UnorderedPair> everMet = Met(All);

    /// <summary>Encounters of the past.</summary>
    internal EncounterLog Past { get; } = EncounterLog.Of(Records, AsOf);

    /// <summary>Everyone who has met in the past is tied.</summary>
    internal TieGraph Graph() => TieGraph.FromStrengths(Past.Count, [.. Met(Past).Select(pair => (pair.Low, pair.High, 1.0))]);

    /// <summary>Pairs who were seen in the past but not with each other.</summary>
    internal IReadOnlyList<UnorderedPair> Strangers()
    {
        var met = Met(Past);
        var seen = met.SelectMany(pair => new[] { pair.Low, pair.High }).Distinct().Order().ToList();
        return [.. from i in seen from j in seen where i < j && !met.Contains(UnorderedPair.Of(i, j)) select UnorderedPair.Of(i, j)];
    }

    internal bool MeetLater(UnorderedPair stranger) => everMet.Contains(stranger);

    /// <summary>Whether a pair is of two departments.</summary>
    internal bool Crosses(UnorderedPair pair) => Past.Organisation[pair.Low] != Past.Organisation[pair.High];

    private static HashSet<UnorderedPair> Met(EncounterLog log) => [.. log.Encounters.Select(encounter => UnorderedPair.Of(encounter.I, encounter.J))];
}
