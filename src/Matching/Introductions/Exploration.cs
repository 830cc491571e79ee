using System.Globalization;
using Matching.Profiles;

namespace Matching.Introductions;

/// <summary>
/// Draws some of a slate's places by chance among good pairs, each with a probability that is kept, so that what the ranking would not
/// have chosen can be learnt about without bias (inverse propensity scoring; Horvitz and Thompson 1952).
/// </summary>
/// <remarks>
/// One place after another; the pool is the <see cref="PoolSize"/> heaviest pairs that still fit. A pair's probability is
/// ½ · softmax(weight/τ) + ½ · 1/n: better pairs are likelier, and none is below <see cref="LeastPropensity"/>, since a small one makes
/// its outcome weigh out of all proportion.
/// </remarks>
internal static class Exploration
{
    internal const int PoolSize = 50;

    internal const double LeastPropensity = 0.5 / PoolSize;

    // A twentieth of a score: a pair that is so much better is e times as likely.
    private const double Temperature = 0.05;

    /// <summary>How many of <paramref name="budget"/> places are drawn by chance.</summary>
    internal static int Places(int budget, double share) => (int)(budget * share);

    /// <summary>Draws <paramref name="places"/> pairs beside those that stand already, each with its probability.</summary>
    internal static IReadOnlyList<(SlatePair Pair, double Propensity)> Draw(
        IReadOnlyList<SlatePair> pairs, IReadOnlyList<SlatePair> standing, SlateLimits limits, int places, string hub, DateTimeOffset asOf, long seed)
    {
        var slate = standing.ToList();
        var drawn = new List<(SlatePair, double)>();
        for (var place = 0; place < places; place++)
        {
            var pool = Pool(pairs, slate, limits);
            if (pool.Count == 0) break;
            var moment = asOf.UtcTicks.ToString(CultureInfo.InvariantCulture);
            var one = One(pool, Chance.Share(seed, hub, moment, place.ToString(CultureInfo.InvariantCulture)));
            slate.Add(one.Pair);
            drawn.Add(one);
        }
        return drawn;
    }

    /// <summary>The probability of each pair of a pool.</summary>
    internal static double[] Propensities(IReadOnlyList<SlatePair> pool)
    {
        var heaviest = pool.Max(pair => pair.Weight(0));
        var weights = pool.Select(pair => Math.Exp((pair.Weight(0) - heaviest) / Temperature)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => (0.5 * weight / sum) + (0.5 / pool.Count))];
    }

    // The heaviest pairs that fit beside what stands.
    private static List<SlatePair> Pool(IReadOnlyList<SlatePair> pairs, List<SlatePair> slate, SlateLimits limits)
    {
        var held = slate.Select(pair => (pair.I, pair.J)).ToHashSet();
        var left = limits.Capacity.ToArray();
        foreach (var pair in slate)
        {
            left[pair.I]--;
            left[pair.J]--;
        }
        var borders = slate.ToLookup(pair => pair.Border);
        return
        [
            .. pairs.Where(pair => left[pair.I] > 0 && left[pair.J] > 0 && !held.Contains((pair.I, pair.J)) && Fits(pair, [.. borders[pair.Border]], limits))
                .OrderByDescending(pair => pair.Weight(0)).ThenBy(pair => pair.Order).ThenBy(pair => pair.I).ThenBy(pair => pair.J)
                .Take(PoolSize),
        ];
    }

    private static bool Fits(SlatePair pair, IReadOnlyList<SlatePair> border, SlateLimits limits) =>
        border.Count < limits.MostPerBorder && Slate.Arrange([.. border, pair]).All(pick => pick.Score >= limits.LeastScore);

    private static (SlatePair Pair, double Propensity) One(List<SlatePair> pool, double point)
    {
        var propensities = Propensities(pool);
        for (var at = 0; at < pool.Count - 1; at++)
        {
            if (point < propensities[at]) return (pool[at], propensities[at]);
            point -= propensities[at];
        }
        return (pool[^1], propensities[^1]);
    }
}
