namespace Matching.Gatherings;

/// <summary>Who is to be seated, as numbers 0..n−1, and what it is worth to seat them together.</summary>
/// <param name="Organisation">The organisation of each person.</param>
/// <param name="IsAnchor">Whether the person is tied to somebody in the hub.</param>
/// <param name="Pair">What it is worth to have two at one table; symmetric.</param>
internal sealed record SeatingPlan(IReadOnlyList<int> Organisation, IReadOnlyList<bool> IsAnchor, double[][] Pair)
{
    internal int Count => Organisation.Count;
}

/// <summary>
/// Seats people in fours: greatest Σ pair worth within tables, at most two of an organisation and, where possible, one anchor at each.
/// </summary>
/// <remarks>
/// Four, because spontaneous conversation falls apart beyond (Dunbar, Duncan and Nettle 1995); an anchor, because guests do meet those with
/// whom they share a third party and otherwise keep to their friends (Ingram and Morris 2007). Local swaps from a round-robin start and
/// from seeded shuffles, the best of all: a heuristic without a bound, held against brute force on eight people by a test.
/// </remarks>
internal static class Tables
{
    /// <summary>What a pair that is tied already takes from a table.</summary>
    internal const double Tied = 1;

    /// <summary>What a pair that has sat together before takes.</summary>
    internal const double SatTogether = 2;

    /// <summary>What a pair that is to be kept apart takes, and the third of an organisation: more than any table can be worth otherwise.</summary>
    internal const double Forbidden = 100;

    /// <summary>The most that one table ever holds.</summary>
    internal const int Largest = 5;

    private const int Seats = 4;
    private const int Fewest = 3;
    private const int MostOfOrganisation = 2;

    // As much as one tied pair takes, so that an anchor is worth seating away from her friends.
    private const double Anchor = 1;

    // A search of n people is n² swaps a sweep: many starts where that is little, two where it is much.
    private const int Effort = 640;
    private const double LeastGain = 1e-9;

    /// <summary>The tables, each in order, by their first person. Tables hold 3 or 4; five people are one table, and fewer than three too.</summary>
    internal static IReadOnlyList<IReadOnlyList<int>> Seat(SeatingPlan plan, long seed)
    {
        if (plan.Count == 0) return [];
        var starts = Math.Max(2, Effort / plan.Count);
        var best = Enumerable.Range(0, starts)
            .AsParallel().AsOrdered()
            .Select(start => Improve(plan, Deal(plan, Queue(plan, seed, start))))
            .ToList()
            .MaxBy(tables => Value(plan, tables))!;
        return [.. best.Select(table => table.Order().ToArray()).OrderBy(table => table[0])];
    }

    /// <summary>Σ over tables of what they are worth.</summary>
    internal static double Value(SeatingPlan plan, IReadOnlyList<IReadOnlyList<int>> tables) => tables.Sum(table => Value(plan, table));

    internal static int TableCount(int people)
    {
        var tables = (people + Seats - 1) / Seats;
        return tables > 1 && people / tables < Fewest ? tables - 1 : Math.Max(1, tables);
    }

    // Round robin over the organisations first: it keeps to two of each wherever that can be kept at all.
    private static IEnumerable<int> Queue(SeatingPlan plan, long seed, int start)
    {
        var people = Enumerable.Range(0, plan.Count);
        return start == 0
            ? people.OrderBy(person => plan.Organisation[person])
            : people.OrderBy(person => SeededOrder.Of(seed, start, plan.Organisation[person])).ThenBy(person => SeededOrder.Of(seed, -start, person));
    }

    private static int[][] Deal(SeatingPlan plan, IEnumerable<int> queue)
    {
        var tables = TableCount(plan.Count);
        return [.. queue.Select((person, place) => (person, place)).GroupBy(seat => seat.place % tables, seat => seat.person).Select(table => table.ToArray())];
    }

    private static int[][] Improve(SeatingPlan plan, int[][] tables)
    {
        while (Sweep(plan, tables))
        {
        }
        return tables;
    }

    private static bool Sweep(SeatingPlan plan, int[][] tables)
    {
        var improved = false;
        for (var one = 0; one < tables.Length; one++)
        {
            for (var other = one + 1; other < tables.Length; other++) improved |= Swap(plan, tables[one], tables[other]);
        }
        return improved;
    }

    private static bool Swap(SeatingPlan plan, int[] one, int[] other)
    {
        var improved = false;
        var value = Value(plan, one) + Value(plan, other);
        for (var x = 0; x < one.Length; x++)
        {
            for (var y = 0; y < other.Length; y++)
            {
                (one[x], other[y]) = (other[y], one[x]);
                var after = Value(plan, one) + Value(plan, other);
                if (after > value + LeastGain) (value, improved) = (after, true);
                else (one[x], other[y]) = (other[y], one[x]);
            }
        }
        return improved;
    }

    private static double Value(SeatingPlan plan, IReadOnlyList<int> table)
    {
        var value = 0.0;
        var anchored = false;
        for (var x = 0; x < table.Count; x++)
        {
            anchored |= plan.IsAnchor[table[x]];
            var colleagues = 0;
            for (var y = 0; y < x; y++)
            {
                value += plan.Pair[table[x]][table[y]];
                if (plan.Organisation[table[x]] == plan.Organisation[table[y]]) colleagues++;
            }
            if (colleagues >= MostOfOrganisation) value -= Forbidden;
        }
        return anchored ? value + Anchor : value;
    }
}
