namespace Matching.Api.Network;

/// <summary>
/// In what order places should stand around a circle so that few of the lines between them cross: circular sifting (Baur and Brandes 2004,
/// "Crossing reduction in circular layouts", WG, LNCS 3353). Each place in turn is carried past all the others, swap by swap, and put down
/// where the fewest lines cross, until no place alone can be put better. Starts from a walk along the lines, so that rings and trees are
/// right at once.
/// </summary>
internal sealed class CircleOrder
{
    private readonly int[][] neighbours;
    private readonly int[] order;
    private readonly int[] position;

    private CircleOrder(int count, IReadOnlyCollection<(int A, int B)> lines)
    {
        var ends = lines.Concat(lines.Select(line => (A: line.B, B: line.A))).ToLookup(line => line.A, line => line.B);
        neighbours = [.. Enumerable.Range(0, count).Select(place => ends[place].ToArray())];
        order = Walk();
        position = new int[count];
        for (var spot = 0; spot < count; spot++) position[order[spot]] = spot;
    }

    /// <summary>The places 0..count−1 in order. The same lines give the same order.</summary>
    internal static IReadOnlyList<int> Of(int count, IReadOnlyCollection<(int A, int B)> lines)
    {
        var circle = new CircleOrder(count, lines);
        var places = circle.ByDegree().ToList();
        while (places.Sum(circle.Sift) > 0)
        {
            // Each round saves crossings, of which there are so many and no more.
        }
        return circle.order;
    }

    /// <summary>How many pairs of lines cross when the places stand in this order.</summary>
    internal static int Crossings(IReadOnlyList<int> order, IReadOnlyCollection<(int A, int B)> lines)
    {
        var at = new int[order.Count];
        for (var spot = 0; spot < order.Count; spot++) at[order[spot]] = spot;
        var spans = lines.Select(line => (From: Math.Min(at[line.A], at[line.B]), To: Math.Max(at[line.A], at[line.B]))).ToList();
        return spans.Sum(one => spans.Count(other => one.From < other.From && other.From < one.To && one.To < other.To));
    }

    private IEnumerable<int> ByDegree() => Enumerable.Range(0, neighbours.Length).OrderByDescending(place => neighbours[place].Length).ThenBy(place => place);

    /// <summary>Depth first, from the place with the most lines in each piece.</summary>
    private int[] Walk()
    {
        var seen = new bool[neighbours.Length];
        var found = new List<int>();
        var next = new Stack<int>(ByDegree().Reverse());
        while (next.TryPop(out var place))
        {
            if (seen[place]) continue;
            seen[place] = true;
            found.Add(place);
            foreach (var neighbour in neighbours[place]) next.Push(neighbour);
        }
        return [.. found];
    }

    /// <summary>Puts a place where it causes the fewest crossings; returns how many that saves.</summary>
    private int Sift(int place)
    {
        var (change, best, steps) = (0, 0, 0);
        // Past all the others, which is the same circle again.
        for (var step = 1; step < order.Length; step++)
        {
            change += SwapWithNext(position[place]);
            if (change < best) (best, steps) = (change, step);
        }
        for (var step = 0; step < steps; step++) SwapWithNext(position[place]);
        return -best;
    }

    /// <summary>Swaps the place at a spot with the one after it; returns by how much the crossings change.</summary>
    private int SwapWithNext(int spot)
    {
        var next = (spot + 1) % order.Length;
        var (left, right) = (order[spot], order[next]);
        var change = 0;
        foreach (var a in neighbours[left])
        {
            foreach (var b in neighbours[right])
            {
                // Lines with a common end do not cross, nor does the line between the two.
                if (a != b && a != right && b != left) change += Math.Sign(Clockwise(right, a) - Clockwise(right, b));
            }
        }
        (order[spot], order[next]) = (right, left);
        (position[right], position[left]) = (spot, next);
        return change;
    }

    private int Clockwise(int from, int to) => (position[to] - position[from] + order.Length) % order.Length;
}
