namespace Matching.Introductions;

/// <summary>
/// How many times as likely as the hub's usual pair of strangers two members are to meet, above 0; 1 where nothing is known. Symmetric, for
/// members numbered as in the snapshot.
/// </summary>
public delegate double PairLift(int i, int j);

/// <summary>
/// What it is worth for a pair's rank that a meeting is likely to come about: clamp(lift^0.1, 0.9, 1.1), from a pair a third as likely as the
/// usual one to a pair three times as likely. It weighs the rank and never the score.
/// </summary>
/// <remarks>
/// A nudge, and no goal: what is foretold happens anyway, and choosing by it pulls towards cliques and the popular (Su, Sharma and Goel
/// 2016). Between two pairs of like worth the one that will be taken up comes first, and no more: a tenth is less than what one pair over the
/// same border takes from a bridge.
/// </remarks>
public static class Plausibility
{
    private const double Exponent = 0.1;
    private const double Least = 0.9;
    private const double Most = 1.1;

    /// <summary>The factor of a lift.</summary>
    public static double Of(double lift) => Math.Clamp(Math.Pow(lift, Exponent), Least, Most);
}
