using Matching.Profiles;

namespace Matching.Ties;

/// <summary>Who is tied to whom and how strongly, as compressed sparse rows: the neighbours of a person stand side by side, in order.</summary>
/// <remarks>Undirected and simple. A pair is an edge from strength <see cref="TieStrength.Threshold"/>.</remarks>
public sealed class TieGraph
{
    private readonly int[] starts;
    private readonly int[] neighbours;
    private readonly double[] strengths;

    private TieGraph(int[] starts, int[] neighbours, double[] strengths, IReadOnlyDictionary<UnorderedPair, double> dormant)
    {
        this.starts = starts;
        this.neighbours = neighbours;
        this.strengths = strengths;
        Dormant = dormant;
    }

    /// <summary>Number of people, tied or not.</summary>
    public int Count => starts.Length - 1;

    /// <summary>Number of ties.</summary>
    public int Edges => neighbours.Length / 2;

    /// <summary>Pairs whose tie was there and is none now, with its greatest strength.</summary>
    internal IReadOnlyDictionary<UnorderedPair, double> Dormant { get; }

    /// <summary>Γ(i): the people tied to <paramref name="i"/>, in order.</summary>
    public ReadOnlySpan<int> Neighbours(int i) => neighbours.AsSpan(starts[i], starts[i + 1] - starts[i]);

    /// <summary>The strengths of those ties, parallel to <see cref="Neighbours"/>.</summary>
    public ReadOnlySpan<double> Strengths(int i) => strengths.AsSpan(starts[i], starts[i + 1] - starts[i]);

    /// <summary>s_ij, or 0 where there is no tie.</summary>
    public double Strength(int i, int j)
    {
        var at = Neighbours(i).BinarySearch(j);
        return at >= 0 ? Strengths(i)[at] : 0;
    }

    /// <summary>Whether the tie between the two has faded after having been there (a "reconnect").</summary>
    public bool IsDormant(int i, int j) => Dormant.ContainsKey(UnorderedPair.Of(i, j));

    /// <summary>A graph of stated strengths; pairs below the threshold are left out.</summary>
    /// <exception cref="ArgumentException">An end is out of range, or a pair stands twice, or a person is tied to herself.</exception>
    public static TieGraph FromStrengths(int count, IReadOnlyCollection<(int I, int J, double Strength)> ties)
    {
        if (ties.Any(tie => tie.I == tie.J || tie.I < 0 || tie.J < 0 || tie.I >= count || tie.J >= count))
            throw new ArgumentException($"A tie has an end outside 0..{count - 1}, or two equal ends.", nameof(ties));
        if (ties.DistinctBy(tie => UnorderedPair.Of(tie.I, tie.J)).Count() != ties.Count)
            throw new ArgumentException("A pair stands twice.", nameof(ties));
        return Build(count, [.. ties.Where(tie => tie.Strength >= TieStrength.Threshold)], new Dictionary<UnorderedPair, double>());
    }

    /// <summary>The same graph with further ties of one strength; pairs that are tied already stay as they are.</summary>
    public TieGraph With(IEnumerable<(int I, int J)> pairs, double strength)
    {
        var added = pairs.Where(pair => Strength(pair.I, pair.J) == 0).Select(pair => (pair.I, pair.J, strength));
        return Build(Count, [.. Ties(), .. added], Dormant);
    }

    /// <summary>Every tie once, i &lt; j, in order.</summary>
    public IEnumerable<(int I, int J, double Strength)> Ties()
    {
        for (var i = 0; i < Count; i++)
        {
            for (var at = starts[i]; at < starts[i + 1]; at++)
            {
                if (neighbours[at] > i) yield return (i, neighbours[at], strengths[at]);
            }
        }
    }

    /// <summary>Adds up evidence pair by pair, oldest first: A ← A · 2^(−Δ/h) + amount, and the strength after each piece shows the peak.</summary>
    internal static TieGraph FromEvidence(int count, IReadOnlyList<TieEvidence> evidence)
    {
        var sorted = evidence.ToArray();
        Array.Sort(sorted, static (x, y) => x.Pair != y.Pair ? x.Pair.CompareTo(y.Pair)
            : x.AgeDays != y.AgeDays ? y.AgeDays.CompareTo(x.AgeDays)
            : x.Channel != y.Channel ? x.Channel.CompareTo(y.Channel) : x.Amount.CompareTo(y.Amount));
        var ties = new List<(int I, int J, double Strength)>();
        var dormant = new Dictionary<UnorderedPair, double>();
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end].Pair == sorted[start].Pair) end++;
            var (now, peak) = Follow(sorted.AsSpan(start, end - start));
            var (i, j) = sorted[start].Pair;
            if (now >= TieStrength.Threshold) ties.Add((i, j, now));
            else if (peak >= TieStrength.Dormant) dormant.Add(sorted[start].Pair, peak);
            start = end;
        }
        return Build(count, ties, dormant);
    }

    private static (double Now, double Peak) Follow(ReadOnlySpan<TieEvidence> history)
    {
        Span<double> level = stackalloc double[TieStrength.ChannelCount];
        var peak = 0.0;
        var age = history[0].AgeDays;
        foreach (var piece in history)
        {
            Fade(level, age - piece.AgeDays);
            age = piece.AgeDays;
            level[(int)piece.Channel] += piece.Amount;
            peak = Math.Max(peak, TieStrength.Of(level));
        }
        Fade(level, age);
        return (TieStrength.Of(level), peak);
    }

    private static void Fade(Span<double> level, double days)
    {
        if (days == 0) return;
        for (var c = 0; c < level.Length; c++)
        {
            if (level[c] > 0) level[c] *= TieStrength.Decay((TieChannel)c, days);
        }
    }

    private static TieGraph Build(int count, IReadOnlyList<(int I, int J, double Strength)> ties, IReadOnlyDictionary<UnorderedPair, double> dormant)
    {
        var starts = new int[count + 1];
        foreach (var (i, j, _) in ties)
        {
            starts[i + 1]++;
            starts[j + 1]++;
        }
        for (var i = 0; i < count; i++) starts[i + 1] += starts[i];
        var neighbours = new int[starts[count]];
        var strengths = new double[starts[count]];
        var next = starts.AsSpan(0, count).ToArray();
        foreach (var (i, j, strength) in ties)
        {
            (neighbours[next[i]], strengths[next[i]++]) = (j, strength);
            (neighbours[next[j]], strengths[next[j]++]) = (i, strength);
        }
        for (var i = 0; i < count; i++) Array.Sort(neighbours, strengths, starts[i], starts[i + 1] - starts[i]);
        return new TieGraph(starts, neighbours, strengths, dormant);
    }
}
