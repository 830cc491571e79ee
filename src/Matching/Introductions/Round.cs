using Matching.Bridges;
using Matching.Profiles;
using Matching.Ties;

namespace Matching.Introductions;

/// <summary>Draws a week's suggestions for a hub. Time and chance are in the snapshot and the options, so a round can be drawn again.</summary>
public sealed class Round
{
    /// <summary>Most introductions of a round without a stated budget: what a host can follow up.</summary>
    public const int LargestBudget = 20;

    /// <summary>No one is to be left out for longer: three weeks, so that a fourth never passes.</summary>
    public const int LeftOutDays = 21;

    /// <summary>Largest share of the places that may be drawn by chance.</summary>
    public const double MostExplored = 0.2;

    // A suggested pair that meets has A = 1 today in the met channel.
    private static readonly double MetToday = TieStrength.Of([1.0]);

    private readonly HubSnapshot hub;
    private readonly RoundOptions options;
    private readonly Candidates candidates;

    /// <summary>Scores every pair of the hub; <paramref name="lift"/> says how likely pairs are to meet, null where nothing is known of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative, or the share drawn by chance out of range.</exception>
    public Round(HubSnapshot hub, RoundOptions options, PairLift? lift = null)
    {
        if (options.Explore is not (>= 0 and <= MostExplored))
            throw new ArgumentOutOfRangeException(nameof(options), options.Explore, $"The share drawn by chance is 0 to {MostExplored}.");
        if (options.Budget is < 0) throw new ArgumentOutOfRangeException(nameof(options), options.Budget, "A budget is at least 0.");
        this.hub = hub;
        this.options = options;
        candidates = new Candidates(hub, options.Seed, lift);
    }

    /// <summary>Draws a round of <paramref name="hub"/>.</summary>
    public static RoundDraft Draw(HubSnapshot hub, RoundOptions options, PairLift? lift = null) => new Round(hub, options, lift).Draw();

    /// <summary>How many introductions the round may hold.</summary>
    public int Budget => options.Budget ?? (options.Mode == RoundMode.Everyone ? Eligible / 2 : Math.Min(LargestBudget, (Eligible + 9) / 10));

    private int Eligible => Enumerable.Range(0, hub.Count).Count(person => candidates.Judgement.Gates.Of(person) == Gate.Open);

    /// <summary>The round.</summary>
    public RoundDraft Draw()
    {
        var places = options.Mode == RoundMode.Everyone ? 0 : Exploration.Places(Budget, options.Explore);
        var slate = Slate.Solve(candidates.Pairs, Limits(Budget - places, []));
        var chosen = slate.Picks.Select(pick => pick.Pair).ToList();
        var drawn = Exploration.Draw(candidates.Pairs, chosen, Limits(Budget, []), places, hub.Hub.Id, hub.AsOf, options.Seed);
        var propensities = drawn.ToDictionary(one => one.Pair, one => one.Propensity);
        var picks = Slate.Arrange(chosen.Concat(propensities.Keys));
        var draft = Draft(picks, []);
        return draft with
        {
            Introductions = [.. draft.Introductions.Zip(picks, (suggestion, pick) => suggestion with { Propensity = propensities.GetValueOrDefault(pick.Pair, 1) })],
            ShareOfBound = slate.ShareOfBound,
            Withheld = Withheld(picks),
        };
    }

    /// <summary>
    /// The same round after a host's changes: <paramref name="kept"/> stay, <paramref name="barred"/> pairs do not come back, and free
    /// places are filled from the same candidates. Only what was filled in is in the result's introductions; who is left out counts both.
    /// </summary>
    public RoundDraft Refill(IReadOnlyCollection<(string A, string B)> kept, IReadOnlyCollection<(string A, string B)> barred)
    {
        var keptPairs = kept.Select(Number).OfType<(int I, int J)>().ToList();
        var closed = barred.Select(Number).OfType<(int I, int J)>().Concat(keptPairs).Select(pair => UnorderedPair.Of(pair.I, pair.J)).ToHashSet();
        var free = candidates.Pairs.Where(pair => !closed.Contains(UnorderedPair.Of(pair.I, pair.J))).ToList();
        return Draft(Slate.Choose(free, Limits(Math.Max(0, Budget - keptPairs.Count), keptPairs)), keptPairs);
    }

    /// <summary>
    /// A pair of a host's own choice as a suggestion, or null with the gate that closes it. A host may choose below the least score: she knows better.
    /// </summary>
    public (Suggestion? Suggestion, Gate Gate) Suggest(string a, string b)
    {
        if (Number((a, b)) is not { } pair) return (null, Gate.NotMatchable);
        var gate = candidates.Judgement.Gates.Of(pair.I, pair.J);
        return gate == Gate.Open ? (Suggest(new Pick(candidates.Pair(pair.I, pair.J), 0)), gate) : (null, gate);
    }

