using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>What the store holds on one hub's events, beside its <see cref="HubRecords"/>.</summary>
public sealed record GatheringRecords
{
    /// <summary>Every event of the hub, past and to come, and those of other hubs that one of its members has a word about.</summary>
    public required IReadOnlyList<Gathering> Gatherings { get; init; }

    /// <summary>Every word about those events from a member of the hub, and every word about the hub's own events from anybody.</summary>
    public required IReadOnlyList<Attendance> Attendance { get; init; }
}
