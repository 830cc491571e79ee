using System.Globalization;
using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>
/// Puts into words why an event suits a member. Only what she published herself, what the organiser published, and numbers: never other
/// people's names or answers, how likely she is to come, or a score.
/// </summary>
internal sealed class EventReasons(HubSnapshot hub, GatheringBook book, TopicFit topics)
{
    /// <summary>More would not be read.</summary>
    internal const int Most = 4;

    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    internal EventReason? Topic(int member, int gathering)
    {
        if (topics.Explain(member, gathering) is not { } match) return null;
        var (title, text) = (book.Gatherings[gathering].Title, match.Text.Trim().TrimEnd('.'));
        var (sv, en) = match.Side switch
        {
            ProfileSide.Challenge => ($"”{title}” handlar om utmaningen ”{text}”.", $"“{title}” is about the challenge “{text}”."),
            ProfileSide.Offer => ($"”{title}” kan ha nytta av ”{text}”.", $"“{title}” could use “{text}”."),
            _ => ($"”{title}” ligger nära intresset ”{text}”.", $"“{title}” is close to the interest “{text}”."),
        };
        return new EventReason(EventReasonKind.Topic, sv, en, match.Words);
    }

    internal EventReason? WantedSector(int member, int gathering)
    {
        var sector = (Sector)hub.Groups.Sector[member];
        if (!book.Gatherings[gathering].Sectors.Contains(sector)) return null;
        var (sv, en) = Name(sector);
        return new EventReason(EventReasonKind.WantedSector, $"Arrangören vill ha med {sv}.", $"The organiser wants {en} in the room.", []);
    }

    internal EventReason FirstOfOrganisation(int member)
    {
        var name = hub.OrganisationOf(member).Name;
        return new EventReason(EventReasonKind.FirstOfOrganisation, $"Ingen annan från {name} är med än.", $"Nobody else from {name} is in yet.", []);
    }

    internal EventReason? Day(int member, int gathering)
    {
        var day = book.DayOf(gathering);
        if ((hub.Days[member] & (1 << (int)day)) == 0) return null;
        var name = (DayOfWeek)(((int)day + 1) % 7);
        return new EventReason(
            EventReasonKind.Day,
            $"Det är en {Swedish.DateTimeFormat.GetDayName(name)}, en vanlig dag på hubben.",
            $"It is on a {English.DateTimeFormat.GetDayName(name)}, a usual day in the hub.",
            []);
    }

    internal static EventReason? NewPeople(int count) => count switch
    {
        0 => null,
        1 => new EventReason(EventReasonKind.NewPeople, "En person från en annan organisation att lära känna.", "One person from another organisation to get to know.", []),
        _ => new EventReason(
            EventReasonKind.NewPeople,
            $"{count.ToString(Swedish)} personer från andra organisationer att lära känna.",
            $"{count.ToString(English)} people from other organisations to get to know.",
            []),
    };

    internal static EventReason Company() => new(
        EventReasonKind.Company, "Flera som brukar gå på samma evenemang är med.", "Several who go to the same events are coming.", []);

    internal static EventReason Open() => new(EventReasonKind.Open, "Öppet för alla medlemmar i hubben.", "Open to every member of the hub.", []);

    private static (string Sv, string En) Name(Sector sector) => sector switch
    {
        Sector.Agency => ("myndigheter", "agencies"),
        Sector.CountyBoard => ("länsstyrelsen", "the county board"),
        Sector.Municipality => ("kommuner", "municipalities"),
        Sector.Region => ("regionen", "the region"),
        Sector.PublicCompany => ("offentliga bolag", "public companies"),
        Sector.University => ("lärosäten", "universities"),
        Sector.Business => ("företag", "businesses"),
        Sector.Association => ("föreningar", "associations"),
        _ => ("andra organisationer", "other organisations"),
    };
}