    private (int I, int J)? Number((string A, string B) pair) => hub.Find(pair.A) is { } i && hub.Find(pair.B) is { } j && i != j
        ? (Math.Min(i, j), Math.Max(i, j))
        : null;

    private SlateLimits Limits(int budget, IReadOnlyCollection<(int I, int J)> kept)
    {
        var capacity = hub.Members.Select(member => Math.Min(member.Capacity, 2)).ToArray();
        foreach (var (i, j) in kept)
        {
            capacity[i] = Math.Max(0, capacity[i] - 1);
            capacity[j] = Math.Max(0, capacity[j] - 1);
        }
        return new SlateLimits { Budget = budget, Capacity = capacity, First = options.Mode == RoundMode.Everyone ? First() : null };
    }

    private HashSet<int> First()
    {
        var today = DateOnly.FromDateTime(hub.AsOf.UtcDateTime);
        var last = new Dictionary<int, DateTimeOffset>();
        foreach (var past in hub.History.Where(past => past.SentAt <= hub.AsOf))
        {
            foreach (var person in new[] { hub.Find(past.A), hub.Find(past.B) }.OfType<int>())
                last[person] = last.TryGetValue(person, out var known) && known > past.SentAt!.Value ? known : past.SentAt!.Value;
        }
        // In a hub without rounds behind it nobody has been left out: all start alike, and only newcomers come first.
        bool LeftOut(int person) => last.Count > 0 && (!last.TryGetValue(person, out var sent) || (hub.AsOf - sent).TotalDays >= LeftOutDays);
        bool Newcomer(int person) => hub.Members[person].Joined is { } joined && today.DayNumber - joined.DayNumber <= NetworkReport.NewcomerDays;
        return [.. Enumerable.Range(0, hub.Count).Where(person => candidates.Judgement.Gates.Of(person) == Gate.Open && (Newcomer(person) || LeftOut(person)))];
    }

    private RoundDraft Draft(IReadOnlyList<Pick> picks, IReadOnlyList<(int I, int J)> kept)
    {
        var pairs = picks.Select(pick => (pick.Pair.I, pick.Pair.J)).Concat(kept).ToList();
        return new RoundDraft
        {
            Introductions = [.. picks.Select(Suggest)],
            LeftOut = LeftOut(pairs),
            Network = new NetworkForecast(
                NetworkPicture.Of(hub.Ties, hub.Groups),
                NetworkPicture.Of(hub.Ties.With(pairs.Distinct(), MetToday), hub.Groups)),
        };
    }

    // Good enough for a place: at least as heavy as the lightest pair that got one.
    private List<WithheldPair> Withheld(IReadOnlyList<Pick> picks) => picks.Count == 0 ? [] :
    [
        .. candidates.Withheld.Where(pair => pair.Weight(0) >= picks.Min(pick => pick.Weight))
            .Select(pair => new WithheldPair(hub.Members[pair.I].Id, hub.Members[pair.J].Id, pair.Score(0))),
    ];

    private Suggestion Suggest(Pick pick)
    {
        var (i, j) = (pick.Pair.I, pick.Pair.J);
        var explanation = candidates.Judgement.Score.Explain(i, j, pick.Picked);
        return new Suggestion
        {
            A = hub.Members[i].Id,
            B = hub.Members[j].Id,
            Kind = candidates.Judgement.Kind(i, j),
            Score = explanation.Score,
            Parts = candidates.Judgement.Parts(i, j, explanation),
            Reasons = candidates.Judgement.Reasons.Of(i, j),
        };
    }

    private List<LeftOut> LeftOut(List<(int I, int J)> pairs)
    {
        var served = pairs.SelectMany(pair => new[] { pair.I, pair.J }).ToHashSet();
        var partners = candidates.Pairs.Where(pair => !served.Contains(pair.I) && !served.Contains(pair.J)).SelectMany(pair => new[] { pair.I, pair.J }).ToHashSet();
        return [.. Enumerable.Range(0, hub.Count).Where(person => !served.Contains(person))
            .Select(person => new LeftOut(hub.Members[person].Id, Why(person, partners.Contains(person), pairs.Count < Budget)))];
    }

    private LeftOutReason Why(int person, bool hasFreePartner, bool hasBudget) => candidates.Judgement.Gates.Of(person) switch
    {
        Gate.NotMatchable => LeftOutReason.NotMatchable,
        Gate.NoCapacity => LeftOutReason.NoCapacity,
        Gate.AwaitingAnswer => LeftOutReason.AwaitingAnswer,
        Gate.Paused => LeftOutReason.Paused,
        _ when !candidates.HasOpenPair(person) => LeftOutReason.NoOpenPair,
        _ when !candidates.HasGoodPair(person) => LeftOutReason.NoGoodPair,
        _ when !hasFreePartner => LeftOutReason.OthersTaken,
        // A free pair and a place left: only the limit between two organisations can have kept them apart.
        _ => hasBudget ? LeftOutReason.BordersFull : LeftOutReason.BudgetSpent,
    };
}
