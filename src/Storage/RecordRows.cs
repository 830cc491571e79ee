using System.Data.Common;
using Matching.Profiles;

namespace Matching.Storage;

/// <summary>The columns of each kind of record, in the order in which they are read here.</summary>
internal static class RecordRows
{
    public const string HubColumns = "id, name, municipality, latitude, longitude, time_zone, neighbours, withhold";

    public const string OrganisationColumns =
        "id, name, sector, unit_of, municipality, short_name, aliases, keywords, remit, website, ministry, function_address";

    public const string MemberColumns =
        "id, name, organisation, hub, email, unit, other_hubs, challenges, skills, interests, languages, days, contact_for, "
        + "remote, happy_to_help, capacity, title, matchable, joined, complexity, may_be_named";

    public const string GatheringColumns =
        "id, hub, title, starts_at, ends_at, description, topics, capacity, min_attendance, sectors";

    public static Hub Hub(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Municipality = row.TextOrNull(2),
        Latitude = row.RealOrNull(3),
        Longitude = row.RealOrNull(4),
        TimeZone = row.GetString(5),
        Neighbours = row.List<string>(6),
        Withhold = row.GetDouble(7),
    };

    public static Organisation Organisation(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Sector = row.Term<Sector>(2),
        UnitOf = row.TextOrNull(3),
        Municipality = row.TextOrNull(4),
        ShortName = row.TextOrNull(5),
        Aliases = row.List<string>(6),
        Keywords = row.List<string>(7),
        Remit = row.TextOrNull(8),
        Website = row.TextOrNull(9),
        Ministry = row.TextOrNull(10),
        FunctionAddress = row.TextOrNull(11),
    };

    public static Member Member(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Organisation = row.GetString(2),
        Hub = row.GetString(3),
        Email = row.TextOrNull(4),
        Unit = row.TextOrNull(5),
        OtherHubs = row.List<string>(6),
        Challenges = row.List<string>(7),
        Skills = row.List<string>(8),
        Interests = row.List<string>(9),
        Languages = row.List<string>(10),
        Days = row.List<Weekday>(11),
        ContactFor = row.List<string>(12),
        Remote = row.Flag(13),
        HappyToHelp = row.Flag(14),
        Capacity = row.GetInt32(15),
        Title = row.TextOrNull(16),
        Matchable = row.Flag(17),
        Joined = row.DayOrNull(18),
        Complexity = row.List<NeedComplexity>(19),
        MayBeNamed = row.Flag(20),
    };

    public static Gathering Gathering(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Hub = row.GetString(1),
        Title = row.GetString(2),
        StartsAt = row.Time(3),
        EndsAt = row.TimeOrNull(4),
        Description = row.TextOrNull(5),
        Topics = row.List<string>(6),
        Capacity = row.WholeOrNull(7),
        MinAttendance = row.WholeOrNull(8),
        Sectors = row.List<Sector>(9),
    };
}
