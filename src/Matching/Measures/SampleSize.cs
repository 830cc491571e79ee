namespace Matching.Measures;

/// <summary>How many pairs a comparison needs.</summary>
public static class SampleSize
{
    /// <summary>
    /// Units per arm to tell two proportions apart, two-sided, in the normal approximation with pooled variance under no difference
    /// (Fleiss, Levin and Paik 2003, §4.2, without continuity correction):
    /// ⌈(z_{1−α/2}·√(2p̄q̄) + z_{1−β}·√(p₁q₁ + p₂q₂))² / (p₁ − p₂)²⌉. ≥ 1; null when the proportions are equal. O(1).
    /// </summary>
    /// <param name="first">One proportion, in [0, 1].</param>
    /// <param name="second">The other, in [0, 1].</param>
    /// <param name="alpha">The chance of seeing a difference that is not there, in (0, 1).</param>
    /// <param name="power">The chance of seeing the difference that is there, in (0, 1).</param>
    public static long? PerArm(double first, double second, double alpha = 0.05, double power = 0.80)
    {
        CheckProportion(first, nameof(first));
        CheckProportion(second, nameof(second));
        if (alpha is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Must be in (0, 1).");
        if (power is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(power), power, "Must be in (0, 1).");
        if (first == second) return null;
        var pooled = (first + second) / 2;
        var root = (NormalQuantile.Of(1 - (alpha / 2)) * Math.Sqrt(2 * pooled * (1 - pooled)))
            + (NormalQuantile.Of(power) * Math.Sqrt((first * (1 - first)) + (second * (1 - second))));
        return (long)Math.Ceiling(root * root / ((first - second) * (first - second)));
    }

    private static void CheckProportion(double value, string name)
    {
        if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(name, value, "A proportion is in [0, 1].");
    }
}
