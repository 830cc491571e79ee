namespace Matching.Api.Network;

/// <summary>Where a place stands, and on which side of it its label does.</summary>
internal readonly record struct Spot(double X, double Y, bool IsRight);

/// <summary>
/// Places on an ellipse, each with a row of its own for its label: the rows of a side never meet, however many there are, since the
/// picture grows with them.
/// </summary>
internal sealed class CircleLayout
{
    // Between the rows of two labels.
    private const double Gap = 4;

    private CircleLayout(IReadOnlyList<Spot> spots, double height)
    {
        Spots = spots;
        Height = height;
    }

    /// <summary>By place.</summary>
    internal IReadOnlyList<Spot> Spots { get; }

    /// <summary>How high the ellipse with its labels is, at least what was asked for.</summary>
    internal double Height { get; }

    /// <summary>Lays out places in an order, clockwise from the top, with a row each of at least <paramref name="rows"/>.</summary>
    internal static CircleLayout Of(IReadOnlyList<int> order, IReadOnlyList<double> rows, double centre, double radius, double top, double least)
    {
        var half = rows.Sum(row => row + Gap) / 2;
        var rights = Half(order, rows, half);
        int[] right = [.. order.Take(rights)], left = [.. order.Skip(rights).Reverse()];
        var height = Math.Max(least, Math.Max(Needed(right, rows), Needed(left, rows)));
        var spots = new Spot[order.Count];
        foreach (var (side, sign) in new[] { (right, 1), (left, -1) })
        {
            var spare = side.Length == 0 ? 0 : (height - Needed(side, rows)) / side.Length;
            var y = 0.0;
            foreach (var place in side)
            {
                var row = rows[place] + Gap + spare;
                var fromMiddle = ((y + (row / 2)) / (height / 2)) - 1;
                spots[place] = new Spot(centre + (sign * radius * Math.Sqrt(1 - (fromMiddle * fromMiddle))), top + y + (row / 2), sign > 0);
                y += row;
            }
        }
        return new CircleLayout(spots, height);
    }

    private static double Needed(IEnumerable<int> side, IReadOnlyList<double> rows) => side.Sum(place => rows[place] + Gap);

    // How many of the first places fill half of the circle.
    private static int Half(IReadOnlyList<int> order, IReadOnlyList<double> rows, double half)
    {
        var sum = 0.0;
        var count = 0;
        while (count < order.Count && sum + ((rows[order[count]] + Gap) / 2) <= half) sum += rows[order[count++]] + Gap;
        return count;
    }
}
