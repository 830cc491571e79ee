using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Bridges and local bridges (Granovetter 1973, pp. 1364–1365): a bridge is a tie whose loss parts its ends; a local bridge of span n is a
/// tie whose ends share no contact and are n steps apart without it. Unweighted.
/// </summary>
public static class LocalBridges
{
    private const int NotSeen = -1;
    private const int Nobody = -1;

    /// <summary>
    /// The span of the tie between <paramref name="i"/> and <paramref name="j"/>: at least 3, infinite for a bridge, null where the two
    /// share a contact (or have no tie). O(n + m).
    /// </summary>
    public static double? Span(TieGraph graph, int i, int j)
    {
        if (graph.Strength(i, j) == 0 || Overlap.SharedContacts(graph, i, j) > 0) return null;
        return WayAround(graph, i, j);
    }

    /// <summary>Every bridge, i &lt; j, in order. Tarjan 1974, Inf. Proc. Letters 2:160. O(n + m).</summary>
    public static IReadOnlyList<(int I, int J)> Bridges(TieGraph graph)
    {
        var found = new List<(int I, int J)>();
        var seen = new int[graph.Count];
        Array.Fill(seen, NotSeen);
        var low = new int[graph.Count];
        for (var root = 0; root < graph.Count; root++)
        {
            if (seen[root] == NotSeen) Descend(graph, root, seen, low, found);
        }
        found.Sort();
        return found;
    }

    // Walks with a stack of its own: a chain of people may be longer than a thread's stack is deep.
    private static void Descend(TieGraph graph, int root, int[] seen, int[] low, List<(int I, int J)> found)
    {
        // Numbers need only grow from parent to child, so each tree may begin at 0.
        var clock = 0;
        var path = new Stack<(int Person, int Parent, int Next)>();
        path.Push((root, Nobody, 0));
        seen[root] = low[root] = clock++;
        while (path.TryPop(out var step))
        {
            var (person, parent, next) = step;
            var contacts = graph.Neighbours(person);
            if (next == contacts.Length)
            {
                if (parent != Nobody) Close(person, parent, seen, low, found);
                continue;
            }
            path.Push((person, parent, next + 1));
            var contact = contacts[next];
            if (contact == parent) continue;
            if (seen[contact] != NotSeen)
            {
                low[person] = Math.Min(low[person], seen[contact]);
                continue;
            }
            seen[contact] = low[contact] = clock++;
            path.Push((contact, person, 0));
        }
    }

    private static void Close(int person, int parent, int[] seen, int[] low, List<(int I, int J)> found)
    {
        low[parent] = Math.Min(low[parent], low[person]);
        if (low[person] > seen[parent]) found.Add((Math.Min(person, parent), Math.Max(person, parent)));
    }

    private static double WayAround(TieGraph graph, int start, int end)
    {
        var distance = new int[graph.Count];
        Array.Fill(distance, NotSeen);
        distance[start] = 0;
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var person))
        {
            foreach (var contact in graph.Neighbours(person))
            {
                if (distance[contact] != NotSeen || (person == start && contact == end)) continue;
                distance[contact] = distance[person] + 1;
                if (contact == end) return distance[contact];
                queue.Enqueue(contact);
            }
        }
        return double.PositiveInfinity;
    }
}
