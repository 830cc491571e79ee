using Matching.Profiles;

namespace Matching.Introductions;

/// <summary>
/// The pairs that could be in a slate as arrays, numbered from the heaviest (ties by Order, I, J): a pair's number is its rank, and the
/// pairs over a border in ascending numbers are in the order in which saturation counts them.
/// </summary>
internal sealed class SlateGraph
{
    private SlateGraph(SlatePair[] pairs, SlateLimits limits)
    {
        Pairs = pairs;
        Limits = limits;
        Capacity = [.. limits.Capacity];
        Weight = Array.ConvertAll(pairs, pair => pair.Weight(0));
        I = Array.ConvertAll(pairs, pair => pair.I);
        J = Array.ConvertAll(pairs, pair => pair.J);
        (Border, BorderSize) = Borders(pairs);
    }

    internal SlatePair[] Pairs { get; }

    internal SlateLimits Limits { get; }

    internal int Count => Pairs.Length;

    internal int[] Capacity { get; }

    /// <summary>Weight of each pair before saturation, descending.</summary>
    internal double[] Weight { get; }

    /// <summary>The one person of each pair: apart from the rest of it, for the loops that need no more.</summary>
    internal int[] I { get; }

    internal int[] J { get; }

    /// <summary>Number of the border of each pair.</summary>
    internal int[] Border { get; }

    /// <summary>How many pairs could be chosen over each border, were there no limit.</summary>
    internal int[] BorderSize { get; }

    /// <summary>Keeps the pairs that could be in some slate, each once.</summary>
    internal static SlateGraph Of(IReadOnlyList<SlatePair> pairs, SlateLimits limits)
    {
        if (limits.Budget < 0) throw new ArgumentException($"A budget is at least 0, not {limits.Budget}.");
        var fit = new List<SlatePair>(pairs.Count);
        foreach (var pair in pairs)
        {
            Check(pair, limits);
            if (limits.Capacity[pair.I] > 0 && limits.Capacity[pair.J] > 0 && limits.MostPerBorder > 0 && pair.Score(0) >= limits.LeastScore) fit.Add(pair);
        }
        return new SlateGraph(Distinct(Sorted(fit), limits.Capacity.Count), limits);
    }

    /// <summary>The person at the other end.</summary>
    internal int Other(int pair, int person) => I[pair] == person ? J[pair] : I[pair];

    /// <summary>Whether x goes before y where both weigh the same.</summary>
    internal bool GoesBefore(int x, int y) => CompareTies(Pairs[x], Pairs[y]) < 0;

    /// <summary>The pairs of every person as compressed rows, each row in the order given.</summary>
    internal (int[] Start, int[] Pair) Rows(ReadOnlySpan<int> order)
    {
        var start = new int[Capacity.Length + 1];
        foreach (var person in I) start[person + 1]++;
        foreach (var person in J) start[person + 1]++;
        for (var person = 0; person < Capacity.Length; person++) start[person + 1] += start[person];
        var next = start.AsSpan(0, Capacity.Length).ToArray();
        var rows = new int[2 * Count];
        foreach (var pair in order)
        {
            rows[next[I[pair]]++] = pair;
            rows[next[J[pair]]++] = pair;
        }
        return (start, rows);
    }

    /// <summary>The pairs from the greatest value to the smallest; ties by Order, I, J.</summary>
    internal int[] ByDescending(double[] values)
    {
        var order = new int[Count];
        for (var pair = 0; pair < order.Length; pair++) order[pair] = pair;
        SortDescending(values, order, Pairs);
        return order;
    }

    private static void Check(in SlatePair pair, SlateLimits limits)
    {
        if (pair.I == pair.J || Math.Min(pair.I, pair.J) < 0 || Math.Max(pair.I, pair.J) >= limits.Capacity.Count)
            throw new ArgumentException($"A pair is of two people in [0, {limits.Capacity.Count}), not {pair.I} and {pair.J}.");
        if (!double.IsFinite(pair.Weight(0)) || pair.Open < 0 || pair.Factor < 0)
            throw new ArgumentException($"The weight of {pair.I} and {pair.J} must be finite and fall with saturation: {pair}.");
    }

    private static SlatePair[] Sorted(List<SlatePair> pairs)
    {
        var all = pairs.ToArray();
        var order = new int[all.Length];
        for (var pair = 0; pair < order.Length; pair++) order[pair] = pair;
        SortDescending(Array.ConvertAll(all, pair => pair.Weight(0)), order, all);
        return Array.ConvertAll(order, pair => all[pair]);
    }

    // Numbers first, which the runtime sorts without calling anybody; then the few runs of equals.
    private static void SortDescending(double[] values, int[] order, SlatePair[] pairs)
    {
        var keys = Array.ConvertAll(values, value => -value);
        Array.Sort(keys, order);
        var ties = Comparer<int>.Create((x, y) => CompareTies(pairs[x], pairs[y]));
        for (int from = 0, to; from < keys.Length; from = to)
        {
            for (to = from + 1; to < keys.Length && keys[to] == keys[from]; to++)
            {
            }
            if (to - from > 1) Array.Sort(order, from, to - from, ties);
        }
    }

    private static int CompareTies(in SlatePair x, in SlatePair y)
    {
        if (x.Order != y.Order) return x.Order.CompareTo(y.Order);
        return x.I != y.I ? x.I.CompareTo(y.I) : x.J.CompareTo(y.J);
    }

    // Of a pair that stands twice the heavier counts.
    private static SlatePair[] Distinct(SlatePair[] pairs, int people)
    {
        var keys = Array.ConvertAll(pairs, pair => ((long)Math.Min(pair.I, pair.J) * people) + Math.Max(pair.I, pair.J));
        Array.Sort(keys);
        for (var at = 1; at < keys.Length; at++)
        {
            if (keys[at] == keys[at - 1]) return [.. pairs.DistinctBy(pair => UnorderedPair.Of(pair.I, pair.J))];
        }
        return pairs;
    }

    private static (int[] Border, int[] Size) Borders(SlatePair[] pairs)
    {
        var numbers = new Dictionary<UnorderedPair, int>();
        var border = new int[pairs.Length];
        var size = new List<int>();
        for (var pair = 0; pair < pairs.Length; pair++)
        {
            if (!numbers.TryGetValue(pairs[pair].Border, out var number))
            {
                numbers[pairs[pair].Border] = number = size.Count;
                size.Add(0);
            }
            border[pair] = number;
            size[number]++;
        }
        return (border, [.. size]);
    }
}
