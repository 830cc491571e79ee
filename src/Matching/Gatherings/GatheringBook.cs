using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>Where a person stands to an event, both as numbers; a guest from another hub has none.</summary>
internal readonly record struct Standing(int? Member, int Event, AttendanceStatus Status);

/// <summary>A hub's events, numbered by their start and id, and where everyone stands to them at the snapshot's moment.</summary>
internal sealed class GatheringBook
{
    // An event without an end is taken to last as long as a workshop usually does; only clashes in time are found with it.
    private static readonly TimeSpan UsualLength = TimeSpan.FromHours(2);

    private readonly HubSnapshot hub;
    private readonly TimeZoneInfo zone;
    private readonly Dictionary<string, int> numbers;
    private readonly List<Standing>[] ofEvent;
    private readonly List<Standing>[] ofMember;

    internal GatheringBook(HubSnapshot hub, GatheringRecords records)
    {
        this.hub = hub;
        zone = TimeZoneInfo.TryFindSystemTimeZoneById(hub.Hub.TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        Gatherings = [.. records.Gatherings.OrderBy(gathering => gathering.StartsAt).ThenBy(gathering => gathering.Id, StringComparer.Ordinal)];
        numbers = Gatherings.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        ofEvent = [.. Gatherings.Select(_ => new List<Standing>())];
        ofMember = [.. hub.Members.Select(_ => new List<Standing>())];
        foreach (var word in records.Attendance.OrderBy(word => word.Event, StringComparer.Ordinal).ThenBy(word => word.Member, StringComparer.Ordinal)) Note(word);
    }

    /// <summary>The events by number.</summary>
    internal IReadOnlyList<Gathering> Gatherings { get; }

    /// <summary>The number of an event of this hub, or null.</summary>
    internal int? Find(string gathering) => numbers.TryGetValue(gathering, out var number) && IsHere(number) ? number : null;

    /// <summary>Where people stand to an event, by id.</summary>
    internal IReadOnlyList<Standing> To(int gathering) => ofEvent[gathering];

    /// <summary>Where a member stands to each event that she has a word about.</summary>
    internal IReadOnlyList<Standing> Of(int member) => ofMember[member];

    internal AttendanceStatus? Of(int member, int gathering) =>
        ofMember[member].Where(standing => standing.Event == gathering).Select(standing => (AttendanceStatus?)standing.Status).FirstOrDefault();

    /// <summary>Whether the event is one of this hub, and not of another that members go to.</summary>
    internal bool IsHere(int gathering) => Gatherings[gathering].Hub == hub.Hub.Id;

    internal bool HasBegun(int gathering) => Gatherings[gathering].StartsAt <= hub.AsOf;

    /// <summary>The day of the week on which the event starts, where the hub is.</summary>
    internal Weekday DayOf(int gathering) => (Weekday)(((int)TimeZoneInfo.ConvertTime(Gatherings[gathering].StartsAt, zone).DayOfWeek + 6) % 7);

    internal bool Clash(int one, int other) =>
        Gatherings[one].StartsAt < End(Gatherings[other]) && Gatherings[other].StartsAt < End(Gatherings[one]);

    private static DateTimeOffset End(Gathering gathering) =>
        gathering.EndsAt is { } end && end > gathering.StartsAt ? end : gathering.StartsAt + UsualLength;

    private void Note(Attendance word)
    {
        // What was said after the moment had not been said yet.
        if (word.At > hub.AsOf || !numbers.TryGetValue(word.Event, out var gathering)) return;
        var standing = new Standing(hub.Find(word.Member), gathering, word.Status);
        ofEvent[gathering].Add(standing);
        if (standing.Member is { } member) ofMember[member].Add(standing);
    }
}
