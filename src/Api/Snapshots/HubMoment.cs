using Matching.Gatherings;
using Matching.Introductions;
using Matching.Learning;
using Matching.Profiles;

namespace Matching.Api.Snapshots;

/// <summary>A hub at one moment, with what is computed from it once and read many times. Immutable.</summary>
internal sealed class HubMoment
{
    private readonly Lazy<PairLift?> lift;
    private readonly Lazy<Rankings> rankings;
    private readonly Lazy<AttentionPrices> prices;
    private readonly Lazy<EventRanking> events;

    internal HubMoment(HubRecords records, GatheringRecords gatherings, DateTimeOffset asOf)
    {
        Hub = HubSnapshot.Build(records, asOf);
        Gatherings = gatherings;
        lift = new Lazy<PairLift?>(() => TieForecast.Learn(records, asOf) is { } forecast ? forecast.Lift : null);
        rankings = new Lazy<Rankings>(() => new Rankings(Hub, Lift));
        prices = new Lazy<AttentionPrices>(() => new AttentionPrices(Hub));
        events = new Lazy<EventRanking>(() => new EventRanking(Hub, gatherings));
    }

    internal HubSnapshot Hub { get; }

    /// <summary>Its events, and who stands where to them.</summary>
    internal GatheringRecords Gatherings { get; }

    /// <summary>How likely pairs are to meet, from the hub's own past; null where that tells nothing.</summary>
    internal PairLift? Lift => lift.Value;

    internal Rankings Rankings => rankings.Value;

    internal AttentionPrices Prices => prices.Value;

    internal EventRanking Events => events.Value;
}
