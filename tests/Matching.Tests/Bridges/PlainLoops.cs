using Matching.Ties;

namespace Matching.Tests.Bridges;

/// <summary>The definitions, written out over a matrix with no care for speed.</summary>
internal static class PlainLoops
{
    internal static double[,] Matrix(TieGraph graph, bool weighted)
    {
        var a = new double[graph.Count, graph.Count];
        foreach (var (i, j, strength) in graph.Ties()) a[i, j] = a[j, i] = weighted ? strength : 1;
        return a;
    }

    /// <summary>Burt's constraint, with p_qj over the whole network or inside the ego network of i.</summary>
    internal static double? Constraint(TieGraph graph, int i, bool weighted, bool egoOnly)
    {
        var a = Matrix(graph, weighted);
        int[] all = [.. Enumerable.Range(0, graph.Count)];
        int[] ego = [.. all.Where(j => j == i || a[i, j] > 0)];
        double P(int from, int to) => a[from, to] / (egoOnly ? ego : all).Sum(k => a[from, k]);
        if (ego.Length == 1) return null;
        return ego.Where(j => j != i).Sum(j => Math.Pow(P(i, j) + ego.Where(q => q != i && q != j).Sum(q => P(i, q) * P(q, j)), 2));
    }

    /// <summary>Shortest distances by Floyd and Warshall; infinite where there is no path.</summary>
    internal static double[,] Distances(TieGraph graph)
    {
        var n = graph.Count;
        var d = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) d[i, j] = i == j ? 0 : graph.Strength(i, j) > 0 ? 1 : double.PositiveInfinity;
        }
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++) d[i, j] = Math.Min(d[i, j], d[i, k] + d[k, j]);
            }
        }
        return d;
    }

    /// <summary>The number of shortest paths between every two people.</summary>
    internal static double[,] Paths(TieGraph graph, double[,] d)
    {
        var n = graph.Count;
        var paths = new double[n, n];
        int[] all = [.. Enumerable.Range(0, n)];
        var nearestFirst = from i in all from j in all where double.IsFinite(d[i, j]) orderby d[i, j] select (i, j);
        foreach (var (i, j) in nearestFirst)
            paths[i, j] = i == j ? 1 : all.Where(k => graph.Strength(k, j) > 0 && d[i, k] == d[i, j] - 1).Sum(k => paths[i, k]);
        return paths;
    }

    /// <summary>Σ over pairs of others of the share of their shortest paths through v.</summary>
    internal static double Betweenness(TieGraph graph, int v)
    {
        var d = Distances(graph);
        var paths = Paths(graph, d);
        var sum = 0.0;
        for (var s = 0; s < graph.Count; s++)
        {
            for (var t = s + 1; t < graph.Count; t++)
            {
                if (s == v || t == v || double.IsInfinity(d[s, t]) || d[s, v] + d[v, t] != d[s, t]) continue;
                sum += paths[s, v] * paths[v, t] / paths[s, t];
            }
        }
        return sum;
    }

    /// <summary>Σ over pairs of the share of their shortest paths over the tie u–v.</summary>
    internal static double Betweenness(TieGraph graph, int u, int v)
    {
        var d = Distances(graph);
        var paths = Paths(graph, d);
        var sum = 0.0;
        for (var s = 0; s < graph.Count; s++)
        {
            for (var t = 0; t < graph.Count; t++)
            {
                if (s != t && double.IsFinite(d[s, t]) && d[s, u] + 1 + d[v, t] == d[s, t]) sum += paths[s, u] * paths[v, t] / paths[s, t];
            }
        }
        return sum;
    }

    /// <summary>Burt's effective size, Σ_j [1 − Σ_q p_iq m_jq].</summary>
    internal static double? EffectiveSize(TieGraph graph, int i, bool weighted)
    {
        var a = Matrix(graph, weighted);
        int[] all = [.. Enumerable.Range(0, graph.Count)];
        int[] contacts = [.. all.Where(j => a[i, j] > 0)];
        if (contacts.Length == 0) return null;
        double P(int q) => a[i, q] / all.Sum(k => a[i, k]);
        double M(int j, int q) => a[j, q] / all.Max(k => a[j, k]);
        return contacts.Sum(j => 1 - contacts.Where(q => q != j).Sum(q => P(q) * M(j, q)));
    }

    /// <summary>Whether everyone in the group can be reached inside it.</summary>
    internal static bool HangTogether(TieGraph graph, IReadOnlyCollection<int> group)
    {
        var reached = new HashSet<int> { group.First() };
        while (true)
        {
            var next = group.Where(person => !reached.Contains(person) && reached.Any(known => graph.Strength(known, person) > 0)).ToList();
            if (next.Count == 0) return reached.Count == group.Count;
            reached.UnionWith(next);
        }
    }
}
