using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>How much an event says to a member, from one kind of evidence.</summary>
internal interface IEventAppeal
{
    /// <summary>In [0, 1]; 0 where the evidence says nothing.</summary>
    double Of(int member, int gathering);
}

/// <summary>What the event is about. Speaks from the first day, for events that nobody has registered for.</summary>
internal sealed class TopicAppeal(TopicFit topics) : IEventAppeal
{
    public double Of(int member, int gathering) => topics.Of(member, gathering);
}

/// <summary>Who else goes: <see cref="Ease"/> over everyone who attended or registered. Speaks where others like her have registered.</summary>
internal sealed class CompanyAppeal : IEventAppeal
{
    private readonly double[][] scores;

    internal CompanyAppeal(HubSnapshot hub, GatheringBook book)
    {
        var going = Enumerable.Range(0, hub.Count)
            .SelectMany(member => book.Of(member).Where(IsGoing).Select(standing => (member, standing.Event)))
            .ToList();
        var ease = Ease.FitBalanced(hub.Count, book.Gatherings.Count, going, Themes.Of(book.Gatherings));
        scores = [.. Enumerable.Range(0, hub.Count).Select(member =>
            ease.BalancedScores(book.Of(member).Where(IsGoing).Select(standing => (standing.Event, 1))))];
    }

    // A score rebuilds attendance, which is 0 or 1; what lies outside is noise.
    public double Of(int member, int gathering) => Math.Clamp(scores[member][gathering], 0, 1);

    internal static bool IsGoing(Standing standing) => IsGoing(standing.Status);

    internal static bool IsGoing(AttendanceStatus? status) => status is AttendanceStatus.Attended or AttendanceStatus.Registered;
}
