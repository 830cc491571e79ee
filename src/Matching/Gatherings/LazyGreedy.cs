namespace Matching.Gatherings;

/// <summary>A person as the greedy choice took her, and what she added at that moment.</summary>
internal readonly record struct Pick(int Person, double Gain);

/// <summary>
/// Takes whoever adds most, until the budget is spent. Gains only fall as the set grows, so an old gain is a bound, and only the person
/// at the head of the queue is ever weighed anew (Minoux 1978): the same choice as the plain loop, mostly at n log n.
/// </summary>
/// <remarks>
/// With equal costs the budget is a size limit, and the value is at least 1 − 1/e of the best (Nemhauser, Wolsey and Fisher 1978). With
/// unequal ones it is a knapsack: a person who does not fit is passed over, and no such bound holds. Gain is not divided by cost, as the
/// bounded variant for knapsacks would (Leskovec et al. 2007): the cost is a person's chance to come, and the list would fill with those
/// who do not.
/// </remarks>
internal static class LazyGreedy
{
    // Sums of chances are rounded; a room is not overfull by the last bit.
    internal const double Rounding = 1e-9;

    /// <summary>Adds people to <paramref name="coverage"/> and returns them in the order of choice; equals go by <paramref name="order"/>.</summary>
    internal static List<Pick> Fill(Coverage coverage, IEnumerable<int> candidates, Func<int, double> cost, double budget, Func<int, (ulong, int)> order)
    {
        var queue = new PriorityQueue<(int Person, int Weighed), (double, ulong, int)>();
        var picks = new List<Pick>();
        foreach (var person in candidates) Enqueue(person);
        while (queue.TryDequeue(out var head, out var priority))
        {
            if (cost(head.Person) > budget + Rounding) continue;
            if (head.Weighed < picks.Count)
            {
                Enqueue(head.Person);
                continue;
            }
            coverage.Add(head.Person);
            picks.Add(new Pick(head.Person, -priority.Item1));
            budget -= cost(head.Person);
        }
        return picks;

        void Enqueue(int person)
        {
            var (chance, place) = order(person);
            queue.Enqueue((person, picks.Count), (-coverage.Gain(person), chance, place));
        }
    }
}
