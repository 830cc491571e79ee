namespace Matching.Introductions;

/// <summary>Greedy: takes the pair of greatest value again and again, each time with saturation as it then stands.</summary>
internal sealed class SlateFilling
{
    private readonly SlateGraph graph;
    private readonly NumberedSlate slate;
    private readonly double[]? reduced;
    private readonly List<Pick> picks = [];

    // Equal values in the order of the pairs' own ties, as a sort of all pairs would have it.
    private readonly PriorityQueue<(int Pair, int Picked), (double Value, int Pair)> waiting;

    /// <param name="graph">The pairs.</param>
    /// <param name="reduced">What each pair is worth above its prices; null to go by the weight alone.</param>
    private SlateFilling(SlateGraph graph, double[]? reduced)
    {
        this.graph = graph;
        this.reduced = reduced;
        slate = new NumberedSlate(graph);
        waiting = new(Comparer<(double Value, int Pair)>.Create((x, y) =>
            x.Value != y.Value ? y.Value.CompareTo(x.Value) : x.Pair == y.Pair ? 0 : graph.GoesBefore(x.Pair, y.Pair) ? -1 : 1));
    }

    /// <summary>Heaviest first.</summary>
    internal static (NumberedSlate Slate, IReadOnlyList<Pick> Picks) Plain(SlateGraph graph)
    {
        var order = new int[graph.Count];
        for (var pair = 0; pair < order.Length; pair++) order[pair] = pair;
        return new SlateFilling(graph, null).Fill(order);
    }

    /// <summary>Those first that are worth most above their prices: in an optimum of the linear programme they are all that is chosen (complementary slackness).</summary>
    internal static NumberedSlate ByPrices(SlateGraph graph, double[] reduced, int[] order) => new SlateFilling(graph, reduced).Fill(order).Slate;

    private (NumberedSlate Slate, IReadOnlyList<Pick> Picks) Fill(int[] order)
    {
        if (graph.Limits.First is { Count: > 0 }) Take(Array.FindAll(order, slate.ComesFirst));
        Take(order);
        return (slate, picks);
    }

    // A pair's value only falls while the slate fills, so one whose known value is still right and ahead of all others is the best.
    private void Take(int[] order)
    {
        var next = 0;
        while (!slate.IsFull)
        {
            if (next < order.Length && (!waiting.TryPeek(out var top, out var key) || IsAhead(order[next], key))) Try(order[next++], 0);
            else if (waiting.TryDequeue(out top, out _)) Try(top.Pair, top.Picked);
            else break;
        }
        waiting.Clear();
    }

    private bool IsAhead(int pair, (double Value, int Pair) other)
    {
        var value = Value(pair, 0);
        return value != other.Value ? value > other.Value : graph.GoesBefore(pair, other.Pair);
    }

    private void Try(int pair, int assumed)
    {
        if (slate.Holds(pair) || !slate.HasRoom(graph.I[pair]) || !slate.HasRoom(graph.J[pair])) return;
        var now = slate.Over(graph.Border[pair]).Length;
        if (now >= graph.Limits.MostPerBorder || !slate.IsGoodEnough(pair, now)) return;
        if (now != assumed) waiting.Enqueue((pair, now), (Value(pair, now), pair));
        else if (double.IsFinite(slate.Gain([], [pair]))) Add(pair, now);
    }

    private void Add(int pair, int now)
    {
        picks.Add(new Pick(graph.Pairs[pair], now));
        slate.Apply([], [pair]);
    }

    private double Value(int pair, int picked) =>
        reduced is null ? slate.Weight(pair, picked) : reduced[pair] - graph.Weight[pair] + slate.Weight(pair, picked);
}
