namespace Matching.Profiles;

/// <summary>A: whether and how easily two people can meet. In [0, 1].</summary>
public static class Availability
{
    /// <summary>0 without a shared language, else 0.4 + 0.6·ov, with ov the days in common over the days of the one with fewer.</summary>
    public static double Of(bool shareLanguage, double dayOverlap) => shareLanguage ? 0.4 + (0.6 * dayOverlap) : 0;
}
