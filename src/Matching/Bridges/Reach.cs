using System.Numerics;
using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// How much of a network lies within <see cref="ReachGain.Radius"/> steps: what the pair score's <see cref="ReachGain"/> adds to,
/// measured on the whole. Unweighted.
/// </summary>
/// <remarks>
/// Walks from 64 people at once, one bit each (Then et al. 2014, "The more the merrier", PVLDB 8:449): 8n bytes and n/64 passes over the
/// ties a step, where a row of distances for everyone would take n² of memory.
/// </remarks>
public sealed class Reach
{
    private const int Batch = 64;

    // Ordered pairs that are 1, 2 and 3 steps apart. Whole numbers, so that the order of people cannot change a sum.
    private readonly long[] pairs = new long[ReachGain.Radius];
    private readonly long all;

    /// <summary>Counts the pairs of a graph by their steps. O(n·m/64).</summary>
    public Reach(TieGraph graph)
    {
        all = graph.Count * (graph.Count - 1L);
        for (var first = 0; first < graph.Count; first += Batch) Walk(graph, first);
    }

    /// <summary>Share of pairs within three steps, in [0, 1]; null with fewer than two people.</summary>
    public double? Share => all == 0 ? null : (double)pairs.Sum() / all;

    /// <summary>The mean of h(d) over all pairs, h(d) = 1/d for d = 1, 2, 3 and 0 beyond; in [0, 1], null with fewer than two people.</summary>
    public double? Harmonic => all == 0 ? null : pairs.Select((count, step) => count / (step + 1.0)).Sum() / all;

    private void Walk(TieGraph graph, int first)
    {
        var seen = new ulong[graph.Count];
        for (var person = first; person < Math.Min(first + Batch, graph.Count); person++) seen[person] = 1UL << (person - first);
        var frontier = seen.AsSpan().ToArray();
        for (var step = 0; step < pairs.Length; step++)
        {
            frontier = Next(graph, frontier, seen);
            for (var person = 0; person < seen.Length; person++)
            {
                seen[person] |= frontier[person];
                pairs[step] += BitOperations.PopCount(frontier[person]);
            }
        }
    }

    /// <summary>Who is reached for the first time, and from whom.</summary>
    private static ulong[] Next(TieGraph graph, ulong[] frontier, ulong[] seen)
    {
        var next = new ulong[frontier.Length];
        for (var person = 0; person < next.Length; person++)
        {
            var from = 0UL;
            foreach (var contact in graph.Neighbours(person)) from |= frontier[contact];
            next[person] = from & ~seen[person];
        }
        return next;
    }
}
