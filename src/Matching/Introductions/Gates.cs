using Matching.Bridges;
using Matching.Profiles;

namespace Matching.Introductions;

/// <summary>Why a pair is not to be introduced at all, whatever it would be worth.</summary>
public enum Gate
{
    /// <summary>Nothing stands in the way.</summary>
    Open,

    /// <summary>One of them has not agreed to be introduced.</summary>
    NotMatchable,

    /// <summary>One of them wants no introductions at present.</summary>
    NoCapacity,

    /// <summary>One of them has as many introductions waiting for an answer as a person should have.</summary>
    AwaitingAnswer,

    /// <summary>One of them has left three introductions running without an answer.</summary>
    Paused,

    /// <summary>They are of one organisation; a hub exists to cross that border.</summary>
    SameOrganisation,

    /// <summary>They work in one team.</summary>
    SameTeam,

    /// <summary>They have a tie.</summary>
    AlreadyTied,

    /// <summary>Their circles overlap by half or more; they will meet without help.</summary>
    SameCircle,

    /// <summary>A host's rule keeps them apart.</summary>
    RuledOut,

    /// <summary>A supplier and a public body with an open procurement.</summary>
    Quarantine,

    /// <summary>One of them said no to the other within the last 180 days.</summary>
    DeclinedLately,

    /// <summary>The suggestion was left without an answer within the last 56 days.</summary>
    IgnoredLately,

    /// <summary>The pair has been asked, and the answer is not in.</summary>
    AlreadyAsked,

    /// <summary>A host turned the pair down, lately or for good.</summary>
    TurnedDownByHost,

    /// <summary>The pair is kept apart for comparison, in a hub that has chosen so.</summary>
    Withheld,

    /// <summary>They have no language in common.</summary>
    NoSharedLanguage,
}

/// <summary>Decides for each person and pair whether an introduction may be made at all.</summary>
public sealed class Gates
{
    /// <summary>From this overlap of circles a pair is not introduced.</summary>
    public const double LargestOverlap = 0.5;

    /// <summary>Days that a no keeps a pair from being suggested again.</summary>
    public const int DeclineDays = 180;

    /// <summary>Days that a host's "bad timing" does.</summary>
    public const int BadTimingDays = 28;

    /// <summary>Days that silence does.</summary>
    public const int IgnoreDays = 56;

    /// <summary>Introductions running without any answer after which a person rests.</summary>
    public const int MostIgnored = 3;

    /// <summary>Weeks for which a comparison pair is kept apart before pairs are drawn anew.</summary>
    public const int WithholdWeeks = 8;

    /// <summary>Introductions that may wait for one person's answer at a time; more is pressure.</summary>
    public const int MostUnanswered = 2;

    /// <summary>What a host's "prefer" multiplies the rank of a pair by: as much as the fairest pair, never past a closed gate or a poor score.</summary>
    public const double Preference = 1.5;

    private readonly HubSnapshot hub;
    private readonly Dictionary<UnorderedPair, Gate> closed = [];
    private readonly HashSet<UnorderedPair> preferred = [];
    private readonly int[] unanswered;
    private readonly bool[] paused;

    /// <summary>Reads the hub's rules and history once.</summary>
    public Gates(HubSnapshot hub)
    {
        this.hub = hub;
        unanswered = new int[hub.Count];
        foreach (var past in hub.History) Read(past);
        paused = [.. Enumerable.Range(0, hub.Count).Select(IsPaused)];
        foreach (var (pair, kind) in hub.Ruled)
        {
            if (kind == RuleKind.Prefer) preferred.Add(pair);
            else closed[pair] = GateOf(kind);
        }
    }

    /// <summary>Whether a person may be introduced this week.</summary>
    public Gate Of(int person)
    {
        var member = hub.Members[person];
        if (!member.Matchable) return Gate.NotMatchable;
        if (member.Capacity == 0) return Gate.NoCapacity;
        if (paused[person]) return Gate.Paused;
        return unanswered[person] >= MostUnanswered ? Gate.AwaitingAnswer : Gate.Open;
    }

