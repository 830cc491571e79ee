using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// One level of the search for communities: a graph whose nodes are people, or parts found a level below. Ties inside a node are left out,
/// since no move can cut them; they count in its degree.
/// </summary>
internal sealed class CommunityLevel
{
    // A move must gain more than rounding can, or two communities may pass a node to and fro for ever.
    private const double LeastGain = 1e-10;

    private readonly int[] starts;
    private readonly int[] ends;
    private readonly double[] weights;
    private readonly double[] degree;
    private readonly double all;

    private CommunityLevel(int[] starts, int[] ends, double[] weights, double[] degree)
    {
        this.starts = starts;
        this.ends = ends;
        this.weights = weights;
        this.degree = degree;
        all = degree.Sum();
    }

    internal int Count => degree.Length;

    internal static CommunityLevel Of(TieGraph graph, bool weighted)
    {
        var starts = new int[graph.Count + 1];
        for (var person = 0; person < graph.Count; person++) starts[person + 1] = starts[person] + graph.Neighbours(person).Length;
        var ends = new int[starts[^1]];
        var weights = new double[starts[^1]];
        var degree = new double[graph.Count];
        Array.Fill(weights, 1);
        for (var person = 0; person < graph.Count; person++)
        {
            graph.Neighbours(person).CopyTo(ends.AsSpan(starts[person]));
            if (weighted) graph.Strengths(person).CopyTo(weights.AsSpan(starts[person]));
            for (var at = starts[person]; at < starts[person + 1]; at++) degree[person] += weights[at];
        }
        return new CommunityLevel(starts, ends, weights, degree);
    }

    /// <summary>Moves nodes, each to the neighbouring community that gains most, or to one of its own, until none gains.</summary>
    internal void Move(int[] community, int[] order)
    {
        var search = new Search(this, community);
        var queue = new Queue<int>(order);
        var waiting = new bool[Count];
        Array.Fill(waiting, true);
        while (queue.TryDequeue(out var node))
        {
            waiting[node] = false;
            if (!search.MoveToBest(node)) continue;
            foreach (var other in Ends(node))
            {
                if (waiting[other] || community[other] == community[node]) continue;
                waiting[other] = true;
                queue.Enqueue(other);
            }
        }
    }

    /// <summary>
    /// Divides each community anew into parts that hang together: every node begins alone, and one that is still alone joins the part of
    /// its own community that gains most. Numbers of parts follow their first nodes.
    /// </summary>
    internal int[] Refine(int[] community, int[] order)
    {
        int[] part = [.. Enumerable.Range(0, Count)];
        var search = new Search(this, part);
        foreach (var node in order)
        {
            if (search.IsAlone(node)) search.JoinBest(node, community);
        }
        var number = new Dictionary<int, int>();
        foreach (ref var p in part.AsSpan())
        {
            number.TryAdd(p, number.Count);
            p = number[p];
        }
        return part;
    }

    /// <summary>The graph of the parts.</summary>
    internal CommunityLevel Merge(int[] part, int parts)
    {
        var rows = new SortedDictionary<int, double>[parts];
        for (var p = 0; p < parts; p++) rows[p] = [];
        var merged = new double[parts];
        for (var node = 0; node < Count; node++)
        {
            merged[part[node]] += degree[node];
            var row = rows[part[node]];
            for (var at = starts[node]; at < starts[node + 1]; at++)
            {
                var other = part[ends[at]];
                if (other != part[node]) row[other] = row.GetValueOrDefault(other) + weights[at];
            }
        }
        var first = new int[parts + 1];
        for (var p = 0; p < parts; p++) first[p + 1] = first[p] + rows[p].Count;
        return new CommunityLevel(first, [.. rows.SelectMany(row => row.Keys)], [.. rows.SelectMany(row => row.Values)], merged);
    }

    private ReadOnlySpan<int> Ends(int node) => ends.AsSpan(starts[node], starts[node + 1] - starts[node]);

    /// <summary>Weighs the communities around a node. What a node gains in one, times m: w(node, c) − d_node · d_c / 2m.</summary>
    private sealed class Search
    {
        private readonly CommunityLevel level;
        private readonly int[] community;
        private readonly double[] degree;
        private readonly int[] size;
        private readonly double[] weightTo;
        private readonly List<int> near = [];
        private readonly Stack<int> empty = new();

        internal Search(CommunityLevel level, int[] community)
        {
            this.level = level;
            this.community = community;
            degree = new double[level.Count];
            size = new int[level.Count];
            weightTo = new double[level.Count];
            for (var node = 0; node < level.Count; node++)
            {
                degree[community[node]] += level.degree[node];
                size[community[node]]++;
            }
            for (var c = level.Count - 1; c >= 0; c--)
            {
                if (size[c] == 0) empty.Push(c);
            }
        }

        internal bool IsAlone(int node) => size[community[node]] == 1;

        internal bool MoveToBest(int node)
        {
            Leave(node);
            Look(node, within: null);
            var own = community[node];
            var (best, gain) = (own, Gain(node, own) + LeastGain);
            foreach (var c in near)
            {
                if (Gain(node, c) > gain) (best, gain) = (c, Gain(node, c));
            }
            if (gain < 0 && size[own] > 0) best = empty.Peek();
            Forget();
            Enter(node, best);
            return best != own;
        }

        internal void JoinBest(int node, int[] within)
        {
            Leave(node);
            Look(node, within);
            var (best, gain) = (community[node], LeastGain);
            foreach (var part in near)
            {
                if (Gain(node, part) > gain) (best, gain) = (part, Gain(node, part));
            }
            Forget();
            Enter(node, best);
        }

        private double Gain(int node, int c) => weightTo[c] - (level.degree[node] * degree[c] / level.all);

        private void Look(int node, int[]? within)
        {
            for (var at = level.starts[node]; at < level.starts[node + 1]; at++)
            {
                var other = level.ends[at];
                if (within is not null && within[other] != within[node]) continue;
                if (weightTo[community[other]] == 0) near.Add(community[other]);
                weightTo[community[other]] += level.weights[at];
            }
        }

        private void Forget()
        {
            foreach (var c in near) weightTo[c] = 0;
            near.Clear();
        }

        private void Leave(int node)
        {
            degree[community[node]] -= level.degree[node];
            if (--size[community[node]] == 0) empty.Push(community[node]);
        }

        private void Enter(int node, int c)
        {
            // An empty one is entered only from the top: either the one just picked there, or the one the node has just left.
            if (size[c]++ == 0) empty.Pop();
            degree[c] += level.degree[node];
            community[node] = c;
        }
    }
}
