using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>
/// How many questions wait for a person's answer, introductions and invitations together: attention is one budget, and whoever asks
/// draws on it.
/// </summary>
internal sealed class Attention
{
    private readonly int[] open;

    internal Attention(HubSnapshot hub, GatheringBook book)
    {
        open = hub.OpenIntroductions();
        for (var member = 0; member < hub.Count; member++)
            open[member] += book.Of(member).Count(standing => standing.Status == AttendanceStatus.Invited && !book.HasBegun(standing.Event));
    }

    internal int Open(int member) => open[member];
}