    /// <summary>The first gate that closes a pair, or <see cref="Gate.Open"/>. Symmetric.</summary>
    public Gate Of(int i, int j)
    {
        if (Of(i) is not Gate.Open and var first) return first;
        if (Of(j) is not Gate.Open and var second) return second;
        if (hub.Groups.Organisation[i] == hub.Groups.Organisation[j]) return Gate.SameOrganisation;
        var pair = UnorderedPair.Of(i, j);
        if (hub.Teammates.Contains(pair)) return Gate.SameTeam;
        if (hub.Ties.Strength(i, j) > 0) return Gate.AlreadyTied;
        if (closed.TryGetValue(pair, out var gate)) return gate;
        if (!hub.ShareLanguage(i, j)) return Gate.NoSharedLanguage;
        if (Overlap.Prospective(hub.Ties, i, j) >= LargestOverlap) return Gate.SameCircle;
        return IsWithheld(i, j) ? Gate.Withheld : Gate.Open;
    }

    // Drawn by the pair and the eight weeks it falls in, so that the same pair stays apart through them and nothing need be stored.
    private bool IsWithheld(int i, int j)
    {
        if (hub.Hub.Withhold <= 0) return false;
        var block = (long)Math.Floor((hub.AsOf - DateTimeOffset.UnixEpoch).TotalDays / (7 * WithholdWeeks));
        return Chance.Share(block, hub.Hub.Id, hub.Members[i].Id, hub.Members[j].Id) < hub.Hub.Withhold;
    }

    // The last introductions that ended, newest first: three without a word since the person last came back.
    private bool IsPaused(int person)
    {
        var id = hub.Members[person].Id;
        var since = hub.Resumed.GetValueOrDefault(id, DateTimeOffset.MinValue);
        var ended = hub.History
            .Where(past => (past.A == id || past.B == id) && past.SentAt is { } sent && sent >= since && past.PromptEnd is { } end && end <= hub.AsOf)
            .OrderByDescending(past => past.SentAt)
            .Take(MostIgnored)
            .ToList();
        return ended.Count == MostIgnored && ended.TrueForAll(past => (past.A == id ? past.AnsweredByA : past.AnsweredByB) is null);
    }

    /// <summary>Whether a host has asked for this pair to be preferred.</summary>
    public bool IsPreferred(int i, int j) => preferred.Contains(UnorderedPair.Of(i, j));

    private void Read(PastIntroduction past)
    {
        if (hub.Find(past.A) is not { } i || hub.Find(past.B) is not { } j) return;
        if (past.DeclinedAt is { } no && Within(no, DeclineDays)) Close(i, j, Gate.DeclinedLately);
        if (past.RejectedAt is { } rejected && Within(rejected, DaysAway(past.RejectedFor))) Close(i, j, Gate.TurnedDownByHost);
        if (past.SentAt is null || past.DeclinedAt is not null || past.AcceptedAt is not null || past.ExpiresAt is not { } expires) return;
        if (expires > hub.AsOf)
        {
            Close(i, j, Gate.AlreadyAsked);
            unanswered[i]++;
            unanswered[j]++;
        }
        else if (Within(expires, IgnoreDays))
        {
            Close(i, j, Gate.IgnoredLately);
        }
    }

    private static int DaysAway(RejectionReason? reason) => reason switch
    {
        RejectionReason.BadTiming => BadTimingDays,
        RejectionReason.TooMuchForOne => IgnoreDays,
        RejectionReason.Sensitive => int.MaxValue / 2,
        _ => DeclineDays,
    };

    private bool Within(DateTimeOffset time, int days) => time <= hub.AsOf && (hub.AsOf - time).TotalDays < days;

    private static Gate GateOf(RuleKind kind) => kind switch
    {
        RuleKind.SameTeam => Gate.SameTeam,
        RuleKind.Quarantine => Gate.Quarantine,
        _ => Gate.RuledOut,
    };

    private void Close(int i, int j, Gate gate) => closed[UnorderedPair.Of(i, j)] = gate;
}
