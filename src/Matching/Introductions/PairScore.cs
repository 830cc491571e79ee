using Matching.Bridges;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Introductions;

/// <summary>What the pair score is computed from.</summary>
/// <param name="HelpToI">a_ij: how well j's offer serves i's need, in [0, 1].</param>
/// <param name="HelpToJ">a_ji: the other way.</param>
/// <param name="GiverIsHappyToHelp">Whether the one whose offer is the stronger gives without asking for something back.</param>
/// <param name="Bridging">B, in [0, 1].</param>
/// <param name="Complexity">χ: 0 information, ½ advice, 1 complex joint work.</param>
/// <param name="SharedContacts">ñ: effective shared contacts, plus 1 when a host or a shared contact introduces.</param>
/// <param name="ShareLanguage">Whether they can talk.</param>
/// <param name="DayOverlap">Days in common over the days of the one with fewer; ½ when unknown.</param>
public readonly record struct PairTerms(
    double HelpToI,
    double HelpToJ,
    bool GiverIsHappyToHelp,
    double Bridging,
    double Complexity,
    double SharedContacts,
    bool ShareLanguage,
    double DayOverlap);

/// <summary>A pair score taken apart: the same number as <see cref="PairScore.Score"/>, with everything that went into it.</summary>
public sealed record PairExplanation
{
    public required double Score { get; init; }
    public required PairTerms Terms { get; init; }

    /// <summary>The need of the first that the second can meet, and how well.</summary>
    public required TextMatch? NeedOfI { get; init; }
    public required TextMatch? NeedOfJ { get; init; }
    public required double Fit { get; init; }
    public required BridgingParts Bridging { get; init; }

    /// <summary>w_B: what bridging weighs against fit.</summary>
    public required double BridgingWeight { get; init; }
    public required double Trust { get; init; }
    public required double Availability { get; init; }
}

/// <summary>
/// How much an introduction of two people is worth:
/// Score = [(1 − w_B)·F + w_B·B] · T · A, in [0, 1], with
/// F = 0.6·max(a_ij, a_ji) + 0.4·min(a_ij, a_ji),
/// w_B = 0.6 − 0.3χ,
/// T = 1 − (0.2 + 0.6χ)·2^(−ñ),
/// A = [shared language]·(0.4 + 0.6·ov).
/// </summary>
/// <remarks>
/// Weak bridging ties carry simple knowledge fast and complex knowledge badly (Hansen 1999), so bridging weighs less as the need grows
/// complex; bridges pay when third parties vouch for them (Tortoriello and Krackhardt 2010; Levin and Cross 2004), so trust multiplies.
/// One-way help is worth having in a hub, hence an ordered average and not the harmonic mean (0 for one-way help) of RECON
/// (Pizzato et al. 2010), which is kept for givers who ask for reciprocity. All weights are priors.
/// </remarks>
public sealed class PairScore(HubSnapshot hub)
{
    /// <summary>Below this no suggestion is made: none is better than a poor one.</summary>
    public const double Least = 0.15;

    private const double StrongerSide = 0.6;

    // A host introduces every pair of a round, and vouches for it like one shared contact whom both know well.
    private const double HostVouches = 1;

    /// <summary>What a tie between the two would join.</summary>
    public Bridging Bridging { get; } = new(hub.Ties, hub.Groups);

    /// <summary>The score of a pair, with <paramref name="picked"/> pairs of the same organisations chosen already this week. Symmetric in i and j.</summary>
    public double Score(int i, int j, int picked = 0) => Of(Terms(i, j, Bridging.Score(i, j, picked)));

    /// <summary>The score of a pair with all that it rests on.</summary>
    public PairExplanation Explain(int i, int j, int picked = 0)
    {
        var bridging = Bridging.Explain(i, j, picked);
        var terms = Terms(i, j, bridging.Score);
        return new PairExplanation
        {
            Score = Of(terms),
            Terms = terms,
            NeedOfI = hub.Fit.Best(i, j),
            NeedOfJ = hub.Fit.Best(j, i),
            Fit = Fit(terms.HelpToI, terms.HelpToJ, terms.GiverIsHappyToHelp),
            Bridging = bridging,
            BridgingWeight = BridgingWeight(terms.Complexity),
            Trust = Trust(terms.SharedContacts, terms.Complexity),
            Availability = Profiles.Availability.Of(terms.ShareLanguage, terms.DayOverlap),
        };
    }

