using Matching.Introductions;
using Matching.Learning;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Api.Snapshots;

/// <summary>A hub at one moment, with what is computed from it once and read many times. Immutable.</summary>
internal class HubMoment
{
    private readonly Lazy<PairLift?> lift;
    private readonly Lazy<Rankings> rankings;
    private readonly Lazy<AttentionPrices> prices;

    internal HubMoment(HubRecords records, DateTimeOffset asOf, CompoundSplitter splitter, TextVectorIndex vectors)
    {
        Hub = HubSnapshot.Build(records, asOf, splitter, vectors);
        lift = new Lazy<PairLift?>(() => TieForecast.Learn(records, asOf) is { } forecast ? forecast.Lift : null);
        rankings = new Lazy<Rankings>(() => new Rankings(Hub, Lift));
        prices = new Lazy<AttentionPrices>(() => new AttentionPrices(Hub));
    }

    internal HubSnapshot Hub { get; }

    /// <summary>How likely pairs are to meet, from the hub's own past; null where that tells nothing.</summary>
    internal PairLift? Lift => lift.Value;

    internal Rankings Rankings => rankings.Value;

    internal AttentionPrices Prices => prices.Value;
}
