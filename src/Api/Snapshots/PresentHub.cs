using Matching.Gatherings;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Api.Snapshots;

/// <summary>A hub as it is now, with its events: what is asked of the present alone.</summary>
internal sealed class PresentHub : HubMoment
{
    private readonly Lazy<Gates> gates;
    private readonly Lazy<EventRanking> events;

    internal PresentHub(HubRecords records, GatheringRecords gatherings, DateTimeOffset asOf, CompoundSplitter splitter, TextVectorIndex vectors)
        : base(records, asOf, splitter, vectors)
    {
        Gatherings = gatherings;
        gates = new Lazy<Gates>(() => new Gates(Hub));
        events = new Lazy<EventRanking>(() => new EventRanking(Hub, gatherings));
    }

    /// <summary>Its events, and who stands where to them.</summary>
    internal GatheringRecords Gatherings { get; }

    internal Gates Gates => gates.Value;

    internal EventRanking Events => events.Value;
}
