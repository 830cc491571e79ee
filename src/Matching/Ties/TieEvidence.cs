using Matching.Profiles;

namespace Matching.Ties;

/// <summary>A piece of evidence for a tie between two members, who are numbered as in the snapshot.</summary>
/// <param name="Pair">The two.</param>
/// <param name="AgeDays">Days before the moment of computation, ≥ 0; 0 for standing ties, which do not fade.</param>
/// <param name="Channel">Where it was seen.</param>
/// <param name="Amount">β · mult · g, before decay.</param>
internal readonly record struct TieEvidence(UnorderedPair Pair, double AgeDays, TieChannel Channel, double Amount);

/// <summary>Reads evidence out of a hub's records. What happened after <c>asOf</c> is not seen.</summary>
internal sealed class TieEvidenceReader(IReadOnlyDictionary<string, int> members, DateTimeOffset asOf)
{
    // An introduction or a message shows that one knows of the other, not that they talked: it counts like naming a contact, a message
    // for a fifth of it, so that five messages within the half-life weigh what one stated contact does. No source gives a figure.
    private const double MessageShare = 0.2;

    // "useful" counts double and "not useful" half (§0 of the model); working together is at least a useful meeting.
    private const double Useful = 2;
    private const double NotUseful = 0.5;

    private readonly List<TieEvidence> evidence = [];
    private readonly HashSet<UnorderedPair> teammates = [];

    /// <summary>All evidence found so far.</summary>
    internal IReadOnlyList<TieEvidence> Evidence => evidence;

    /// <summary>Pairs of one team, whatever the team's size.</summary>
    internal IReadOnlySet<UnorderedPair> Teammates => teammates;

    internal static TieEvidenceReader Read(HubRecords records, IReadOnlyDictionary<string, int> members, DateTimeOffset asOf)
    {
        var reader = new TieEvidenceReader(members, asOf);
        reader.AddInteractions(records.Interactions);
        reader.AddStandingTies(records.Ties);
        reader.AddGatherings(records.Gatherings);
        reader.AddCheckIns(records.CheckIns);
        reader.AddOutcomes(records.History);
        reader.AddTeams();
        return reader;
    }

    private void AddInteractions(IReadOnlyList<Interaction> interactions)
    {
        foreach (var interaction in interactions)
        {
            if (!TryPair(interaction.A, interaction.B, out var pair) || interaction.At > asOf) continue;
            if (interaction.Kind == InteractionKind.SameTeam)
            {
                teammates.Add(pair);
                continue;
            }
            var (channel, mult) = Weigh(interaction);
            Add(pair, interaction.At, channel, mult);
        }
    }

    private static (TieChannel Channel, double Mult) Weigh(Interaction interaction) => interaction.Kind switch
    {
        InteractionKind.Met or InteractionKind.Meeting => (TieChannel.Met, Worth(interaction.Useful) * TieStrength.MeetingShare(interaction.Minutes)),
        InteractionKind.Collaboration => (TieChannel.Met, Useful * TieStrength.MeetingShare(interaction.Minutes)),
        InteractionKind.Introduced or InteractionKind.Declared => (TieChannel.Declared, 1),
        InteractionKind.Message => (TieChannel.Declared, MessageShare),
        InteractionKind.CoAttendance => (TieChannel.Event, TieStrength.GroupShare(2)),
        _ => throw new ArgumentOutOfRangeException(nameof(interaction), interaction.Kind, "A same-team row is a team, not an occurrence."),
    };

    private static double Worth(Usefulness useful) => useful switch
    {
        Usefulness.Yes => Useful,
        Usefulness.No => NotUseful,
        _ => 1,
    };

    private void AddStandingTies(IReadOnlyList<StandingTie> ties)
    {
        foreach (var tie in ties)
        {
            if (!TryPair(tie.A, tie.B, out var pair)) continue;
            if (tie.Kind == StandingTieKind.SameTeam) teammates.Add(pair);
            else Add(pair, asOf, TieChannel.Declared, tie.Weight);
        }
    }

    private void AddGatherings(IReadOnlyList<AttendedGathering> gatherings)
    {
        foreach (var gathering in gatherings)
        {
            if (gathering.StartsAt <= asOf) AddGroup(gathering.Members, gathering.StartsAt, TieChannel.Event);
        }
    }

    private void AddCheckIns(IReadOnlyList<CheckIn> checkIns)
    {
        foreach (var day in checkIns.GroupBy(checkIn => (checkIn.Hub, checkIn.Day)))
        {
            var noon = new DateTimeOffset(day.Key.Day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
            if (noon <= asOf) AddGroup([.. day.Select(checkIn => checkIn.Member)], noon, TieChannel.CheckIn);
        }
    }

    // The share counts all who were there, members of the snapshot or not; only pairs of members become evidence.
    private void AddGroup(IReadOnlyList<string> people, DateTimeOffset at, TieChannel channel)
    {
        var share = TieStrength.GroupShare(people.Count);
        if (share == 0) return;
        for (var x = 0; x < people.Count; x++)
        {
            for (var y = x + 1; y < people.Count; y++)
            {
                if (TryPair(people[x], people[y], out var pair)) Add(pair, at, channel, share);
            }
        }
    }

    private void AddOutcomes(IReadOnlyList<PastIntroduction> history)
    {
        foreach (var past in history)
        {
            if (!TryPair(past.A, past.B, out var pair)) continue;
            if (past.MetAt is { } met && met <= asOf) Add(pair, met, TieChannel.Met, Worth(past.Useful));
            // A host who says that they know each other has named each as the other's contact.
            if (past.RejectedFor == RejectionReason.KnowEachOther && past.RejectedAt is { } told && told <= asOf) Add(pair, told, TieChannel.Declared, 2);
        }
    }

    private void AddTeams()
    {
        var sizes = new Dictionary<int, int>();
        foreach (var pair in teammates)
        {
            var (i, j) = pair;
            sizes[i] = sizes.GetValueOrDefault(i, 1) + 1;
            sizes[j] = sizes.GetValueOrDefault(j, 1) + 1;
        }
        foreach (var pair in teammates)
        {
            var (i, j) = pair;
            if (Math.Max(sizes[i], sizes[j]) <= TieStrength.LargestTeam) Add(pair, asOf, TieChannel.Team, 1);
        }
    }

    private void Add(UnorderedPair pair, DateTimeOffset at, TieChannel channel, double mult)
    {
        if (mult > 0) evidence.Add(new TieEvidence(pair, (asOf - at).TotalDays, channel, TieStrength.Of(channel).Beta * mult));
    }

    private bool TryPair(string a, string b, out UnorderedPair pair)
    {
        var known = members.TryGetValue(a, out var i) & members.TryGetValue(b, out var j) && i != j;
        pair = known ? UnorderedPair.Of(i, j) : default;
        return known;
    }
}
