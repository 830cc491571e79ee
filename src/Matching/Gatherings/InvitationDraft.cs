namespace Matching.Gatherings;

/// <summary>How guests are chosen. With the same records, the same options give the same draft, byte for byte.</summary>
public sealed record InvitationOptions
{
    /// <summary>How many the room holds; null is the event's own capacity, and where that is null too, everybody is asked.</summary>
    public int? Capacity { get; init; }

    /// <summary>Breaks exact ties between equally good guests. 0 breaks them by id.</summary>
    public long Seed { get; init; }

    /// <summary>λ: what variety weighs against relevance. A prior.</summary>
    public double Variety { get; init; } = 0.8;

    /// <summary>The share of F that may be given up so that more pairs meet who should. A prior.</summary>
    public double PairShare { get; init; } = 0.05;

    /// <summary>Questions that may wait for one person's answer, introductions and invitations together; as many as gates allow for introductions.</summary>
    public int MostOpen { get; init; } = 2;

    /// <summary>The most on the waiting list.</summary>
    public int MostWaiting { get; init; } = 20;
}

/// <summary>Whom to ask to an event, for a host to review. Nothing is stored.</summary>
public sealed record InvitationDraft
{
    /// <summary>Whom to ask, by what each adds.</summary>
    public required IReadOnlyList<Invitation> Invited { get; init; }

    /// <summary>The next best, should somebody say no.</summary>
    public required IReadOnlyList<Invitation> Waiting { get; init; }
    public required InvitationCoverage Coverage { get; init; }

    /// <summary>How many the room holds; null where nobody has said.</summary>
    public required int? Capacity { get; init; }

    /// <summary>Σ pShow of those who are asked, and of those who have registered or been asked before. At most the capacity, as far as it lies with this draft.</summary>
    public required double Expected { get; init; }

    /// <summary>The part of <see cref="Expected"/> that was there before this draft.</summary>
    public required double ExpectedBefore { get; init; }

    /// <summary>Whether as many are expected as the event needs; true where it needs no number.</summary>
    public required bool ReachesMinimum { get; init; }

    /// <summary>The members who are asked and those who have registered, in fours; empty where they are too many to be seated by hand.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Tables { get; init; }
}

/// <summary>A guest to ask.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Score">What she adds to F, as a share of the most that a guest can add. In [0, 1].</param>
/// <param name="PShow">The chance that she comes. In (0, 1).</param>
/// <param name="Reasons">One to four, most telling first; about the matter and the room, never about anybody's answers.</param>
public sealed record Invitation(string Member, double Score, double PShow, IReadOnlyList<EventReason> Reasons);

/// <summary>Whom the room would join, with those who come anyway.</summary>
/// <param name="Sectors">Number of sectors.</param>
/// <param name="Organisations">Number of organisations.</param>
/// <param name="NewPairs">Pairs of different organisations without a tie who would be in one room.</param>
public sealed record InvitationCoverage(int Sectors, int Organisations, int NewPairs);

public enum EventReasonKind
{
    /// <summary>The event's matter meets what the member needs, can give or likes.</summary>
    Topic,

    /// <summary>The organiser wants her sector in the room.</summary>
    WantedSector,

    /// <summary>Nobody of her organisation is in the room yet.</summary>
    FirstOfOrganisation,

    /// <summary>How many she could meet whom she does not know. Never who.</summary>
    NewPeople,

    /// <summary>The event is on a day when she is in.</summary>
    Day,

    /// <summary>People go to it who go to what she goes to. Never who.</summary>
    Company,

    /// <summary>The event is open to the members of her hub.</summary>
    Open,
}

/// <summary>A reason that can be said aloud to the member, in Swedish and in English.</summary>
/// <param name="Kind">What the reason rests on.</param>
/// <param name="Sv">The sentence in Swedish.</param>
/// <param name="En">The sentence in English.</param>
/// <param name="Words">The words that met, as the member wrote them; empty for reasons without words.</param>
public sealed record EventReason(EventReasonKind Kind, string Sv, string En, IReadOnlyList<string> Words);
