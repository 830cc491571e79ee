using Matching.Profiles;
using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Communities: groups that the ties themselves show, found by raising modularity with local moves and a refinement, after Leiden (Traag,
/// Waltman and van Eck 2019, Sci. Rep. 9:5233, §"Leiden algorithm"; local moves: Blondel et al. 2008). One number a person, counted from
/// the first member; an isolate is a community. About O(m) a pass, a handful of passes.
/// </summary>
/// <remarks>
/// Every community hangs together, and modularity is at least that of everyone alone. Leiden draws at random while it refines; here the
/// best merge is taken, and chance only orders the visits: the same graph and seed give the same communities. Other seeds may give others,
/// so for recommendations use real organisations, and this for the hub's report.
/// </remarks>
public static class Communities
{
    // Modularity that rounding alone can add.
    private const double Rounding = 1e-12;

    /// <summary>Communities where every tie counts the same.</summary>
    public static int[] Of(TieGraph graph, long seed) => Of(graph, seed, weighted: false);

    /// <summary>Communities where ties count by strength.</summary>
    public static int[] Weighted(TieGraph graph, long seed) => Of(graph, seed, weighted: true);

    private static int[] Of(TieGraph graph, long seed, bool weighted)
    {
        var level = CommunityLevel.Of(graph, weighted);
        int[] best = [.. Enumerable.Range(0, graph.Count)];
        var quality = double.NegativeInfinity;
        var draw = (ulong)seed;
        while (true)
        {
            var next = Pass(level, best, ref draw);
            // A community that fell apart is worth more in its pieces.
            next = Cohesion.PiecesWithin(graph, next);
            var reached = (weighted ? Modularity.Weighted(graph, next) : Modularity.Of(graph, next)) ?? 0;
            if (reached <= quality + Rounding) return best;
            (best, quality) = (next, reached);
        }
    }

    /// <summary>Moves, refines and merges until there is nothing left to merge.</summary>
    private static int[] Pass(CommunityLevel level, int[] start, ref ulong draw)
    {
        int[] place = [.. Enumerable.Range(0, start.Length)];
        int[] community = [.. start];
        while (true)
        {
            level.Move(community, Shuffled(level.Count, ref draw));
            var part = level.Refine(community, Shuffled(level.Count, ref draw));
            var parts = part.Length == 0 ? 0 : part.Max() + 1;
            if (parts == level.Count) return [.. place.Select(node => community[node])];
            var merged = new int[parts];
            for (var node = 0; node < part.Length; node++) merged[part[node]] = community[node];
            level = level.Merge(part, parts);
            community = Renumbered(merged);
            place = [.. place.Select(node => part[node])];
        }
    }

    /// <summary>The same division in numbers below its length.</summary>
    private static int[] Renumbered(int[] group)
    {
        var number = new Dictionary<int, int>();
        var result = new int[group.Length];
        for (var k = 0; k < group.Length; k++)
        {
            number.TryAdd(group[k], number.Count);
            result[k] = number[group[k]];
        }
        return result;
    }

    private static int[] Shuffled(int count, ref ulong draw)
    {
        var keys = new ulong[count];
        for (var k = 0; k < count; k++) keys[k] = Next(ref draw);
        int[] order = [.. Enumerable.Range(0, count)];
        Array.Sort(keys, order);
        return order;
    }

    // SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine and runtime, which a seeded Random does not promise.
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        return Chance.Mix(state);
    }
}
