namespace Matching.Measures;

/// <summary>How evenly something, such as suggestions, is spread over people. One count a person, none left out.</summary>
public static class Inequality
{
    /// <summary>
    /// Gini coefficient, Σ_i Σ_j |x_i − x_j| / (2n²·mean) (Gini 1912). In [0, (n − 1)/n], 0 when all have the same; null when nobody has
    /// any. O(n log n).
    /// </summary>
    public static double? Gini(ReadOnlySpan<double> amounts)
    {
        foreach (var amount in amounts)
        {
            if (!double.IsFinite(amount) || amount < 0) throw new ArgumentException($"{amount} is not finite and ≥ 0.", nameof(amounts));
        }
        var sorted = amounts.ToArray();
        Array.Sort(sorted);
        double sum = 0, ranked = 0;
        for (var k = 0; k < sorted.Length; k++)
        {
            sum += sorted[k];
            ranked += ((2 * (k + 1)) - sorted.Length - 1.0) * sorted[k];
        }
        return sum == 0 ? null : ranked / (sorted.Length * sum);
    }

    /// <summary>Coverage: the share of people with at least one. In [0, 1]; null without people. O(n).</summary>
    public static double? Coverage(ReadOnlySpan<int> counts)
    {
        CheckCounts(counts);
        return counts.IsEmpty ? null : (double)(counts.Length - counts.Count(0)) / counts.Length;
    }

    /// <summary>Greatest congestion: the most that one person has, ≥ 0; null without people. O(n).</summary>
    public static int? CongestionMax(ReadOnlySpan<int> counts)
    {
        CheckCounts(counts);
        if (counts.IsEmpty) return null;
        var most = 0;
        foreach (var count in counts) most = Math.Max(most, count);
        return most;
    }

    /// <summary>
    /// 95th percentile of congestion by nearest rank: the smallest count that at least 95 % of people do not exceed; null without people.
    /// O(n log n).
    /// </summary>
    public static int? CongestionP95(ReadOnlySpan<int> counts)
    {
        CheckCounts(counts);
        if (counts.IsEmpty) return null;
        var sorted = counts.ToArray();
        Array.Sort(sorted);
        // ⌈0.95·n⌉ in whole numbers, since 0.95 has no exact double.
        return sorted[(int)(((95L * sorted.Length) + 99) / 100) - 1];
    }

    private static void CheckCounts(ReadOnlySpan<int> counts)
    {
        foreach (var count in counts) ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
    }
}
