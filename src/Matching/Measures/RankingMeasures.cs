namespace Matching.Measures;

/// <summary>
/// How well a ranking puts what is relevant first. A ranking is a list of flags, best first: whether the item at that place is relevant.
/// Undefined measures are null, never NaN. O(k), or O(n log n) where items are scored.
/// </summary>
/// <remarks>
/// Rank all eligible items, not a sample: sampled measures can put rankers in the wrong order (Krichene and Rendle 2020). High recall of
/// ties that form by themselves shows what happens anyway, not what an introduction is worth.
/// </remarks>
public static class RankingMeasures
{
    /// <summary>
    /// Area under the ROC curve: the chance that a relevant item scores above one that is not, ties counting ½ (Hanley and McNeil 1982). In
    /// [0, 1]; null when either list is empty.
    /// </summary>
    public static double? Auc(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        CheckScores(positives, nameof(positives));
        CheckScores(negatives, nameof(negatives));
        if (positives.IsEmpty || negatives.IsEmpty) return null;
        var sorted = negatives.ToArray();
        Array.Sort(sorted);
        // Twice the wins: those below count from both bounds, equal ones from the upper alone.
        long twice = 0;
        foreach (var score in positives) twice += FirstNotBelow(sorted, score) + FirstAbove(sorted, score);
        return twice / (2.0 * positives.Length * negatives.Length);
    }

    /// <summary>
    /// Average precision: the mean, over all relevant items, of the precision at their places, 0 for those not ranked (Manning, Raghavan
    /// and Schütze 2008, §8.4). In [0, 1]; null when nothing is relevant.
    /// </summary>
    public static double? AveragePrecision(ReadOnlySpan<bool> ranked, int relevant)
    {
        CheckRelevant(ranked, relevant);
        if (relevant == 0) return null;
        var hits = 0;
        var sum = 0.0;
        for (var place = 0; place < ranked.Length; place++)
        {
            if (ranked[place]) sum += ++hits / (place + 1.0);
        }
        return sum / relevant;
    }

    /// <summary>Relevant items among the first k, as a share of k. In [0, 1]; a list shorter than k counts as missing the rest.</summary>
    public static double PrecisionAt(ReadOnlySpan<bool> ranked, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        return (double)Hits(ranked, k) / k;
    }

    /// <summary>Relevant items among the first k, as a share of all relevant ones. In [0, 1]; null when nothing is relevant.</summary>
    public static double? RecallAt(ReadOnlySpan<bool> ranked, int k, int relevant)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        CheckRelevant(ranked, relevant);
        return relevant == 0 ? null : (double)Hits(ranked, k) / relevant;
    }

    /// <summary>
    /// Discounted cumulative gain of the first k, Σ 1/log2(place + 1) over relevant items (Järvelin and Kekäläinen 2002). ≥ 0.
    /// </summary>
    public static double DcgAt(ReadOnlySpan<bool> ranked, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        var sum = 0.0;
        for (var place = 1; place <= Math.Min(k, ranked.Length); place++)
        {
            if (ranked[place - 1]) sum += Discount(place);
        }
        return sum;
    }

    /// <summary>The greatest gain that k places can have with so many relevant items.</summary>
    public static double IdealDcgAt(int relevant, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        var sum = 0.0;
        for (var place = 1; place <= Math.Min(k, relevant); place++) sum += Discount(place);
        return sum;
    }

    /// <summary>The gain as a share of the greatest one (Järvelin and Kekäläinen 2002). In [0, 1]; null when nothing is relevant.</summary>
    public static double? NdcgAt(ReadOnlySpan<bool> ranked, int k, int relevant)
    {
        CheckRelevant(ranked, relevant);
        return relevant == 0 ? null : DcgAt(ranked, k) / IdealDcgAt(relevant, k);
    }

    /// <summary>1/place of the first relevant item. In [0, 1]; 0 when there is none.</summary>
    public static double ReciprocalRank(ReadOnlySpan<bool> ranked)
    {
        var first = ranked.IndexOf(true);
        return first < 0 ? 0 : 1.0 / (first + 1);
    }

    /// <summary>MRR: the mean reciprocal rank over several lists (Voorhees 1999). In [0, 1]; null without lists.</summary>
    public static double? MeanReciprocalRank(IReadOnlyCollection<bool[]> lists) =>
        lists.Count == 0 ? null : lists.Sum(list => ReciprocalRank(list)) / lists.Count;

    /// <summary>HR@k: the share of lists with a relevant item among their first k. In [0, 1]; null without lists.</summary>
    public static double? HitRateAt(IReadOnlyCollection<bool[]> lists, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        return lists.Count == 0 ? null : (double)lists.Count(list => Hits(list, k) > 0) / lists.Count;
    }

    private static int Hits(ReadOnlySpan<bool> ranked, int k) => ranked[..Math.Min(k, ranked.Length)].Count(true);

    private static double Discount(int place) => 1 / Math.Log2(place + 1);

    private static int FirstNotBelow(double[] sorted, double score) => Partition(sorted, x => x < score);

    private static int FirstAbove(double[] sorted, double score) => Partition(sorted, x => x <= score);

    /// <summary>How many at the front of the list are before the border.</summary>
    private static int Partition(double[] sorted, Func<double, bool> before)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (before(sorted[middle])) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static void CheckScores(ReadOnlySpan<double> scores, string name)
    {
        foreach (var score in scores)
        {
            if (double.IsNaN(score)) throw new ArgumentException("A score is not a number.", name);
        }
    }

    private static void CheckRelevant(ReadOnlySpan<bool> ranked, int relevant)
    {
        var found = ranked.Count(true);
        if (relevant < found) throw new ArgumentOutOfRangeException(nameof(relevant), relevant, $"The ranking has {found} relevant items.");
    }
}
