namespace Matching.Profiles;

// One record a table, with the columns of the import files. Files, store and REST carry the same records:
// the columns are a contract, so a second set of types would only be a second place to forget one.

/// <summary>The kind of body an organisation is; bridges between sectors count for more than bridges within one.</summary>
public enum Sector
{
    Agency,
    CountyBoard,
    Municipality,
    Region,
    PublicCompany,
    University,
    Business,
    Association,
    Other,
}

/// <summary>A place (or a network) within which introductions are made.</summary>
public sealed record Hub
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Municipality { get; init; }

    /// <summary>Degrees north, WGS 84, −90 to 90.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east, WGS 84, −180 to 180.</summary>
    public double? Longitude { get; init; }

    /// <summary>IANA time zone, in which the hub's days and weeks are counted.</summary>
    public string TimeZone { get; init; } = "Europe/Stockholm";

    /// <summary>Hubs that may exchange introductions with this one.</summary>
    public IReadOnlyList<string> Neighbours { get; init; } = [];

    /// <summary>
    /// Share of eligible pairs that are kept apart for comparison, 0 to 0.15, drawn anew every eight weeks: the only way to know what an
    /// introduction changes. 0 unless the hub has chosen otherwise.
    /// </summary>
    public double Withhold { get; init; }
}

/// <summary>An employer of members, or an authority that members may need to reach.</summary>
public sealed record Organisation
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required Sector Sector { get; init; }

    /// <summary>The organisation that this one is a unit of. The topmost one counts as the organisation when bridges are weighed.</summary>
    public string? UnitOf { get; init; }
    public string? Municipality { get; init; }
    public string? ShortName { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>What the organisation answers for, in its own words.</summary>
    public string? Remit { get; init; }
    public string? Website { get; init; }
    public string? Ministry { get; init; }

    /// <summary>Mail of the function, used when no person is right or free.</summary>
    public string? FunctionAddress { get; init; }
}

/// <summary>A person who may be introduced. Each field has one purpose; what the matcher may read is said beside it.</summary>
public sealed record Member
{
    public required string Id { get; init; }

    /// <summary>Full name. Others see the first name until both have said yes.</summary>
    public required string Name { get; init; }
    public required string Organisation { get; init; }

    /// <summary>The hub this member belongs to first.</summary>
    public required string Hub { get; init; }

    /// <summary>Shared with the other person when both have said yes; never read by the matcher.</summary>
    public string? Email { get; init; }

    /// <summary>Department within the organisation. People of one unit are not introduced to each other.</summary>
    public string? Unit { get; init; }

    /// <summary>Further hubs where this member may be introduced.</summary>
    public IReadOnlyList<string> OtherHubs { get; init; } = [];

    /// <summary>What the member needs, a sentence each. Read by the matcher and quoted in reasons.</summary>
    public IReadOnlyList<string> Challenges { get; init; } = [];

    /// <summary>
    /// How complex each challenge is, in the same order; empty where nobody has said, and then it is read from the wording.
    /// </summary>
    public IReadOnlyList<NeedComplexity> Complexity { get; init; } = [];

    /// <summary>What the member can help with, a sentence each. Read by the matcher and quoted in reasons.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];
    public IReadOnlyList<string> Interests { get; init; } = [];

    /// <summary>Languages for a conversation (BCP 47 primary tags). Empty means unknown, and closes nothing.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Weekdays usually spent in the hub. Empty means unknown.</summary>
    public IReadOnlyList<Weekday> Days { get; init; } = [];

    /// <summary>Matters that this person answers for. Counts as an offer.</summary>
    public IReadOnlyList<string> ContactFor { get; init; } = [];
    public bool Remote { get; init; }

    /// <summary>Glad to help without getting something back; otherwise one-sided help counts for less. Unknown counts as yes.</summary>
    public bool HappyToHelp { get; init; } = true;

    /// <summary>Introductions a week, 0 to 2.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>Kept for the member; never shown before both accept, never read by the matcher.</summary>
    public string? Title { get; init; }

    /// <summary>Consent to be introduced.</summary>
    public bool Matchable { get; init; } = true;

    /// <summary>Consent to be named to somebody else as the way to a person she knows; without it a shared contact stands unnamed.</summary>
    public bool MayBeNamed { get; init; }

