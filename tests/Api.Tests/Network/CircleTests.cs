using CsCheck;
using Matching.Api.Network;

namespace Matching.Api.Tests.Network;

public sealed class CircleTests
{
    private static readonly Gen<(int Count, (int A, int B)[] Lines)> Any =
        from count in Gen.Int[1, 25]
        from ends in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1]).Array[0, 60]
        select (count, ends.Where(pair => pair.Item1 != pair.Item2).Select(pair => (A: Math.Min(pair.Item1, pair.Item2), B: Math.Max(pair.Item1, pair.Item2))).Distinct().ToArray());

    [Fact]
    public void The_order_holds_every_place_once_and_no_place_alone_could_stand_better() => Any.Sample(drawn =>
    {
        var order = CircleOrder.Of(drawn.Count, drawn.Lines);
        Assert.Equal(Enumerable.Range(0, drawn.Count), order.Order());
        Assert.Equal(order, CircleOrder.Of(drawn.Count, drawn.Lines));
        var crossings = CircleOrder.Crossings(order, drawn.Lines);
        foreach (var place in order)
        {
            var others = order.Where(other => other != place).ToList();
            for (var spot = 0; spot < order.Count; spot++)
                Assert.True(crossings <= CircleOrder.Crossings([.. others.Take(spot), place, .. others.Skip(spot)], drawn.Lines));
        }
    }, iter: 50);

    [Fact]
    public void A_shuffled_ring_is_disentangled()
    {
        (int A, int B)[] ring = [(0, 3), (1, 3), (1, 4), (2, 4), (2, 5), (0, 5)];
        Assert.True(CircleOrder.Crossings([0, 1, 2, 3, 4, 5], ring) > 0);
        Assert.Equal(0, CircleOrder.Crossings(CircleOrder.Of(6, ring), ring));
    }

    [Fact]
    public void No_two_rows_of_a_side_meet_however_many_places_there_are() =>
        Gen.Double[20, 60].Array[0, 80].Sample(rows =>
        {
            var layout = CircleLayout.Of([.. Enumerable.Range(0, rows.Length)], rows, 500, 235, 100, 460);
            var placed = layout.Spots.Select((spot, place) => (spot, Row: rows[place])).ToList();
            foreach (var side in placed.GroupBy(one => one.spot.IsRight))
            {
                var sorted = side.OrderBy(one => one.spot.Y).ToList();
                foreach (var (above, below) in sorted.Zip(sorted.Skip(1))) Assert.True(below.spot.Y - above.spot.Y >= ((above.Row + below.Row) / 2) - 1e-9);
            }
            Assert.All(placed, one => Assert.True(one.spot.Y - (one.Row / 2) >= 100 && one.spot.Y + (one.Row / 2) <= 100 + layout.Height));
            Assert.All(placed, one => Assert.InRange(one.spot.X, 500 - 235, 500 + 235));
        });
}
