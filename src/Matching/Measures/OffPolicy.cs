namespace Matching.Measures;

/// <summary>One thing shown, and what came of it.</summary>
/// <param name="Reward">What came of it, such as 1 for a meeting.</param>
/// <param name="Logged">μ: the probability with which it was shown, in (0, 1].</param>
/// <param name="Target">π: the probability with which the other policy would have shown it, in [0, 1].</param>
public readonly record struct LoggedChoice(double Reward, double Logged, double Target)
{
    internal double Weight => Target / Logged;
}

/// <summary>
/// What another way of choosing would have brought, estimated from what was shown and how likely it was (Horvitz and Thompson 1952; Dudík,
/// Langford and Li 2011). All null without choices. O(n).
/// </summary>
/// <remarks>Needs a randomised part with known probabilities. A host who edits the slate changes them: log it before and after.</remarks>
public static class OffPolicy
{
    /// <summary>IPS: the mean of reward · π/μ. Unbiased, of high variance.</summary>
    public static double? Ips(IReadOnlyCollection<LoggedChoice> choices) => ClippedIps(choices, double.PositiveInfinity);

    /// <summary>IPS with no weight π/μ above <paramref name="greatest"/>: less variance, some bias downwards (Ionides 2008).</summary>
    public static double? ClippedIps(IReadOnlyCollection<LoggedChoice> choices, double greatest)
    {
        Check(choices);
        return choices.Count == 0 ? null : choices.Sum(choice => choice.Reward * Math.Min(choice.Weight, greatest)) / choices.Count;
    }

    /// <summary>
    /// SNIPS: the mean of the rewards weighted by π/μ (Swaminathan and Joachims 2015). Stays within the rewards seen; null when all weights
    /// are 0.
    /// </summary>
    public static double? SelfNormalisedIps(IReadOnlyCollection<LoggedChoice> choices)
    {
        Check(choices);
        var weights = choices.Sum(choice => choice.Weight);
        return weights == 0 ? null : choices.Sum(choice => choice.Reward * choice.Weight) / weights;
    }

    /// <summary>
    /// Effective sample size, (Σ w)²/Σ w² (Kish 1965): how many choices of the other policy itself the log is worth. In [1, n]; null when
    /// all weights are 0.
    /// </summary>
    public static double? EffectiveSampleSize(IReadOnlyCollection<LoggedChoice> choices)
    {
        Check(choices);
        var weights = choices.Sum(choice => choice.Weight);
        return weights == 0 ? null : weights * weights / choices.Sum(choice => choice.Weight * choice.Weight);
    }

    private static void Check(IReadOnlyCollection<LoggedChoice> choices)
    {
        foreach (var choice in choices)
        {
            if (!double.IsFinite(choice.Reward) || choice.Logged is not (> 0 and <= 1) || choice.Target is not (>= 0 and <= 1))
                throw new ArgumentException($"{choice}: the reward must be finite, Logged in (0, 1], Target in [0, 1].", nameof(choices));
        }
    }
}
