namespace Matching.Introductions;

/// <summary>A slate under change: who has room left, what stands over each border, and what a change would add. Pairs go by their numbers.</summary>
internal sealed class NumberedSlate
{
    private readonly SlateGraph graph;
    private readonly bool[] held;
    private readonly double[] loss;
    private readonly double[] share;
    private readonly Places own;
    private readonly Places over;
    private readonly int[] after;
    private readonly bool[]? first;

    internal NumberedSlate(SlateGraph graph)
    {
        this.graph = graph;
        held = new bool[graph.Count];
        loss = new double[graph.Count];
        own = new Places(OwnPlaces(graph));
        over = new Places(Array.ConvertAll(graph.BorderSize, size => Math.Min(size, graph.Limits.MostPerBorder)));
        var most = graph.BorderSize.DefaultIfEmpty(0).Max(size => Math.Min(size, graph.Limits.MostPerBorder));
        share = [.. Enumerable.Range(0, most + 1).Select(picked => double.Exp2(-Bridges.Saturation.PerPick * picked))];
        after = new int[most];
        if (graph.Limits.First is not { Count: > 0 } some) return;
        first = new bool[graph.Capacity.Length];
        foreach (var person in some.Where(person => person >= 0 && person < first.Length)) first[person] = true;
    }

    internal int Count { get; private set; }

    internal bool IsFull => Count >= graph.Limits.Budget;

    internal bool Holds(int pair) => held[pair];

    /// <summary>The chosen pairs that a person is in.</summary>
    internal ReadOnlySpan<int> Of(int person) => own[person];

    /// <summary>The chosen pairs over a border, strongest first.</summary>
    internal ReadOnlySpan<int> Over(int border) => over[border];

    /// <summary>Whether a person can be in one more pair.</summary>
    internal bool HasRoom(int person) => own[person].Length < graph.Capacity[person];

    /// <summary>What taking a pair out would cost, with what that gives back to others over the same border.</summary>
    internal double Loss(int pair) => loss[pair];

    /// <summary>How many of those who come first are in some pair.</summary>
    internal int Served() => first is null ? 0 : Enumerable.Range(0, first.Length).Count(person => first[person] && own[person].Length > 0);

    internal bool ComesFirst(int pair) => first is not null && (first[graph.I[pair]] || first[graph.J[pair]]);

    internal IEnumerable<int> Held() => Enumerable.Range(0, graph.Count).Where(pair => held[pair]);

    internal double Weight() => Enumerable.Range(0, graph.BorderSize.Length).Sum(border => Weigh(over[border]));

    /// <summary>The weight of a pair with so many before it.</summary>
    internal double Weight(int pair, int picked)
    {
        ref readonly var it = ref graph.Pairs[pair];
        return Score(it, picked) * it.Factor;
    }

    internal bool IsGoodEnough(int pair, int picked) => Score(graph.Pairs[pair], picked) >= graph.Limits.LeastScore;

    internal void Apply(ReadOnlySpan<int> gone, ReadOnlySpan<int> come)
    {
        foreach (var pair in gone) Remove(pair);
        foreach (var pair in come) Add(pair);
        Count += come.Length - gone.Length;
    }

    /// <summary>What a change adds to the weight; negative infinity when it breaks a limit or serves fewer of those who come first.</summary>
    internal double Gain(ReadOnlySpan<int> gone, ReadOnlySpan<int> come)
    {
        if (Count + come.Length - gone.Length > graph.Limits.Budget || !HasRoom(gone, come) || ServedFirst(gone, come) < 0) return double.NegativeInfinity;
        var gain = 0.0;
        for (var at = 0; at < gone.Length; at++)
        {
            if (!IsOver(gone[..at], graph.Border[gone[at]])) gain += Gain(graph.Border[gone[at]], gone, come);
        }
        for (var at = 0; at < come.Length; at++)
        {
            var border = graph.Border[come[at]];
            if (!IsOver(gone, border) && !IsOver(come[..at], border)) gain += Gain(border, gone, come);
        }
        return gain;
    }

    private double Gain(int border, ReadOnlySpan<int> gone, ReadOnlySpan<int> come)
    {
        var count = 0;
        foreach (var pair in over[border])
        {
            if (!gone.Contains(pair)) after[count++] = pair;
        }
        foreach (var pair in come)
        {
            if (graph.Border[pair] != border) continue;
            if (count == after.Length || count == graph.Limits.MostPerBorder) return double.NegativeInfinity;
            Insert(after.AsSpan(0, ++count), pair);
        }
        var set = after.AsSpan(0, count);
        return KeepsScores(set) ? Weigh(set) - Weigh(over[border]) : double.NegativeInfinity;
    }

