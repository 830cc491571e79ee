namespace Matching.Introductions;

/// <summary>
/// Prices of people's places, of borders and of places in the slate, and the bound they prove: the dual of the b-matching's linear programme.
/// </summary>
/// <remarks>
/// For every y, z, λ ≥ 0, with b the capacities, c the most pairs per border and k the budget, no slate weighs more than
/// Σ b_i·y_i + Σ c·z_o + k·λ + Σ_e max(0, w_e − y_i − y_j − z_o − λ) (weak duality; Schrijver 2003, §31). The weights are those without
/// saturation, which only takes from them, and to serve somebody first only takes slates away: so the bound holds for the constrained
/// problem too, though it is loose where saturation takes much. Coordinate descent lowers the sum one price at a time: the best y_i lies
/// anywhere between the b_i-th and the next of what i's pairs offer, as in Bertsekas's auction (1988); the middle keeps both sides moving.
/// The descent can end above the least sum, and where the budget is small the heaviest pairs that it and the borders hold, whoever they are
/// of, can weigh less: the smaller bound counts.
/// </remarks>
internal sealed class SlatePrices
{
    // On 2,000 people with 50 candidates each, 20 sweeps end 0.02 to 0.03 % above the linear programme at one meeting each, 0.006 % at two.
    private const int Sweeps = 20;

    private const int SweepsPerStep = 4;

    // 0.618^16 leaves λ within 0.05 % of the heaviest weight.
    private const int PlaceSteps = 16;

    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    private readonly SlateGraph graph;
    private readonly double[] person;
    private readonly double[] border;
    private readonly int[] start;
    private readonly int[] other;
    private readonly int[] over;
    private readonly double[] weight;
    private readonly List<(int Number, int[] Pairs)> crowded;
    private double place;

    internal SlatePrices(SlateGraph graph)
    {
        this.graph = graph;
        person = new double[graph.Capacity.Length];
        border = new double[graph.BorderSize.Length];
        (start, other, over, weight) = Sides(graph);
        crowded = CrowdedBorders();
        if (graph.Limits.Budget < Math.Min(graph.Count, graph.Capacity.Sum(capacity => (long)capacity) / 2)) place = BestPlacePrice();
        Descend(Sweeps);
        Reduced = [.. Enumerable.Range(0, graph.Count).Select(Left)];
        Bound = Math.Min(Value(), Heaviest());
    }

    /// <summary>The most that a slate can weigh.</summary>
    internal double Bound { get; }

    /// <summary>What each pair weighs above what its people, border and place cost.</summary>
    internal double[] Reduced { get; }

    /// <summary>The price of one meeting of a person.</summary>
    internal double Of(int someone) => person[someone];

    private void Descend(int sweeps)
    {
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            for (var someone = 0; someone < person.Length; someone++) person[someone] = PersonPrice(someone);
            foreach (var (number, pairs) in crowded) border[number] = BorderPrice(pairs);
        }
    }

    // The bound is convex in λ, but coordinate descent gets stuck in its folds: golden section (Kiefer 1953), from the prices of the step before.
    private double BestPlacePrice()
    {
        var (low, high) = (0.0, Math.Max(0, graph.Weight[graph.Limits.Budget]));
        var (left, right) = (high - (Golden * high), Golden * high);
        var (atLeft, atRight) = (ValueAt(left), ValueAt(right));
        for (var step = 0; step < PlaceSteps; step++)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                atLeft = ValueAt(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                atRight = ValueAt(right);
            }
        }
        return (low + high) / 2;
    }

    private double ValueAt(double placePrice)
    {
        place = placePrice;
        Descend(SweepsPerStep);
        return Value();
    }

    private double PersonPrice(int someone)
    {
        if (graph.Capacity[someone] >= start[someone + 1] - start[someone]) return 0;
        var top = new TopValues(graph.Capacity[someone], stackalloc double[TopValues.OnStack]);
        for (var side = start[someone]; side < start[someone + 1]; side++) top.Add(weight[side] - person[other[side]] - border[over[side]] - place);
        return top.Middle;
    }

    private double BorderPrice(int[] pairs)
    {
        var top = new TopValues(graph.Limits.MostPerBorder, stackalloc double[TopValues.OnStack]);
        foreach (var pair in pairs) top.Add(graph.Weight[pair] - person[graph.I[pair]] - person[graph.J[pair]] - place);
        return top.Middle;
    }

    private double Left(int pair) => graph.Weight[pair] - person[graph.I[pair]] - person[graph.J[pair]] - border[graph.Border[pair]] - place;

    private double Value()
    {
        var value = place > 0 ? graph.Limits.Budget * place : 0;
        for (var someone = 0; someone < person.Length; someone++) value += graph.Capacity[someone] * person[someone];
        foreach (var price in border) value += graph.Limits.MostPerBorder * price;
        for (var pair = 0; pair < graph.Count; pair++) value += Math.Max(0, Left(pair));
        return value;
    }

    private double Heaviest()
    {
        var (value, places) = (0.0, graph.Limits.Budget);
        var over = new int[border.Length];
        for (var pair = 0; pair < graph.Count && places > 0; pair++)
        {
            if (graph.Weight[pair] <= 0) break;
            if (over[graph.Border[pair]]++ >= graph.Limits.MostPerBorder) continue;
            value += graph.Weight[pair];
            places--;
        }
        return value;
    }

    // A border with no more candidates than places costs nothing.
    private List<(int Number, int[] Pairs)> CrowdedBorders() =>
        [.. Enumerable.Range(0, graph.Count).Where(pair => graph.BorderSize[graph.Border[pair]] > graph.Limits.MostPerBorder)
            .GroupBy(pair => graph.Border[pair]).Select(group => (group.Key, group.ToArray()))];

    // A copy of what the inner loop reads, in the order in which it reads it.
    private static (int[] Start, int[] Other, int[] Over, double[] Weight) Sides(SlateGraph graph)
    {
        var order = new int[graph.Count];
        for (var pair = 0; pair < order.Length; pair++) order[pair] = pair;
        var (start, rows) = graph.Rows(order);
        var (other, over, weight) = (new int[rows.Length], new int[rows.Length], new double[rows.Length]);
        for (var someone = 0; someone + 1 < start.Length; someone++)
        {
            for (var side = start[someone]; side < start[someone + 1]; side++)
            {
                other[side] = graph.Other(rows[side], someone);
                over[side] = graph.Border[rows[side]];
                weight[side] = graph.Weight[rows[side]];
            }
        }
        return (start, other, over, weight);
    }

    /// <summary>The n + 1 greatest of the values seen.</summary>
    private ref struct TopValues
    {
        internal const int OnStack = 16;

        private readonly Span<double> top;
        private readonly int places;
        private int count;

        internal TopValues(int places, Span<double> buffer)
        {
            this.places = places;
            top = places < buffer.Length ? buffer[..(places + 1)] : new double[places + 1];
        }

        /// <summary>Half way between the last offer that gets a place and the first that does not; at least 0.</summary>
        internal readonly double Middle => count < places ? 0 : (top[places - 1] + (count > places ? top[places] : 0)) / 2;

        internal void Add(double value)
        {
            if (value <= 0 || (count == top.Length && value <= top[^1])) return;
            var at = count < top.Length ? count++ : count - 1;
            for (; at > 0 && top[at - 1] < value; at--) top[at] = top[at - 1];
            top[at] = value;
        }
    }
}
