namespace Matching.Introductions;

/// <summary>
/// Local search over a slate: put another pair in the place of one (1-exchange), or pair the four people of two pairs the other way
/// (2-swap), while the weight grows. Every slate on the way keeps every limit.
/// </summary>
internal sealed class SlateSearch
{
    // A gain smaller than this is rounding, and could go round in circles.
    private const double LeastGain = 1e-12;

    private readonly SlateLimits limits;
    private readonly Dictionary<int, List<SlatePair>> byPerson = [];
    private readonly Dictionary<(int, int), SlatePair> byPair = [];

    internal SlateSearch(IReadOnlyList<SlatePair> pairs, SlateLimits limits)
    {
        this.limits = limits;
        foreach (var pair in pairs)
        {
            byPair[Key(pair.I, pair.J)] = pair;
            Of(pair.I).Add(pair);
            Of(pair.J).Add(pair);
        }
    }

    internal IReadOnlyList<Pick> Improve(IReadOnlyList<Pick> start)
    {
        var slate = start.Select(pick => pick.Pair).ToList();
        while (BestMove(slate) is { } move)
        {
            foreach (var pair in move.Out) slate.Remove(pair);
            slate.AddRange(move.In);
        }
        return Slate.Arrange(slate);
    }

    private Move? BestMove(List<SlatePair> slate)
    {
        Move? best = null;
        var state = new State(slate, limits);
        foreach (var move in Exchanges(slate, state).Concat(Swaps(slate)))
        {
            var gain = state.Gain(move.Out, move.In);
            if (gain > LeastGain && (best is null || gain > best.Gain)) best = move with { Gain = gain };
        }
        return best;
    }

    private IEnumerable<Move> Exchanges(List<SlatePair> slate, State state)
    {
        foreach (var old in slate)
        {
            foreach (var person in new[] { old.I, old.J })
            {
                foreach (var pair in Of(person))
                {
                    var other = pair.I == person ? pair.J : pair.I;
                    if (state.IsFree(other) && !slate.Contains(pair)) yield return new Move([old], [pair], 0);
                }
            }
        }
    }

    private IEnumerable<Move> Swaps(List<SlatePair> slate)
    {
        for (var x = 0; x < slate.Count; x++)
        {
            for (var y = x + 1; y < slate.Count; y++)
            {
                var (p, q) = (slate[x], slate[y]);
                if (Both(p.I, q.I, p.J, q.J) is { } straight) yield return new Move([p, q], straight, 0);
                if (Both(p.I, q.J, p.J, q.I) is { } crossed) yield return new Move([p, q], crossed, 0);
            }
        }
    }

    private SlatePair[]? Both(int a, int b, int c, int d) =>
        byPair.TryGetValue(Key(a, b), out var first) && byPair.TryGetValue(Key(c, d), out var second) ? [first, second] : null;

    private List<SlatePair> Of(int person)
    {
        if (!byPerson.TryGetValue(person, out var pairs)) byPerson[person] = pairs = [];
        return pairs;
    }

    private static (int, int) Key(int i, int j) => i < j ? (i, j) : (j, i);

    private sealed record Move(SlatePair[] Out, SlatePair[] In, double Gain);

    /// <summary>A slate with what is needed to weigh a change: who has room left, and what stands over each border.</summary>
    private sealed class State
    {
        private readonly SlateLimits limits;
        private readonly int[] left;
        private readonly Dictionary<long, List<SlatePair>> borders;

        internal State(List<SlatePair> slate, SlateLimits limits)
        {
            this.limits = limits;
            left = [.. limits.Capacity];
            foreach (var pair in slate)
            {
                left[pair.I]--;
                left[pair.J]--;
            }
            borders = slate.GroupBy(pair => pair.Border).ToDictionary(group => group.Key, group => group.ToList());
        }

        internal bool IsFree(int person) => left[person] > 0;

        /// <summary>What a change adds to the weight; negative infinity when it breaks a limit or serves fewer of those who come first.</summary>
        internal double Gain(SlatePair[] gone, SlatePair[] come)
        {
            if (!HasRoom(gone, come) || First(come) < First(gone)) return double.NegativeInfinity;
            var gain = 0.0;
            foreach (var border in gone.Concat(come).Select(pair => pair.Border).Distinct())
            {
                var before = borders.GetValueOrDefault(border) ?? [];
                var after = before.Except(gone.Where(pair => pair.Border == border)).Concat(come.Where(pair => pair.Border == border)).ToList();
                if (after.Count > limits.MostPerBorder) return double.NegativeInfinity;
                var picks = Slate.Arrange(after);
                if (picks.Any(pick => pick.Score < limits.LeastScore)) return double.NegativeInfinity;
                gain += picks.Sum(pick => pick.Weight) - Slate.Weight(before);
            }
            return gain;
        }

        private bool HasRoom(SlatePair[] gone, SlatePair[] come)
        {
            foreach (var person in come.SelectMany(pair => new[] { pair.I, pair.J }).Distinct())
            {
                var change = come.Count(pair => pair.I == person || pair.J == person) - gone.Count(pair => pair.I == person || pair.J == person);
                if (left[person] < change) return false;
            }
            return true;
        }

        private int First(SlatePair[] pairs) => limits.First is null ? 0
            : pairs.SelectMany(pair => new[] { pair.I, pair.J }).Distinct().Count(limits.First.Contains);
    }
}
