using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Walks the sorted contacts of two people side by side and stops at each shared one, at its place in either row. O(k_i + k_j).
/// </summary>
internal ref struct SharedPlaces(TieGraph graph, int first, int second)
{
    private readonly ReadOnlySpan<int> left = graph.Neighbours(first);
    private readonly ReadOnlySpan<int> right = graph.Neighbours(second);

    internal int InFirst { get; private set; } = -1;

    internal int InSecond { get; private set; } = -1;

    /// <summary>The shared contact.</summary>
    internal readonly int Person => left[InFirst];

    internal bool Next()
    {
        InFirst++;
        InSecond++;
        while (InFirst < left.Length && InSecond < right.Length)
        {
            if (left[InFirst] == right[InSecond]) return true;
            if (left[InFirst] < right[InSecond]) InFirst++;
            else InSecond++;
        }
        return false;
    }
}
