namespace Matching.Introductions;

/// <summary>
/// Local search over a slate by alternating paths: let one pair in, out with one that stands in its way, let another in for the person set
/// free, and so on to six in; a path may close to a ring, and may begin by giving up any pair. The exchange of one pair and the re-pairing
/// of four people are its shortest cases. Every slate on the way keeps every limit, and weighs more than the one before.
/// </summary>
/// <remarks>
/// Weights only fall as pairs gather over a border, so what a new pair adds is at most its weight alone, and what removing several
/// takes is at least the sum of what each takes. Prices prune: along a path those of people passed through cancel, so from a person set free
/// no more than his price is to be had, but for what the prices still lack (the reduced costs of Edmonds 1965, used as a bound).
/// </remarks>
internal sealed class SlateSearch
{
    // A gain smaller than this is rounding, and could go round in circles.
    private const double LeastGain = 1e-12;

    // On 2,000 people with 50 candidates six in leave 0.20 % to the bound where four leave 0.33 %, in about the same time.
    private const int Deepest = 6;

    // Pairs looked at from one start: thick undergrowth is left to the next start.
    private const int MostSteps = 1000;

    // What the prices may lack, as a share of the heaviest weight. Twice as much halves the gap again for two to five times the time.
    private const double Slack = 0.1;

    private readonly SlateGraph graph;
    private readonly SlatePrices prices;
    private readonly NumberedSlate slate;
    private readonly int[] start;
    private readonly int[] rows;
    private readonly Trail gone = new();
    private readonly Trail come = new();
    private readonly Trail bestGone = new();
    private readonly Trail bestCome = new();
    private readonly double slack;
    private double needed;
    private int steps;
    private int deepest;
    private int cheapest;

    /// <param name="graph">The pairs.</param>
    /// <param name="prices">Their prices.</param>
    /// <param name="rows">The pairs of each person, from the one worth most above its prices.</param>
    /// <param name="slate">Where to start; changed in place.</param>
    internal SlateSearch(SlateGraph graph, SlatePrices prices, (int[] Start, int[] Pair) rows, NumberedSlate slate)
    {
        this.graph = graph;
        this.prices = prices;
        this.slate = slate;
        (start, this.rows) = rows;
        slack = graph.Count == 0 ? 0 : Slack * graph.Weight[0];
    }

    /// <summary>Until nothing helps.</summary>
    internal void Improve()
    {
        var queue = new Queue<int>();
        var waits = new bool[graph.Capacity.Length];
        for (var person = 0; person < waits.Length; person++) Enqueue(person);
        FindCheapest();
        while (queue.TryDequeue(out var person))
        {
            waits[person] = false;
            while (FindMove(person))
            {
                foreach (var pair in bestGone.Items) EnqueueBoth(pair);
                foreach (var pair in bestCome.Items) EnqueueBoth(pair);
                slate.Apply(bestGone.Items, bestCome.Items);
                FindCheapest();
            }
        }

        void EnqueueBoth(int pair)
        {
            Enqueue(graph.I[pair]);
            Enqueue(graph.J[pair]);
        }

        void Enqueue(int person)
        {
            if (start[person] == start[person + 1] || waits[person]) return;
            waits[person] = true;
            queue.Enqueue(person);
        }
    }

    private bool FindMove(int person)
    {
        needed = LeastGain;
        for (deepest = 1; deepest <= Deepest && needed <= LeastGain; deepest++)
        {
            steps = 0;
            if (slate.HasRoom(person)) StartWithRoom(person);
            foreach (var pair in slate.Of(person)) StartWithout(pair, graph.Other(pair, person));
        }
        return needed > LeastGain;
    }

    // In a full slate a pair more must begin with one less: the one that costs least.
    private void StartWithRoom(int person)
    {
        if (!slate.IsFull) Extend(person, 0, 1);
        else if (cheapest >= 0) StartWithout(cheapest, person);
    }

    private void StartWithout(int pair, int free)
    {
        gone.Push(pair);
        if (-slate.Loss(pair) > needed) Weigh();
        Extend(free, -slate.Loss(pair), 1);
        gone.Pop();
    }

    // The person has a place free; gain is at least what the path so far brings.
    private void Extend(int person, double gain, int depth)
    {
        for (var row = start[person]; row < start[person + 1]; row++)
        {
            var pair = rows[row];
            if (gain + prices.Of(person) + prices.Reduced[pair] + slack <= needed || ++steps > MostSteps) break;
            if (slate.Holds(pair) || come.Holds(pair)) continue;
            come.Push(pair);
            GoOn(pair, graph.Other(pair, person), gain + graph.Weight[pair], depth);
            come.Pop();
        }
    }

    private void GoOn(int pair, int other, double gain, int depth)
    {
        var crowded = Crowded(graph.Border[pair]);
        if (crowded >= 0)
        {
            gone.Push(crowded);
            gain -= slate.Loss(crowded);
        }
        if (gain > needed) Weigh();
        foreach (var old in slate.Of(other))
        {
            if (gone.Holds(old)) continue;
            gone.Push(old);
            var left = gain - slate.Loss(old);
            if (left > needed) Weigh();
            var free = graph.Other(old, other);
            if (depth < deepest && left + prices.Of(free) + slack > needed) Extend(free, left, depth + 1);
            gone.Pop();
        }
        if (crowded >= 0) gone.Pop();
    }

    // The weakest pair over a border that has no place left.
    private int Crowded(int border)
    {
        var standing = slate.Over(border);
        if (standing.Length < graph.Limits.MostPerBorder) return -1;
        foreach (var pair in standing)
        {
            if (gone.Holds(pair)) return -1;
        }
        return standing[^1];
    }

    private void Weigh()
    {
        var gain = slate.Gain(gone.Items, come.Items);
        if (gain <= needed) return;
        needed = gain;
        bestGone.Copy(gone);
        bestCome.Copy(come);
    }

    private void FindCheapest()
    {
        cheapest = -1;
        if (!slate.IsFull) return;
        foreach (var pair in slate.Held())
        {
            if (cheapest < 0 || slate.Loss(pair) < slate.Loss(cheapest)) cheapest = pair;
        }
    }

    /// <summary>The pairs of a path.</summary>
    private sealed class Trail
    {
        private readonly int[] items = new int[(2 * Deepest) + 2];
        private int count;

        internal ReadOnlySpan<int> Items => items.AsSpan(0, count);

        internal void Push(int pair) => items[count++] = pair;

        internal void Pop() => count--;

        internal bool Holds(int pair) => Items.Contains(pair);

        internal void Copy(Trail other)
        {
            other.Items.CopyTo(items);
            count = other.count;
        }
    }
}
