using CsCheck;
using Matching.Gatherings;
using Matching.Profiles;

namespace Matching.Tests.Gatherings;

/// <summary>Events for tests: one by hand, and any by chance.</summary>
internal static class Rooms
{
    // A Thursday.
    internal static readonly DateTimeOffset Soon = Hubs.Monday.AddDays(10).AddHours(2);

    internal static Gathering Event(string id, DateTimeOffset? at = null, string title = "Frukost", int? capacity = null, params IReadOnlyList<string> topics) =>
        new() { Id = id, Hub = "lulea", Title = title, StartsAt = at ?? Soon, Capacity = capacity, Topics = topics };

    internal static Attendance Said(string gathering, string member, AttendanceStatus status) => new() { Event = gathering, Member = member, Status = status };

    internal static GatheringRecords Records(IReadOnlyList<Gathering> gatherings, params IReadOnlyList<Attendance> attendance) =>
        new() { Gatherings = gatherings, Attendance = attendance };

    private static readonly Gen<IReadOnlyList<string>> GenTopics =
        Gen.OneOf("elnät", "detaljplaner", "bostäder", "praktik").List[0, 3].Select(topics => (IReadOnlyList<string>)[.. topics.Distinct()]);

    private static Gen<Gathering> GenEvent(int number) =>
        from days in Gen.Int[-60, 30]
        from topics in GenTopics
        from capacity in Gen.Int[0, 12]
        from least in Gen.Int[0, 6]
        from sectors in Gen.Enum<Sector>().List[0, 2]
        select new Gathering
        {
            Id = $"e{number}",
            Hub = "lulea",
            Title = $"Träff {number}",
            StartsAt = Hubs.Monday.AddDays(days).AddHours(1),
            Topics = topics,
            Capacity = capacity == 0 ? null : capacity,
            MinAttendance = least == 0 ? null : Math.Min(least, capacity),
            Sectors = [.. sectors.Distinct()],
        };

    private static Gen<Attendance> GenWord(int members, int events) =>
        from gathering in Gen.Int[0, events - 1]
        from member in Gen.Int[0, members - 1]
        from status in Gen.Enum<AttendanceStatus>()
        select new Attendance { Event = $"e{gathering}", Member = $"m{member:000}", Status = status };

    /// <summary>Any hub with the event <c>target</c> ten days ahead, four others, and words about all of them.</summary>
    internal static readonly Gen<(HubRecords Hub, GatheringRecords Gatherings)> Any =
        from hub in Hubs.Any
        from target in GenEvent(0)
        from first in GenEvent(1)
        from second in GenEvent(2)
        from third in GenEvent(3)
        from words in GenWord(hub.Members.Count, 4).List[0, 60]
        select (hub, new GatheringRecords
        {
            Gatherings = [target with { Id = "target", StartsAt = Soon }, target, first, second, third],
            Attendance =
            [
                .. words.DistinctBy(word => (word.Event, word.Member)),
                .. words.Take(3).DistinctBy(word => word.Member).Select(word => word with { Event = "target" }),
            ],
        });
}
