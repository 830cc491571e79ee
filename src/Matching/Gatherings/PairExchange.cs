namespace Matching.Gatherings;

/// <summary>
/// Puts a spare guest in the place of a chosen one as long as more pairs come together that should meet: the max-sum dispersion part,
/// Σ worth over pairs of the set, as a local search (Borodin, Lee and Ye 2012).
/// </summary>
/// <remarks>
/// Dispersion alone has a greedy within ½ of the best where the worth is a metric; ours is none, and a sum over pairs is supermodular
/// (the second of two is worth nothing without the first), so the sum of both parts has no proven bound. Hence coverage first, and pairs
/// only as far as a least F and the budget allow.
/// </remarks>
internal sealed class PairExchange
{
    // A gain smaller than this is rounding, and could go round in circles.
    private const double LeastGain = 1e-9;

    private readonly Coverage coverage;
    private readonly Func<int, double> cost;
    private readonly int[] pool;
    private readonly bool[] isIn;
    private readonly double[][] worth;
    private readonly double[] sums;

    /// <param name="coverage">Holds the chosen guests.</param>
    /// <param name="cost">A person's chance to come.</param>
    /// <param name="worth">What a pair is worth, ≥ 0 and symmetric.</param>
    /// <param name="chosen">Who is in.</param>
    /// <param name="spare">Who could be.</param>
    /// <param name="staying">Who comes anyway, and counts as a partner.</param>
    internal PairExchange(
        Coverage coverage, Func<int, double> cost, Func<int, int, double> worth, IReadOnlyList<int> chosen, IReadOnlyList<int> spare, IReadOnlyList<int> staying)
    {
        this.coverage = coverage;
        this.cost = cost;
        pool = [.. chosen, .. spare];
        isIn = [.. pool.Select((_, k) => k < chosen.Count)];
        this.worth = new double[pool.Length][];
        Parallel.For(0, pool.Length, k => this.worth[k] = [.. pool.Select(other => other == pool[k] ? 0 : worth(pool[k], other))]);
        sums = [.. pool.Select((person, k) => staying.Sum(guest => worth(person, guest)) + this.worth[k].Take(chosen.Count).Sum())];
    }

    /// <summary>The chosen ones after the exchanges, with at most <paramref name="budget"/> in cost and at least <paramref name="least"/> in F.</summary>
    internal IReadOnlyList<int> Improve(double budget, double least)
    {
        var left = budget - pool.Where((_, k) => isIn[k]).Sum(cost);
        // Each exchange raises the sum, so the search ends; one for each guest is where crumbs begin.
        for (var times = isIn.Count(chosen => chosen); times > 0 && Best(left, least) is { } move; times--)
        {
            Apply(move);
            left += cost(pool[move.Out]) - cost(pool[move.In]);
        }
        return [.. pool.Where((_, k) => isIn[k])];
    }

    private (int Out, int In)? Best(double left, double least)
    {
        (int Out, int In)? best = null;
        var most = LeastGain;
        for (var u = 0; u < pool.Length; u++)
        {
            if (!isIn[u]) continue;
            for (var v = 0; v < pool.Length; v++)
            {
                if (isIn[v]) continue;
                var gain = sums[v] - worth[u][v] - sums[u];
                if (gain <= most || cost(pool[v]) - cost(pool[u]) > left || ValueAfter(pool[u], pool[v]) < least) continue;
                (best, most) = ((u, v), gain);
            }
        }
        return best;
    }

    private double ValueAfter(int leaving, int coming)
    {
        coverage.Remove(leaving);
        var value = coverage.Value + coverage.Gain(coming);
        coverage.Add(leaving);
        return value;
    }

    private void Apply((int Out, int In) move)
    {
        coverage.Remove(pool[move.Out]);
        coverage.Add(pool[move.In]);
        (isIn[move.Out], isIn[move.In]) = (false, true);
        for (var k = 0; k < pool.Length; k++) sums[k] += worth[k][move.In] - worth[k][move.Out];
    }
}
