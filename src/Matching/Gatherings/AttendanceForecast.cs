using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>
/// How likely a member is to come if she is asked:
/// odds(pShow) = odds(r) · 2^t · 2^(−[not one of her days]), with
/// r = (came + κ·r̄) / (asked + κ), and t her fit to the topic in [0, 1]. In (0, 1).
/// </summary>
/// <remarks>
/// asked counts begun events with a known end: attended, no-show, declined, or invited without an answer; a registration of which nobody
/// noted the outcome tells nothing. r is the mean of a Beta posterior whose prior is the hub's mean r̄, itself drawn to ½ by two
/// imagined answers (Laplace), so that neither a newcomer nor a new hub ever stands at 0 or 1. That a full topic doubles the odds and
/// a day off halves them are priors, without a source; to be refitted.
/// </remarks>
internal sealed class AttendanceForecast
{
    /// <summary>
    /// κ, in answers: a member's own history outweighs the hub's from the fifth answer on, and two chance no-shows shut nobody out. A prior:
    /// the sample hubs hold two answers a member, too few to tell members apart (the likelihood of κ rises from 4 to ∞ by 7 units of log).
    /// </summary>
    internal const double PriorStrength = 4;

    private readonly HubSnapshot hub;
    private readonly GatheringBook book;
    private readonly TopicFit topics;
    private readonly double meanAsked;
    private readonly double meanRegistered;

    internal AttendanceForecast(HubSnapshot hub, GatheringBook book, TopicFit topics)
    {
        this.hub = hub;
        this.book = book;
        this.topics = topics;
        var past = Enumerable.Range(0, book.Gatherings.Count).SelectMany(book.To).ToList();
        meanAsked = Mean(Count(past, IsAnswer));
        meanRegistered = Mean(Count(past, IsOutcome));
    }

    /// <summary>pShow of a member who is asked.</summary>
    internal double Of(int member, int gathering)
    {
        var rate = Smooth(Count(book.Of(member), IsAnswer), meanAsked);
        var odds = rate / (1 - rate) * double.Exp2(topics.Of(member, gathering) - (IsDayOff(member, gathering) ? 1 : 0));
        return odds / (1 + odds);
    }

    /// <summary>The chance that somebody who has registered comes: her own record of coming when registered, drawn to the hub's mean.</summary>
    internal double OfRegistered(int? member) =>
        member is { } known ? Smooth(Count(book.Of(known), IsOutcome), meanRegistered) : meanRegistered;

    private static double Mean((int Came, int Of) count) => (count.Came + 1.0) / (count.Of + 2.0);

    private static double Smooth((int Came, int Of) count, double mean) => (count.Came + (PriorStrength * mean)) / (count.Of + PriorStrength);

    private (int Came, int Of) Count(IReadOnlyList<Standing> standings, Func<AttendanceStatus, bool> counts)
    {
        var begun = standings.Where(standing => book.HasBegun(standing.Event) && counts(standing.Status)).ToList();
        return (begun.Count(standing => standing.Status == AttendanceStatus.Attended), begun.Count);
    }

    private static bool IsAnswer(AttendanceStatus status) => status != AttendanceStatus.Registered;

    private static bool IsOutcome(AttendanceStatus status) => status is AttendanceStatus.Attended or AttendanceStatus.NoShow;

    private bool IsDayOff(int member, int gathering) => hub.Days[member] != 0 && (hub.Days[member] & (1 << (int)book.DayOf(gathering))) == 0;
}
