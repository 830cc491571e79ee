using Matching.Profiles;

namespace Matching.Introductions;

/// <summary>
/// Local search over a slate: put another pair in the place of one (1-exchange), or pair the four people of two pairs the other way
/// (2-swap), as long as the weight grows. Every slate on the way keeps every limit.
/// </summary>
/// <remarks>
/// Weights only fall as pairs gather over a border, so what a new pair adds is at most its weight alone, and what removing several
/// takes is at least the sum of what each takes: two bounds that spare nearly all evaluations.
/// </remarks>
internal sealed class SlateSearch
{
    // A gain smaller than this is rounding, and could go round in circles.
    private const double LeastGain = 1e-12;

    private readonly Dictionary<int, List<SlatePair>> byPerson = [];
    private readonly Dictionary<(int, int), SlatePair> byPair = [];
    private readonly StandingSlate slate;
    private readonly double heaviest;

    internal SlateSearch(IReadOnlyList<SlatePair> pairs, SlateLimits limits, IReadOnlyList<Pick> start)
    {
        foreach (var pair in pairs)
        {
            byPair[Key(pair.I, pair.J)] = pair;
            Add(pair.I, pair);
            Add(pair.J, pair);
            heaviest = Math.Max(heaviest, pair.Weight(0));
        }
        foreach (var own in byPerson.Values) own.Sort((x, y) => Compare(x, y));
        slate = new StandingSlate(start.Select(pick => pick.Pair), limits);
    }

    /// <summary>Sweeps over the slate until nothing helps.</summary>
    internal IReadOnlyList<Pick> Improve()
    {
        while (Sweep())
        {
        }
        return Slate.Arrange(slate.Pairs);
    }

    private bool Sweep()
    {
        var improved = false;
        foreach (var pair in slate.Pairs.Order(Comparer<SlatePair>.Create(Compare)).ToList())
        {
            if (!slate.Holds(pair) || BestMove(pair) is not { } move) continue;
            slate.Apply(move.Out, move.In);
            improved = true;
        }
        return improved;
    }

    private Move? BestMove(SlatePair old)
    {
        Move? best = null;
        var loss = slate.Loss(old);
        foreach (var person in new[] { old.I, old.J })
        {
            foreach (var pair in byPerson[person])
            {
                var most = pair.Weight(0) - loss;
                if (most + heaviest <= Needed(best)) break;
                if (slate.Holds(pair)) continue;
                var other = pair.I == person ? pair.J : pair.I;
                if (most > Needed(best)) best = Better(best, [old], [pair]);
                foreach (var second in slate.Of(other)) best = Swap(best, old, person, pair, second, most);
            }
        }
        return best;
    }

    // old = (person, left), second = (other, right) become pair = (person, other) and (left, right).
    private Move? Swap(Move? best, SlatePair old, int person, SlatePair pair, SlatePair second, double most)
    {
        var left = old.I == person ? old.J : old.I;
        var right = second.I == pair.I || second.I == pair.J ? second.J : second.I;
        if (second == old || !byPair.TryGetValue(Key(left, right), out var rest) || slate.Holds(rest)) return best;
        return most + rest.Weight(0) - slate.Loss(second) > Needed(best) ? Better(best, [old, second], [pair, rest]) : best;
    }

    private Move? Better(Move? best, SlatePair[] gone, SlatePair[] come)
    {
        var gain = slate.Gain(gone, come);
        return gain > Needed(best) ? new Move(gone, come, gain) : best;
    }

    private static double Needed(Move? best) => best?.Gain ?? LeastGain;

    private void Add(int person, SlatePair pair)
    {
        if (!byPerson.TryGetValue(person, out var own)) byPerson[person] = own = [];
        own.Add(pair);
    }

    private static int Compare(SlatePair x, SlatePair y) => x.Weight(0) != y.Weight(0) ? y.Weight(0).CompareTo(x.Weight(0))
        : (x.Order, x.I, x.J).CompareTo((y.Order, y.I, y.J));

    private static (int, int) Key(int i, int j) => i < j ? (i, j) : (j, i);

    private sealed record Move(SlatePair[] Out, SlatePair[] In, double Gain);
}

/// <summary>A slate under change: who has room left, what stands over each border, and what a change would add.</summary>
internal sealed class StandingSlate
{
    private readonly SlateLimits limits;
    private readonly int[] left;
    private readonly HashSet<SlatePair> pairs = [];
    private readonly Dictionary<int, List<SlatePair>> byPerson = [];
    private readonly Dictionary<UnorderedPair, List<SlatePair>> borders = [];

    internal StandingSlate(IEnumerable<SlatePair> start, SlateLimits limits)
    {
        this.limits = limits;
        left = [.. limits.Capacity];
        Apply([], [.. start]);
    }

    internal IReadOnlyCollection<SlatePair> Pairs => pairs;

    internal bool Holds(SlatePair pair) => pairs.Contains(pair);

    /// <summary>The pairs that a person is in.</summary>
    internal IReadOnlyList<SlatePair> Of(int person) => byPerson.GetValueOrDefault(person) ?? [];

    /// <summary>What taking a pair out would cost, with what that gives back to others over the same border.</summary>
    internal double Loss(SlatePair pair) => -Gain(pair.Border, [pair], []);

    internal void Apply(SlatePair[] gone, SlatePair[] come)
    {
        foreach (var pair in gone) Change(pair, list => list.Remove(pair), +1);
        foreach (var pair in come) Change(pair, list => list.Add(pair), -1);
        pairs.ExceptWith(gone);
        pairs.UnionWith(come);
    }

    /// <summary>What a change adds to the weight; negative infinity when it breaks a limit or serves fewer of those who come first.</summary>
    internal double Gain(SlatePair[] gone, SlatePair[] come)
    {
        if (!HasRoom(gone, come) || ServedFirst(gone, come) < 0) return double.NegativeInfinity;
        return gone.Concat(come).Select(pair => pair.Border).Distinct().Sum(border => Gain(border, gone, come));
    }

    private double Gain(UnorderedPair border, SlatePair[] gone, SlatePair[] come)
    {
        var before = borders.GetValueOrDefault(border) ?? [];
        var after = before.Where(pair => !gone.Contains(pair)).Concat(come.Where(pair => pair.Border == border)).ToList();
        if (after.Count > limits.MostPerBorder || !Slate.KeepsScores(after, limits)) return double.NegativeInfinity;
        return Slate.Weight(after) - Slate.Weight(before);
    }

    private bool HasRoom(SlatePair[] gone, SlatePair[] come) => People(come).All(person => left[person] >= Count(come, person) - Count(gone, person));

    // How many more of those who come first would be served at all.
    private int ServedFirst(SlatePair[] gone, SlatePair[] come) => limits.First is not { } first ? 0 : People(gone.Concat(come)).Where(first.Contains).Sum(person =>
    {
        var now = Of(person).Count;
        return Math.Sign(now + Count(come, person) - Count(gone, person)) - Math.Sign(now);
    });

    private void Change(SlatePair pair, Action<List<SlatePair>> change, int room)
    {
        foreach (var person in new[] { pair.I, pair.J })
        {
            left[person] += room;
            if (!byPerson.TryGetValue(person, out var own)) byPerson[person] = own = [];
            change(own);
        }
        if (!borders.TryGetValue(pair.Border, out var standing)) borders[pair.Border] = standing = [];
        change(standing);
    }

    private static IEnumerable<int> People(IEnumerable<SlatePair> some) => some.SelectMany(pair => new[] { pair.I, pair.J }).Distinct();

    private static int Count(SlatePair[] some, int person) => some.Count(pair => pair.I == person || pair.J == person);
}
