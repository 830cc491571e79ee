using Matching.Markets;

namespace Matching.Gatherings;

/// <summary>
/// How much of an event's room would stay free if every member were shown the events that suit her best: what keeps the one popular
/// event from standing first in everybody's list.
/// </summary>
/// <remarks>
/// Read off the market of <see cref="TransferableUtility"/> where each member has one evening to give and each event as many seats as are
/// not taken; an event that has not said how many it holds, holds the hub. In [0, 1]; 0 where it is full.
/// </remarks>
internal sealed class SeatPrices
{
    // Scores lie between 0 and 0.6 or so: tastes that nobody knows are a sixth of that range.
    private const double Beta = 0.1;

    private readonly double[] free;

    internal SeatPrices(HubSnapshot hub, GatheringBook book, IReadOnlyList<int> coming, Func<int, int, double> score)
    {
        var pairs = (from place in Enumerable.Range(0, coming.Count)
                     from member in Enumerable.Range(0, hub.Count)
                     where hub.Members[member].Matchable && book.Of(member, coming[place]) is null
                     let suits = score(member, coming[place])
                     where suits > 0
                     select new JointPair(member, place, suits, suits)).ToArray();
        var market = new JointMarket
        {
            Pairs = pairs,
            LeftCapacity = [.. Enumerable.Repeat(1.0, hub.Count)],
            RightCapacity = [.. coming.Select(gathering => Seats(hub, book, gathering))],
            Beta = Beta,
        };
        var prices = new TransferableUtility(market, [.. pairs.Where(pair => market.RightCapacity[pair.Right] > 0)]).RightPrice;
        free = [.. prices.Select((price, place) => market.RightCapacity[place] == 0 ? 0 : Math.Exp(-price / Beta))];
    }

    /// <summary>The share of the seats left that would stay free, of the event at this place among those coming.</summary>
    internal double Free(int place) => free[place];

    private static double Seats(HubSnapshot hub, GatheringBook book, int gathering) => book.Gatherings[gathering].Capacity is { } capacity
        ? Math.Max(0, capacity - book.To(gathering).Count(CompanyAppeal.IsGoing))
        : hub.Count;
}
