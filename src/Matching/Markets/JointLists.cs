namespace Matching.Markets;

/// <summary>Two people who may be shown to each other.</summary>
/// <param name="Left">Number of the one.</param>
/// <param name="Right">Number of the other, on the other side.</param>
/// <param name="LeftLikes">Chance in [0, 1] that the left one, seeing the other, wants to meet.</param>
/// <param name="RightLikes">The same the other way.</param>
public readonly record struct JointPair(int Left, int Right, double LeftLikes, double RightLikes)
{
    /// <summary>The chance that both want to meet once both have looked.</summary>
    internal double Both => LeftLikes * RightLikes;
}

/// <summary>Two sides that are to be shown ranked lists of each other at once.</summary>
public sealed record JointMarket
{
    /// <summary>Who may be shown to whom, each pair once.</summary>
    public required IReadOnlyList<JointPair> Pairs { get; init; }

    /// <summary>How many meetings each person on the left has room for, 0 or more; nobody with 0 is in a list.</summary>
    public required IReadOnlyList<double> LeftCapacity { get; init; }

    /// <summary>The same on the right.</summary>
    public required IReadOnlyList<double> RightCapacity { get; init; }

    /// <summary>How many are shown to each person, 1 or more.</summary>
    public int Length { get; init; } = int.MaxValue;

    /// <summary>β &gt; 0: how much of taste the numbers do not know; the greater, the less lists follow them.</summary>
    public double Beta { get; init; } = 1;
}

/// <summary>
/// Ranks many lists together, so that attention does not pile up on the few whom everybody would like to meet.
/// </summary>
/// <remarks>
/// The expected number of matches is Σ p_ij · q_ji / (rank_i(j) · rank_j(i)): a place is looked at in inverse proportion to its rank, on both
/// sides (Su, Bayoumi and Joachims 2022). First all lists are sorted by the match probabilities of the market with transferable utility
/// (<see cref="TransferableUtility"/>; Tomita, Togashi and Moriwaki 2022), the greater μ first. Then the sides take turns: with the other side's lists given, a list is best when sorted by
/// p·q/rank of its owner there (rearrangement inequality), so no turn lowers the number; and where the turns end, two people move up
/// in each other's lists together. Only likings and capacities decide what comes first, so new numbers for the same people give the same lists.
/// </remarks>
public sealed class JointLists
{
    private JointLists(JointMarket market, RankedPairs ranked, TransferableUtility prices)
    {
        Left = ranked.Lists(ranked.Left, market.LeftCapacity.Count, pair => pair.Right, market.Length);
        Right = ranked.Lists(ranked.Right, market.RightCapacity.Count, pair => pair.Left, market.Length);
        LeftPrice = prices.LeftPrice;
        RightPrice = prices.RightPrice;
        ExpectedMatches = ranked.Value();
    }

    /// <summary>For each person on the left whom to show, best first.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Left { get; }

    public IReadOnlyList<IReadOnlyList<int>> Right { get; }

    /// <summary>What a meeting with each person costs, 0 or more: high when many ask for her. It explains 'why not her?'.</summary>
    public IReadOnlyList<double> LeftPrice { get; }

    public IReadOnlyList<double> RightPrice { get; }

    /// <summary>The expected number of matches that the lists bring.</summary>
    public double ExpectedMatches { get; }

    /// <summary>Sorted by match probability and then improved until nothing helps.</summary>
    /// <exception cref="ArgumentException">A number is out of its range, or a pair stands twice; the message says which.</exception>
    public static JointLists Of(JointMarket market) => Ranked(market, ranked => ranked.Improve());

    /// <summary>Sorted by match probability alone.</summary>
    public static JointLists ByMatchProbability(JointMarket market) => Ranked(market, _ => { });

    private static JointLists Ranked(JointMarket market, Action<RankedPairs> improve)
    {
        Check(market);
        var pairs = market.Pairs.Where(pair => market.LeftCapacity[pair.Left] > 0 && market.RightCapacity[pair.Right] > 0).ToArray();
        var utility = new TransferableUtility(market, pairs);
        var ranked = new RankedPairs(pairs, market, utility.Probability);
        improve(ranked);
        return new JointLists(market, ranked, utility);
    }

    private static void Check(JointMarket market)
    {
        if (market.Length < 1) throw new ArgumentException($"A list has at least one place, not {market.Length}.");
        if (!(market.Beta > 0) || !double.IsFinite(market.Beta)) throw new ArgumentException($"Beta is above 0, not {market.Beta}.");
        foreach (var capacity in market.LeftCapacity.Concat(market.RightCapacity))
        {
            if (!(capacity >= 0) || !double.IsFinite(capacity)) throw new ArgumentException($"A capacity is at least 0, not {capacity}.");
        }
        var seen = new HashSet<(int, int)>();
        foreach (var pair in market.Pairs)
        {
            if (pair.Left < 0 || pair.Left >= market.LeftCapacity.Count || pair.Right < 0 || pair.Right >= market.RightCapacity.Count)
                throw new ArgumentException($"{pair} is not of {market.LeftCapacity.Count} people on the left and {market.RightCapacity.Count} on the right.");
            if (!(pair.LeftLikes >= 0 && pair.LeftLikes <= 1 && pair.RightLikes >= 0 && pair.RightLikes <= 1))
                throw new ArgumentException($"{pair}: likings are chances in [0, 1].");
            if (!seen.Add((pair.Left, pair.Right))) throw new ArgumentException($"{pair} stands twice.");
        }
    }
}
