namespace Matching.Gatherings;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein 1998): next comes what has the greatest λ · rel − (1 − λ) · max sim to what stands
/// before it, so that a list is not five times the same.
/// </summary>
internal static class Mmr
{
    /// <summary>
    /// The items in order with their values, which never rise along the list; equals go by number. O(n²) similarities.
    /// </summary>
    /// <param name="relevance">rel of each item.</param>
    /// <param name="similarity">In [0, 1], symmetric.</param>
    /// <param name="lambda">λ in [0, 1]; 1 is the order of relevance.</param>
    internal static IReadOnlyList<(int Item, double Value)> Order(IReadOnlyList<double> relevance, Func<int, int, double> similarity, double lambda)
    {
        var left = Enumerable.Range(0, relevance.Count).ToList();
        var nearest = new double[relevance.Count];
        var order = new List<(int Item, double Value)>();
        while (left.Count > 0)
        {
            var best = left.MaxBy(Value);
            order.Add((best, Value(best)));
            left.Remove(best);
            foreach (var item in left) nearest[item] = Math.Max(nearest[item], similarity(best, item));
        }
        return order;

        double Value(int item) => (lambda * relevance[item]) - ((1 - lambda) * nearest[item]);
    }
}