    private bool KeepsScores(ReadOnlySpan<int> pairs)
    {
        for (var picked = 0; picked < pairs.Length; picked++)
        {
            if (!IsGoodEnough(pairs[picked], picked)) return false;
        }
        return true;
    }

    private double Weigh(ReadOnlySpan<int> pairs)
    {
        var weight = 0.0;
        for (var picked = 0; picked < pairs.Length; picked++) weight += Weight(pairs[picked], picked);
        return weight;
    }

    private double Score(in SlatePair pair, int picked) => pair.Fixed + (pair.Open * share[picked]);

    private bool HasRoom(ReadOnlySpan<int> gone, ReadOnlySpan<int> come)
    {
        foreach (var pair in come)
        {
            if (!HasRoom(graph.I[pair], gone, come) || !HasRoom(graph.J[pair], gone, come)) return false;
        }
        return true;
    }

    private bool HasRoom(int person, ReadOnlySpan<int> gone, ReadOnlySpan<int> come) =>
        own[person].Length + CountOf(come, person) - CountOf(gone, person) <= graph.Capacity[person];

    // How many more of those who come first would be served at all.
    private int ServedFirst(ReadOnlySpan<int> gone, ReadOnlySpan<int> come)
    {
        if (first is null) return 0;
        var people = new HashSet<int>();
        foreach (var pair in gone) people.UnionWith([graph.I[pair], graph.J[pair]]);
        foreach (var pair in come) people.UnionWith([graph.I[pair], graph.J[pair]]);
        var more = 0;
        foreach (var person in people)
        {
            if (!first[person]) continue;
            var now = own[person].Length;
            more += Math.Sign(now + CountOf(come, person) - CountOf(gone, person)) - Math.Sign(now);
        }
        return more;
    }

    private int CountOf(ReadOnlySpan<int> some, int person)
    {
        var count = 0;
        foreach (var pair in some)
        {
            if (graph.I[pair] == person || graph.J[pair] == person) count++;
        }
        return count;
    }

    private bool IsOver(ReadOnlySpan<int> some, int border)
    {
        foreach (var pair in some)
        {
            if (graph.Border[pair] == border) return true;
        }
        return false;
    }

    private void Add(int pair)
    {
        held[pair] = true;
        own.Add(graph.I[pair], pair);
        own.Add(graph.J[pair], pair);
        over.Add(graph.Border[pair], pair);
        SetLosses(over[graph.Border[pair]]);
    }

    private void Remove(int pair)
    {
        held[pair] = false;
        own.Remove(graph.I[pair], pair);
        own.Remove(graph.J[pair], pair);
        over.Remove(graph.Border[pair], pair);
        SetLosses(over[graph.Border[pair]]);
    }

    // Whoever stands behind the pair that leaves moves up one.
    private void SetLosses(ReadOnlySpan<int> pairs)
    {
        var givenBack = 0.0;
        for (var picked = pairs.Length - 1; picked >= 0; picked--)
        {
            loss[pairs[picked]] = Weight(pairs[picked], picked) - givenBack;
            if (picked > 0) givenBack += Weight(pairs[picked], picked - 1) - Weight(pairs[picked], picked);
        }
    }

    private static void Insert(Span<int> sorted, int value)
    {
        var at = sorted.Length - 1;
        for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
        sorted[at] = value;
    }

    private static int[] OwnPlaces(SlateGraph graph)
    {
        var degree = new int[graph.Capacity.Length];
        foreach (var person in graph.I) degree[person]++;
        foreach (var person in graph.J) degree[person]++;
        for (var person = 0; person < degree.Length; person++) degree[person] = Math.Clamp(graph.Capacity[person], 0, degree[person]);
        return degree;
    }

    /// <summary>Short sorted lists side by side in one array, each with room for so many.</summary>
    private sealed class Places
    {
        private readonly int[] start;
        private readonly int[] count;
        private readonly int[] items;

        internal Places(int[] sizes)
        {
            start = new int[sizes.Length + 1];
            for (var list = 0; list < sizes.Length; list++) start[list + 1] = start[list] + sizes[list];
            count = new int[sizes.Length];
            items = new int[start[^1]];
        }

        internal ReadOnlySpan<int> this[int list] => items.AsSpan(start[list], count[list]);

        internal void Add(int list, int item) => Insert(items.AsSpan(start[list], ++count[list]), item);

        internal void Remove(int list, int item)
        {
            var all = items.AsSpan(start[list], count[list]);
            var at = all.IndexOf(item);
            all[(at + 1)..].CopyTo(all[at..]);
            count[list]--;
        }
    }
}