    /// <summary>When the member joined the hub; null means long ago.</summary>
    public DateOnly? Joined { get; init; }

    /// <summary>The name that others see before both have said yes.</summary>
    public string FirstName() => Name.AsSpan().Trim().IndexOf(' ') is > 0 and var space ? Name.Trim()[..space] : Name.Trim();
}

/// <summary>What a need asks of the tie that carries it (Hansen 1999: weak ties speed simple knowledge and slow complex knowledge).</summary>
public enum NeedComplexity
{
    /// <summary>Who knows, where, which form. χ = 0.</summary>
    Information,

    /// <summary>How did you do it? χ = ½.</summary>
    Advice,

    /// <summary>Joint work, tacit or politically sensitive. χ = 1.</summary>
    Joint,
}

public enum Weekday
{
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// <summary>What happened between two people.</summary>
public enum InteractionKind
{
    Met,
    Meeting,
    Introduced,
    Declared,
    Collaboration,
    Message,
    SameTeam,
    CoAttendance,
}

/// <summary>Whether a meeting was of use, as far as somebody has said.</summary>
public enum Usefulness
{
    Unknown,
    Yes,
    No,
}

/// <summary>Something that happened between two people at a time. One row each; (a, b, kind, at) names it.</summary>
public sealed record Interaction
{
    public required string A { get; init; }
    public required string B { get; init; }
    public required InteractionKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it lasted, in minutes, above 0; null means unknown.</summary>
    public double? Minutes { get; init; }
    public Usefulness Useful { get; init; }
}

public enum StandingTieKind
{
    Declared,
    Advice,
    SameTeam,
}

/// <summary>A tie that somebody has stated, without a time. A declared or advice tie goes from a to b.</summary>
public sealed record StandingTie
{
    public required string A { get; init; }
    public required string B { get; init; }
    public required StandingTieKind Kind { get; init; }

    /// <summary>How much it counts, 0 to 1.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>A member was in the hub on a day. Kept for tie strength alone; never shown to others.</summary>
public sealed record CheckIn
{
    public required string Member { get; init; }
    public required string Hub { get; init; }
    public required DateOnly Day { get; init; }
}

/// <summary>An event in a hub. (Named so because <c>Event</c> is a keyword in other .NET languages.)</summary>
public sealed record Gathering
{
    public required string Id { get; init; }
    public required string Hub { get; init; }
    public required string Title { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string> Topics { get; init; } = [];
    public int? Capacity { get; init; }
    public int? MinAttendance { get; init; }

    /// <summary>Sectors that the organiser wants in the room.</summary>
    public IReadOnlyList<Sector> Sectors { get; init; } = [];
}

public enum AttendanceStatus
{
    Invited,
    Registered,
    Attended,
    Declined,
    NoShow,
}

/// <summary>How a member stands to an event: one row a member and event, the latest word wins.</summary>
public sealed record Attendance
{
    public required string Event { get; init; }
    public required string Member { get; init; }
    public required AttendanceStatus Status { get; init; }
    public DateTimeOffset? At { get; init; }
}

/// <summary>Why a host turned a suggestion down. Each changes what comes next in its own way; see <c>Gates</c>.</summary>
public enum RejectionReason
{
    /// <summary>They know each other: counts as a stated contact both ways.</summary>
    KnowEachOther,

    /// <summary>The matter is not the same: the pair stays away for half a year.</summary>
    WrongTopic,

    /// <summary>Not now: the pair may come back after four weeks.</summary>
    BadTiming,

    /// <summary>The pair never comes back.</summary>
    Sensitive,

    /// <summary>One of them has enough to do: both rank lower for a while, and the pair stays away for eight weeks.</summary>
    TooMuchForOne,

    /// <summary>The pair stays away for half a year.</summary>
    Other,
}

public enum RuleKind
{
    Never,
    Prefer,
    SameTeam,
    Quarantine,
}

/// <summary>A host's standing word on a pair, where a and b are members or organisations.</summary>
public sealed record Rule
{
    public required RuleKind Kind { get; init; }
    public required string A { get; init; }

    /// <summary>The other side; null means everyone (for a quarantine: every public body).</summary>
    public string? B { get; init; }

    /// <summary>The last day on which the rule holds; null means until it is taken away.</summary>
    public DateOnly? Until { get; init; }
    public string? Reason { get; init; }
}
