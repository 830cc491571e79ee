namespace Matching.Contacts;

/// <summary>
/// Whom to ask at an authority: C = F·(0.6 + 0.4·span)·A·(1 − open/capacity), and 0 when no place is free. F is how well the person's matters
/// answer the question, A how easily the two can meet; all in [0, 1].
/// </summary>
public static class ContactScore
{
    private const double WithoutSpan = 0.6;

    /// <summary>The formula; a capacity of 0 gives 0.</summary>
    public static double Of(double fit, double span, double availability, int open, int capacity) =>
        open >= capacity ? 0 : fit * (WithoutSpan + ((1 - WithoutSpan) * span)) * availability * (1 - ((double)open / capacity));
}