    /// <summary>
    /// The score, and the part of it that saturation takes from: Score = [(1−w)F + wB]·T·A and B is linear in S, so that part is
    /// w · ¼(1−O) · S · T · A. What a slate needs of two million pairs, without an object for each.
    /// </summary>
    internal (double Score, double Open) ForSlate(int i, int j)
    {
        var bridging = Bridging.Explain(i, j);
        var terms = Terms(i, j, bridging.Score);
        var open = BridgingWeight(terms.Complexity) * Bridges.Bridging.OpennessSlope(bridging.Overlap) * bridging.Openness
            * Trust(terms.SharedContacts, terms.Complexity) * Availability.Of(terms.ShareLanguage, terms.DayOverlap);
        return (Of(terms), open);
    }

    /// <summary>The formula.</summary>
    public static double Of(in PairTerms terms)
    {
        var weight = BridgingWeight(terms.Complexity);
        var value = ((1 - weight) * Fit(terms.HelpToI, terms.HelpToJ, terms.GiverIsHappyToHelp)) + (weight * terms.Bridging);
        return value * Trust(terms.SharedContacts, terms.Complexity) * Availability.Of(terms.ShareLanguage, terms.DayOverlap);
    }

    /// <summary>F: how well the two can help each other. The harmonic mean where the giver wants something back.</summary>
    public static double Fit(double helpToI, double helpToJ, bool giverIsHappyToHelp)
    {
        var (more, less) = helpToI >= helpToJ ? (helpToI, helpToJ) : (helpToJ, helpToI);
        if (giverIsHappyToHelp) return (StrongerSide * more) + ((1 - StrongerSide) * less);
        return more + less == 0 ? 0 : 2 * more * less / (more + less);
    }

    /// <summary>w_B: 0.6 for simple needs down to 0.3 for complex ones.</summary>
    public static double BridgingWeight(double complexity) => 0.6 - (0.3 * complexity);

    /// <summary>T: how likely a first meeting is to carry what is needed, given who vouches.</summary>
    public static double Trust(double sharedContacts, double complexity) => 1 - ((0.2 + (0.6 * complexity)) * double.Exp2(-sharedContacts));

    private PairTerms Terms(int i, int j, double bridging)
    {
        var toI = hub.Fit.Best(i, j)?.Similarity ?? 0;
        var toJ = hub.Fit.Best(j, i)?.Similarity ?? 0;
        var shared = Overlap.EffectiveSharedContacts(hub.Ties, i, j) + HostVouches;
        return new PairTerms(toI, toJ, GiverIsHappyToHelp(i, j, toI, toJ), bridging, Complexity(i, j), shared, hub.ShareLanguage(i, j), hub.DayOverlap(i, j));
    }

    // With equal help both are givers, and both must be glad to be.
    private bool GiverIsHappyToHelp(int i, int j, double toI, double toJ) =>
        (toI < toJ || hub.Members[j].HappyToHelp) && (toI > toJ || hub.Members[i].HappyToHelp);

    // χ of the need that is met best. Where a need is stated and not met, what this pair could give is advice at most; people who state
    // none exchange information.
    private double Complexity(int i, int j)
    {
        var (toI, toJ) = (hub.Fit.Best(i, j), hub.Fit.Best(j, i));
        if (toI is null && toJ is null)
            return NeedWording.Chi(hub.Members[i].Challenges.Count + hub.Members[j].Challenges.Count > 0 ? NeedComplexity.Advice : NeedComplexity.Information);
        var first = toI is { } one ? NeedWording.Chi(hub.Complexity(i, one.Need)) : 0;
        var second = toJ is { } other ? NeedWording.Chi(hub.Complexity(j, other.Need)) : 0;
        var (left, right) = (toI?.Similarity ?? 0, toJ?.Similarity ?? 0);
        return left == right ? Math.Max(first, second) : left > right ? first : second;
    }
}
