using Matching.Markets;

namespace Matching.Introductions;

/// <summary>How much others ask for a member.</summary>
/// <param name="Price">What a meeting with her costs where everybody asks at once, 0 or more: −ln of the share of her time that stays free.</param>
/// <param name="ManyAsk">Whether less of her time would stay free than half of what stays free of the usual member's.</param>
public readonly record struct Sought(double Price, bool ManyAsk);

/// <summary>
/// How much attention would pile up on each member of a hub if everyone were shown those who suit her best: the answer to "why not her?"
/// that no single pair can give.
/// </summary>
/// <remarks>
/// The price that clears the market of <see cref="TransferableUtility"/>: members stand on both sides with as many meetings as they want a
/// week, every pair that could be suggested is in it, and what is known of how much either would like to meet is the pair score.
/// </remarks>
public sealed class AttentionPrices
{
    // Scores of pairs worth suggesting lie between 0.15 and 0.6 or so: tastes that nobody knows are a quarter of that range.
    private const double Beta = 0.1;

    // −ln ½.
    private static readonly double Half = Math.Log(2);

    private readonly double[] prices;
    private readonly double usual;

    /// <summary>Weighs every pair of the hub.</summary>
    public AttentionPrices(HubSnapshot hub)
    {
        double[] capacity = [.. hub.Members.Select(member => (double)member.Capacity)];
        JointPair[] pairs = [.. new Candidates(hub, 0, null).Pairs.SelectMany(pair => Both(pair.I, pair.J, pair.Score(0)))];
        var market = new JointMarket { Pairs = pairs, LeftCapacity = capacity, RightCapacity = capacity, Beta = Beta };
        prices = [.. new TransferableUtility(market, pairs).RightPrice.Select(price => price / Beta)];
        // Of those who could meet somebody at all; the upper of two in the middle, so that it is somebody's.
        var sought = prices.Where(price => price > 0).Order().ToArray();
        usual = sought.Length == 0 ? 0 : sought[sought.Length / 2];
    }

    /// <summary>How much a member is asked for.</summary>
    public Sought Of(int member) => new(prices[member], prices[member] > usual + Half);

    private static JointPair[] Both(int i, int j, double liking) => [new(i, j, liking, liking), new(j, i, liking, liking)];
}
